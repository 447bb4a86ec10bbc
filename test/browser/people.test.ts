import { expect, test } from 'vitest';
import { ANNA, MAKSIM, NOVICE, OLGA } from './support/people.ts';
import { fillScene, INVITE, marked } from './support/scene.ts';
import { paneOf, setStage, waitAsked } from './support/stage.ts';

const stage = setStage();

test('an invite link asks who follows it and opens the bot as that person beside the admin', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => {
    world.write(ANNA, marked(['Приглашение: ', [INVITE, { type: 'url' }]]));
  });
  await page.getByRole('link', { name: INVITE }).click();
  const dialog = page.getByRole('dialog', { name: 'Кто перейдёт по ссылке?' });
  await dialog.getByRole('button', { name: /Новичок Ника/ }).click();
  expect(await waitAsked(sandbox, `/control/people/${NOVICE}/start`)).toEqual({ payload: 'INV_3f9a2c7d' });
  await paneOf(page, 'Новичок Ника').getByText('/start INV_3f9a2c7d').waitFor();
  expect(await paneOf(page, 'Анна Смирнова').isVisible()).toBe(true);
});

test('a stranger made on the spot can follow the link too, also from a share button and from a copied link', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  await page.getByRole('button', { name: 'Поделиться' }).click();
  await page.getByRole('dialog').getByText('Приходи').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Копировать', exact: true }).click();
  await page.getByRole('button', { name: 'Открыть за…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Новый человек/ })
    .click();
  await page.locator('.pane').nth(1).getByText('/start INV_3f9a2c7d').waitFor();
  expect(sandbox.world.state.people).toHaveLength(6);
  expect(sandbox.asked[0]).toMatchObject({
    path: '/control/people',
    body: { languageCode: 'ru', role: 'new' },
  });
});

test('one click adds a person who speaks the chosen language', async () => {
  const { page, sandbox } = await stage.play();
  await page.getByLabel('Язык нового человека').selectOption('en');
  await page.getByRole('button', { name: 'Новый человек' }).click();
  const added = (await waitAsked(sandbox, '/control/people')) as { firstName: string; lastName: string };
  expect(added).toMatchObject({ languageCode: 'en', role: 'new' });
  expect(added.firstName).toMatch(/^[A-Z][a-z]+$/);
  const pane = paneOf(page, `${added.firstName} ${added.lastName}`);
  await pane.getByText('Connected in two minutes.').waitFor();
  await pane.getByRole('button', { name: 'Старт' }).click();
  await pane.getByRole('textbox').waitFor();
});

test('an empty chat offers Start, and after it the input has the focus', async () => {
  const { page } = await stage.play(`/#/${NOVICE}`);
  await page.getByText('Помогу подключиться').waitFor();
  await page.getByRole('button', { name: 'Старт', exact: true }).press('Enter');
  await page.getByRole('log').getByText('/start').waitFor();
  expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
});

test('a blocked bot cannot be written to until it is unblocked', async () => {
  const { page, sandbox } = await stage.play(`/#/${OLGA}`, {}, ({ world }) => fillScene(world));
  const pane = paneOf(page, 'Ольга Петрова');
  await pane.getByRole('button', { name: 'Меню чата' }).click();
  await page.getByRole('menuitem', { name: 'Заблокировать бота' }).click();
  await pane.getByText('бот заблокирован').waitFor();
  expect(await pane.getByRole('textbox').count()).toBe(0);
  sandbox.world.call({
    personId: OLGA,
    ok: false,
    errorCode: 403,
    description: 'Forbidden: bot was blocked by the user',
  });
  await pane.getByText('Бот хотел написать, но он заблокирован').waitFor();
  await pane.getByRole('button', { name: 'Разблокировать' }).click();
  await pane.getByRole('textbox').waitFor();
});

test('messages in a closed chat are counted until it is opened', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  sandbox.world.write(MAKSIM, { text: 'Новое обращение' });
  sandbox.world.write(MAKSIM, { text: 'И ещё одно' });
  const maksim = page.getByRole('button', { name: /Максим.*2 новых сообщения/ });
  await maksim.click();
  await page.locator('.unread:not([hidden])').waitFor({ state: 'detached' });
  expect(await paneOf(page, 'Анна Смирнова').count()).toBe(0);
});

test('two chats stand side by side, and the switch folds them into one', async () => {
  const { page } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  await page.getByRole('button', { name: 'Два чата рядом' }).click();
  await paneOf(page, 'Новичок Ника').waitFor();
  expect(await page.locator('.pane:visible').count()).toBe(2);
  expect(page.url()).toContain(`#/${ANNA}+${NOVICE}`);
  await page.getByRole('button', { name: 'Два чата рядом' }).click();
  await page.locator('.pane').nth(1).waitFor({ state: 'detached' });
});

test('the status of the chat says when the bot is typing', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  sandbox.world.tell('typing', { personId: ANNA, action: 'typing' });
  await page.getByText('Бот печатает…').waitFor();
  sandbox.world.write(ANNA, { text: 'Готово' });
  await page.getByText('Бот печатает…').waitFor({ state: 'detached' });
  expect(await page.locator('.pane-status').textContent()).toContain('Админ');
});

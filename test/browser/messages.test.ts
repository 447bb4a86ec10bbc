import { expect, test } from 'vitest';
import { ANNA, HOSTILE, HOSTILE_NAME, OLGA } from './support/people.ts';
import { fillScene, marked } from './support/scene.ts';
import { setStage, waitAsked } from './support/stage.ts';

const stage = setStage();

// Measured alone on two cores without a graphics card: 0.5 s to open, 0.1 s for the next one; the limits leave
// room for a busy machine and still catch a chat that is drawn anew for each message.
const OPEN_FIRST_MS = `new Promise((done) => {
  const started = performance.now();
  document.querySelector('.person').click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
})`;

// From the moment the next message is in the document to the end of the frame that shows it.
const WATCH_NEXT_ROW = `window.nextRowMs = new Promise((done) => {
  const list = document.querySelector('.rows');
  new MutationObserver(() => {
    const seen = performance.now();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - seen)));
  }).observe(list, { childList: true });
}); undefined`;

test('a hostile name and text are shown as text, everywhere', async () => {
  const { page, errors } = await stage.play(`/#/${HOSTILE}`, {}, ({ world }) => fillScene(world));
  await page.getByRole('heading', { name: HOSTILE_NAME }).waitFor();
  expect(await page.locator('.rows strong').first().textContent()).toBe(HOSTILE_NAME);
  expect(await page.evaluate('window.hacked')).toBeUndefined();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  await page.getByRole('link', { name: 'link', exact: true }).click();
  await page.getByText('Эту ссылку открыть нельзя').waitFor();
  expect(errors).toEqual([]);
});

test('entities keep their shapes: spoilers open, codes are copied, quotes unfold, commands are sent', async () => {
  const { page, sandbox } = await stage.play(`/#/${OLGA}`, {}, ({ world }) => {
    fillScene(world);
    world.write(
      OLGA,
      marked(['Код ', ['ABC-1', { type: 'code' }], ' и ', ['/keys', { type: 'bot_command' }]]),
    );
  });
  const spoiler = page.getByRole('button', { name: 'Скрытый текст, показать' });
  await spoiler.press('Enter');
  expect(await page.locator('.spoiler.revealed').textContent()).toContain('Ключ спрятан');
  await page.getByRole('button', { name: 'Скопировать: ABC-1' }).click();
  await page.getByText('Скопировано').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('ABC-1');
  const unfold = page.getByRole('button', { name: 'Показать полностью' });
  await unfold.click();
  expect(await page.getByRole('button', { name: 'Свернуть' }).getAttribute('aria-expanded')).toBe('true');
  await page.getByRole('button', { name: '/keys', exact: true }).click();
  expect(await waitAsked(sandbox, `/control/people/${OLGA}/say`)).toEqual({ text: '/keys' });
});

test('an address outside is shown before it is opened', async () => {
  const { page } = await stage.play(`/#/${OLGA}`, {}, ({ world }) => fillScene(world));
  await page.getByRole('button', { name: 'Открыть сайт' }).click();
  const dialog = page.getByRole('dialog', { name: 'Открыть ссылку?' });
  await dialog.getByText('https://example.org/help?from=bot').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(page.context().pages()).toHaveLength(1);
});

test('a photo opens large and a file can be downloaded', async () => {
  const { page } = await stage.play(`/#/${OLGA}`, {}, ({ world }) => fillScene(world));
  await page.getByRole('button', { name: /Открыть фото/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Фото' });
  expect(await dialog.getByRole('link', { name: 'Скачать' }).getAttribute('href')).toBe('/control/files/qr');
  await dialog.getByRole('button', { name: 'Закрыть' }).click();
  const file = page.getByRole('link', { name: 'Скачать: olga-xray-config.json' });
  expect(await file.getAttribute('download')).toBe('olga-xray-config.json');
});

test('an edit leaves the focus on the button and the reader where they were', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, { height: 500 }, ({ world }) => fillScene(world));
  const menu = sandbox.world.chat(ANNA).messages[1];
  const people = page.getByRole('button', { name: 'Люди', exact: true });
  await people.focus();
  await page.evaluate("document.querySelector('.scroller').scrollTop = -120");
  sandbox.world.edit(ANNA, menu?.message_id ?? 0, {
    text: 'Новый текст',
    entities: [],
    reply_markup: {
      inline_keyboard: [[{ text: 'Первый', callback_data: 'a' }], [{ text: 'Второй', callback_data: 'b' }]],
    },
  });
  await page.getByText('Новый текст').first().waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Второй');
  expect(await page.evaluate("document.querySelector('.scroller').scrollTop")).not.toBe(0);
  await page
    .getByText(/изменено/)
    .first()
    .waitFor();
});

test('when an edit takes the focused button away, the focus goes to the nearest thing, not to nowhere', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  const menu = sandbox.world.chat(ANNA).messages[1];
  await page.getByRole('button', { name: 'Выключить приём' }).focus();
  sandbox.world.edit(ANNA, menu?.message_id ?? 0, {
    text: 'Готово',
    reply_markup: { inline_keyboard: [[{ text: 'Назад', callback_data: 'back' }]] },
  });
  await page.getByRole('log').getByText('Готово', { exact: true }).waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Назад');
});

test('a deleted message disappears, and an answer can be written to another one', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  const first = sandbox.world.chat(ANNA).messages[0];
  sandbox.world.remove(ANNA, first?.message_id ?? 0);
  await page.locator('.row .text', { hasText: /^\/start$/ }).waitFor({ state: 'detached' });
  const row = page.locator('.row', { hasText: 'Приглашение готово' });
  await row.hover();
  await row.getByRole('button', { name: 'Действия с сообщением' }).click();
  await page.getByRole('menuitem', { name: 'Ответить' }).click();
  await page.keyboard.type('Спасибо');
  await page.keyboard.press('Enter');
  const body = await waitAsked(sandbox, `/control/people/${ANNA}/say`);
  expect(body).toEqual({
    text: 'Спасибо',
    replyToMessageId: sandbox.world.chat(ANNA).messages[2]?.message_id,
  });
});

test('a thousand messages are drawn at once and the next one is shown without delay', async () => {
  const { page, sandbox } = await stage.play('/', {}, ({ world }) => {
    for (let number = 0; number < 1000; number += 1) {
      world.write(ANNA, { text: `Сообщение ${number}`, outgoing: number % 3 === 0 });
    }
  });
  expect(await page.evaluate(OPEN_FIRST_MS)).toBeLessThan(5000);
  expect(await page.locator('.row').count()).toBe(1000);
  await page.evaluate(WATCH_NEXT_ROW);
  sandbox.world.write(ANNA, { text: 'И ещё одно' });
  expect(await page.evaluate('window.nextRowMs')).toBeLessThan(1000);
  await page.locator('.row', { hasText: 'И ещё одно' }).waitFor();
});

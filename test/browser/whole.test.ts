import { expect, test } from 'vitest';
import { createFakeWorld } from './support/fake-world.ts';
import { ANNA, NOVICE } from './support/people.ts';
import { startFakeSandbox } from './support/sandbox.ts';
import { fillScene, INVITE, marked } from './support/scene.ts';
import { paneOf, setStage, waitAsked } from './support/stage.ts';

const stage = setStage();

test('a person without a mouse can invite, follow the invite, answer and come back', async () => {
  const { page, sandbox } = await stage.play('/', { tour: true });
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const tabTo = async (name: string): Promise<void> => {
    for (let stops = 0; stops < 60; stops += 1) {
      await press('Tab');
      const label = await page.evaluate(
        "(document.activeElement.ariaLabel || document.activeElement.textContent || '').trim()",
      );
      if (String(label).includes(name)) return;
    }
    throw new Error(`Tab never reached "${name}"`);
  };
  await tabTo('Анна Смирнова');
  await press('Enter');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Старт');
  await press('Enter');
  await waitAsked(sandbox, `/control/people/${ANNA}/start`);
  sandbox.world.write(ANNA, {
    ...marked([[INVITE, { type: 'url' }]]),
    reply_markup: { inline_keyboard: [[{ text: 'Отозвать', callback_data: 'revoke' }]] },
  });
  await page.getByRole('link', { name: INVITE }).waitFor();
  expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
  for (let stops = 0; stops < 10; stops += 1) {
    await press('Shift+Tab');
    if ((await page.evaluate('document.activeElement.className')) === 'link') break;
  }
  await press('Enter');
  await page.getByRole('dialog', { name: 'Кто перейдёт по ссылке?' }).waitFor();
  await tabTo('Новичок Ника');
  await press('Enter');
  expect(await waitAsked(sandbox, `/control/people/${NOVICE}/start`)).toEqual({ payload: 'INV_3f9a2c7d' });
  await paneOf(page, 'Новичок Ника').getByRole('textbox').waitFor();
  await page.keyboard.type('Спасибо!');
  await press('Enter');
  expect(await waitAsked(sandbox, `/control/people/${NOVICE}/say`)).toEqual({ text: 'Спасибо!' });
});

test('the first steps tick themselves and stay away once hidden', async () => {
  const { page, sandbox } = await stage.play('/', { tour: true }, ({ backstage }) => {
    backstage.panel.users = [];
  });
  await page.getByRole('heading', { name: 'Сыграйте все роли сами' }).waitFor();
  await page.getByRole('button', { name: 'Начать: Анна и новичок рядом' }).click();
  expect(await page.locator('.pane:visible').count()).toBe(2);
  sandbox.world.write(ANNA, { ...marked([[INVITE, { type: 'url' }]]), edit_date: Date.now() / 1000 + 60 });
  await page.locator('.tour-step.done', { hasText: 'Анна приглашает' }).waitFor();
  const date = Date.now() / 1000 + 60;
  sandbox.world.write(NOVICE, { text: '/start INV_3f9a2c7d', outgoing: true, date });
  await page.locator('.tour-step.done', { hasText: 'Новичок приходит' }).waitFor();
  sandbox.backstage.panel.users.push({
    uuid: '5f0c2f7e-0d0b-4b5f-9b44-3f1d0c5d8f77',
    name: 'Новичок',
    enable: true,
    usage_limit_GB: 5,
    current_usage_GB: 0,
    package_days: 7,
    start_date: null,
    is_active: true,
    telegram_id: NOVICE,
    comment: null,
  });
  // An account is not yet a key in somebody's hands.
  sandbox.world.write(NOVICE, { text: 'Готово! Доступ настроен' });
  await page.locator('.panel-user').waitFor();
  expect(await page.locator('.tour-step.done', { hasText: 'Новичок получает ключ' }).count()).toBe(0);
  sandbox.world.write(NOVICE, { text: 'Ваш ключ: https://panel.example.com/sub/abc_123' });
  await page.getByText('Вы прошли все шаги').waitFor();
  await page.reload();
  await page.getByText('Вы прошли все шаги').waitFor();
  await page.getByRole('button', { name: 'Скрыть подсказки' }).click();
  expect(await page.locator('.tour').isVisible()).toBe(false);
});

test('behind the scenes the panel, Telegram, the bot and the clock can be broken and moved', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  await page.getByRole('switch', { name: /Сохраняет, но отвечает 502/ }).click();
  await expect.poll(() => sandbox.backstage.panel.faults.savesThen502).toBe(true);
  await page.getByRole('button', { name: /\+1 ГБ трафика: Ольга/ }).click();
  await page.getByText('37,42 из 50 ГБ').waitFor();
  await page.getByRole('tab', { name: 'Telegram' }).click();
  await page.getByRole('switch', { name: /Обрывать соединение/ }).click();
  await expect.poll(() => sandbox.world.state.faults.telegramCut).toBe(true);
  await page.getByText('отклонён, 400').click();
  await page.getByText('Bad Request: message is not modified').waitFor();
  await page.getByRole('tab', { name: 'Бот' }).click();
  await page.getByRole('button', { name: 'kill -9' }).click();
  await page.getByRole('alert').getByText('Бот остановлен').waitFor();
  await page.getByRole('button', { name: 'Запустить', exact: true }).click();
  await page.getByRole('tab', { name: 'Время' }).click();
  await page.getByRole('button', { name: '+7 дней' }).click();
  await page.getByText('впереди на 7 дней').waitFor();
  expect(sandbox.backstage.offsetSeconds).toBeGreaterThanOrEqual(7 * 86_400);
});

test('time cannot be moved where the bot would not follow', async () => {
  const { page } = await stage.play(`/#/${ANNA}`, {}, (sandbox) => {
    fillScene(sandbox.world);
    sandbox.backstage.botFollowsClock = false;
  });
  await page.getByRole('tab', { name: 'Бот' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await page.getByRole('tab', { name: 'Время' }).isVisible()).toBe(false);
});

test('when the sandbox stops the page says so, and when it returns the page shows what was missed', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  const port = Number(new URL(sandbox.url).port);
  await sandbox.stop();
  await page.getByRole('alert').getByText('Песочница остановлена').waitFor();
  const world = createFakeWorld();
  fillScene(world);
  world.write(ANNA, { text: 'Пока вас не было' });
  const again = await startFakeSandbox({ port, world });
  try {
    await page.getByRole('log').getByText('Пока вас не было').waitFor();
    await expect.poll(() => page.getByRole('alert').getByText('Песочница остановлена').count()).toBe(0);
  } finally {
    await again.stop();
  }
});

test('the page loads nothing from elsewhere and its policy allows nothing else', async () => {
  const { page, sandbox, errors } = await stage.play(`/#/${ANNA}`, {}, ({ world }) => fillScene(world));
  const answer = await page.request.get(sandbox.url);
  expect(answer.headers()['content-security-policy']).toContain("default-src 'none'");
  const addresses = (await page.evaluate(
    "performance.getEntriesByType('resource').map(({ name }) => name)",
  )) as string[];
  expect(addresses.filter((address) => !address.startsWith(sandbox.url))).toEqual([]);
  const climbing = await page.request.get(`${sandbox.url}/assets/browser/..%2f..%2froutes.ts`);
  expect(climbing.status()).toBe(404);
  expect(errors).toEqual([]);
});

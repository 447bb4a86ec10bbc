import { decodeQR } from 'qr/decode.js';
import { expect, test } from 'vitest';
import { readPng } from '../../features/keys/png.ts';
import { findOverflow } from '../support/checks.ts';
import { chatOf, openChat } from './support/chat.ts';
import { takePicture } from './support/picture.ts';
import { setRealStage } from './support/real-stage.ts';

const stage = setRealStage();

interface XrayFile {
  outbounds: { settings?: { vnext?: { users: { id: string }[] }[] } }[];
}

test('whoever follows the first steps sees Anna invite, and Kolya come in and hold a key in every form', async () => {
  const { page, errors } = await stage.open({ width: 1280, height: 860, tour: true });
  await page.getByRole('button', { name: 'Начать: Анна и новичок рядом' }).click();
  const [anna, kolya] = [chatOf(page, 'Анна'), chatOf(page, 'Коля')];
  await anna.press('Назад', 'Создать приглашение', '5', '30 дней', 'Только вход');
  await anna.reads('Приглашение готово');
  await page.locator('.tour-step.done', { hasText: 'Анна приглашает' }).waitFor();
  await anna.newest.getByRole('link', { name: /start=INV_/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Коля/ }).click();
  await kolya.reads('Вы с нами!');
  await page.locator('.tour-step.done', { hasText: 'Новичок приходит' }).waitFor();
  await takePicture(page, 'invite');

  await kolya.press('Попробовать бесплатно', 'Начать пробный период');
  await kolya.reads('Готово! Доступ настроен');
  await kolya.press('Получить ключ');
  await kolya.reads('Ваш ключ');
  await page.getByText('Вы прошли все шаги').waitFor();
  const link = await kolya.newest.locator('code').innerText();
  const account = (await stage.sandbox().panel()).users.find((user) => user.telegram_id === 105);
  expect(link).toMatch(/\/sub\/[\w-]+$/);

  await page.getByRole('button', { name: 'Закрыть чат: Анна' }).click();
  await kolya.press('QR-код');
  await kolya.newest.getByRole('button', { name: /Открыть фото/ }).waitFor();
  const card = page.locator('.panel-user', { hasText: 'Коля' });
  await card.getByText('Работает').waitFor();
  await page.getByRole('button', { name: 'Скрыть подсказки' }).click();
  await page.setViewportSize({ width: 1280, height: 1160 });
  await takePicture(page, 'key');
  const picture = await kolya.newest.locator('img').getAttribute('src');
  const shown = await page.request.get(new URL(picture ?? '', stage.sandbox().url).href);
  expect(decodeQR(readPng(await shown.body()), { timeLimit: 5000, effort: 10 })).toBe(link);

  await kolya.press('Файл для Xray');
  const download = page.waitForEvent('download');
  await kolya.newest.getByRole('link', { name: 'Скачать: vpn-standard.json' }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  const file = JSON.parse(Buffer.concat(chunks).toString('utf8')) as XrayFile;
  const ids = file.outbounds.flatMap(({ settings }) => settings?.vnext?.flatMap(({ users }) => users) ?? []);
  expect(ids.map(({ id }) => id)).toEqual([account?.uuid]);

  await kolya.press('Мой ключ', 'Android');
  await kolya.reads('Hiddify, Android');
  await kolya.newest.getByRole('button', { name: 'Скачать Hiddify' }).waitFor();
  await kolya.press('Показать шаги с картинками');
  await kolya.reads('Hiddify: шаг 1 из 5');
  await kolya.newest.getByRole('button', { name: /Открыть фото/ }).waitFor();
  await kolya.press('Дальше', 'Дальше');
  await kolya.reads('Hiddify: шаг 3 из 5');
  const drawing = kolya.newest.locator('img');
  await expect.poll(() => drawing.evaluate((image) => image.naturalWidth)).toBe(960);
  await takePicture(page, 'guide');
  expect(errors).toEqual([]);
});

test('an English person is spoken to in English from the first word to the key', async () => {
  const code = await stage.inviteCode();
  const { page } = await stage.open();
  const john = await openChat(page, 'John Miller');
  const seen: string[] = [];
  const reads = async (words: string): Promise<void> => {
    await john.reads(words);
    seen.push(...(await john.newest.locator('.text, .key-text').allInnerTexts()));
  };
  const steps: [string[], string][] = [
    [['Help'], 'How do I connect?'],
    [['Home'], 'You need an invite code'],
  ];
  const stepsInside: [string[], string][] = [
    [['Try for free'], 'Free trial'],
    [['Start the trial'], 'Done! Your access is ready'],
    [['My subscription'], 'State: works'],
    [['Get my key'], 'Your key'],
    [['Compare modes'], 'Which mode to choose'],
    [['Enhanced mode'], 'Mode: enhanced'],
    [['iPhone'], 'Happ, iPhone and iPad'],
    [['VLESS link'], 'VLESS link (enhanced mode)'],
    [['QR code'], 'QR code: VLESS key'],
    [['File for Xray'], 'Settings file for Xray'],
    [['Home'], 'Your access works until'],
  ];
  await john.start();
  await reads('You need an invite code');
  for (const [labels, words] of steps) {
    await john.press(...labels);
    await reads(words);
  }
  await john.says('hello');
  await reads('That does not look like an invite code');
  await john.says(code);
  await reads('You are in!');
  for (const [labels, words] of stepsInside) {
    await john.press(...labels);
    await reads(words);
  }
  expect(seen.filter((text) => /[а-яё]/iu.test(text.replace('Язык', '')))).toEqual([]);
});

test('on a phone the whole registration goes by touch: two people, an invite and a key', async () => {
  const { page, errors } = await stage.open({ width: 390, height: 844, touch: true });
  const anna = await openChat(page, 'Анна', 'tap');
  await anna.press('На главную', 'Управление', 'Приглашения', 'Создать приглашение');
  await anna.press('5', '7 дней', 'Только вход');
  await anna.reads('Приглашение готово');
  await anna.newest.getByRole('link', { name: /start=INV_/ }).tap();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Новый человек/ })
    .tap();
  await anna.pane.waitFor({ state: 'hidden' });
  const guest = chatOf(page, await page.locator('.pane:visible h2').innerText(), 'tap');
  await guest.press('Попробовать бесплатно', 'Начать пробный период');
  await guest.reads('Готово! Доступ настроен');
  await guest.press('Получить ключ', 'QR-код');
  await guest.newest.getByRole('button', { name: /Открыть фото/ }).waitFor();
  await guest.press('Мой ключ', 'iPhone');
  await guest.reads('нажмите кнопку с названием приложения');
  await guest.newest.getByRole('button', { name: 'Открыть Hiddify' }).waitFor();
  expect(await findOverflow(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('somebody with a keyboard alone comes in, takes the trial and gets the key', async () => {
  const code = await stage.inviteCode();
  const { page } = await stage.open({ tour: true });
  const { keyboard } = page;
  const reach = async (label: string, key: 'Tab' | 'Shift+Tab'): Promise<void> => {
    for (let stops = 0; stops < 40; stops += 1) {
      const focused = String(await page.evaluate('document.activeElement.textContent'));
      if (focused.trim().startsWith(label)) return await keyboard.press('Enter');
      await keyboard.press(key);
    }
    throw new Error(`${key} never reached “${label}”`);
  };
  await reach('Новый человек', 'Tab');
  const pane = page.locator('.pane');
  await pane.waitFor();
  const guest = chatOf(page, await pane.locator('h2').innerText());
  await reach('Старт', 'Tab');
  await guest.reads('Нужен код приглашения');
  await keyboard.type(code);
  await keyboard.press('Enter');
  await guest.reads('Вы с нами!');
  for (const [label, words] of [
    ['Попробовать бесплатно', 'Пробный период даётся один раз'],
    ['Начать пробный период', 'Готово! Доступ настроен'],
    ['Получить ключ', 'Ваш ключ'],
    ['Android', 'Hiddify, Android'],
  ] as const) {
    await reach(label, 'Shift+Tab');
    await guest.reads(words);
    await keyboard.press('Escape');
  }
  expect(await guest.newest.locator('.key').first().innerText()).toContain('Скачать Hiddify');
});

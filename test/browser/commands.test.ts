import { expect, test } from 'vitest';
import { MAKSIM, OLGA } from './support/people.ts';
import { fillScene } from './support/scene.ts';
import type { FakeSandbox } from './support/sandbox.ts';
import { paneOf, setStage, waitAsked } from './support/stage.ts';

const stage = setStage();
const prepare = ({ world }: FakeSandbox): void => fillScene(world);

test('a slash opens the commands, typing filters them, arrows choose, Enter sends: all by keyboard', async () => {
  const { page, sandbox } = await stage.play(`/#/${MAKSIM}`, {}, prepare);
  const input = page.getByRole('textbox', { name: 'Сообщение боту, пишет Максим' });
  await input.focus();
  await page.keyboard.type('/');
  const options = page.getByRole('listbox', { name: 'Команды бота' }).getByRole('option');
  await options.first().waitFor();
  expect(await options.count()).toBe(6);
  await page.keyboard.type('p');
  expect(await options.allTextContents()).toEqual(['/profileМоя подписка', '/plansТарифы и оплата']);
  await page.keyboard.press('ArrowDown');
  const chosen = await input.getAttribute('aria-activedescendant');
  expect(await page.locator(`#${chosen}`).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  expect(await waitAsked(sandbox, `/control/people/${MAKSIM}/say`)).toEqual({ text: '/plans' });
  expect(await input.inputValue()).toBe('');
});

test('Escape closes the commands and keeps what was typed, Tab fills the command in', async () => {
  const { page } = await stage.play(`/#/${MAKSIM}`, {}, prepare);
  const input = page.getByRole('textbox', { name: /Сообщение боту/ });
  await input.focus();
  await page.keyboard.type('/su');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('listbox', { name: 'Команды бота' }).count()).toBe(0);
  expect(await input.inputValue()).toBe('/su');
  await page.keyboard.type('p');
  await page.keyboard.press('Tab');
  expect(await input.inputValue()).toBe('/support ');
});

test('Enter sends, Shift+Enter breaks the line, and the chat shows what was said', async () => {
  const { page, sandbox } = await stage.play(`/#/${MAKSIM}`, {}, prepare);
  await page.getByRole('textbox', { name: /Сообщение боту/ }).focus();
  await page.keyboard.type('Первая');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('вторая');
  await page.keyboard.press('Enter');
  expect(await waitAsked(sandbox, `/control/people/${MAKSIM}/say`)).toEqual({ text: 'Первая\nвторая' });
  await page.getByRole('log').getByText('Первая').waitFor();
});

test('a message the sandbox refused comes back into the input', async () => {
  const { page } = await stage.play(`/#/${MAKSIM}`, {}, prepare);
  const refusal = { status: 409, json: { message: 'not now' } };
  await page.route('**/say', (route) => route.fulfill(refusal));
  const input = page.getByRole('textbox', { name: /Сообщение боту/ });
  await input.fill('Важное');
  await input.press('Enter');
  await page.getByText('Не получилось: not now').waitFor();
  expect(await input.inputValue()).toBe('Важное');
});

test('the buttons of the bot stand under the input, can be folded, and share a phone number only when confirmed', async () => {
  const { page, sandbox } = await stage.play(`/#/${OLGA}`, {}, prepare);
  const keys = page.getByRole('group', { name: 'Кнопки бота' });
  await keys.getByRole('button', { name: 'Тарифы' }).click();
  expect(await waitAsked(sandbox, `/control/people/${OLGA}/say`)).toEqual({ text: 'Тарифы' });
  await page.getByRole('button', { name: 'Убрать кнопки бота' }).click();
  expect(await keys.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Показать кнопки бота' }).click();
  await keys.getByRole('button', { name: 'Поделиться номером' }).click();
  const dialog = page.getByRole('dialog', { name: 'Поделиться номером?' });
  await dialog.getByLabel('Телефон').fill('+79990001122');
  await dialog.getByRole('button', { name: 'Поделиться', exact: true }).click();
  expect(await waitAsked(sandbox, `/control/people/${OLGA}/contact`)).toEqual({ phone: '+79990001122' });
});

test('a question that wants an answer turns the input into the answer', async () => {
  const { page, sandbox } = await stage.play(`/#/${MAKSIM}`, {}, prepare);
  const asked = sandbox.world.write(MAKSIM, {
    text: 'Сколько дней?',
    reply_markup: { force_reply: true, input_field_placeholder: 'Например, 30' },
  });
  await page.getByText('Ответ на сообщение').first().waitFor();
  await page.getByPlaceholder('Например, 30').fill('30');
  await page.keyboard.press('Enter');
  const body = await waitAsked(sandbox, `/control/people/${MAKSIM}/say`);
  expect(body).toEqual({ text: '30', replyToMessageId: asked.message_id });
});

test('a picture from the clipboard is shown, gets a caption and is sent as a photo', async () => {
  const { page, sandbox } = await stage.play(`/#/${MAKSIM}`, {}, prepare);
  await paneOf(page, 'Максим').getByRole('textbox').focus();
  await page.evaluate(`{
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array([137, 80, 78, 71])], 'shot.png', { type: 'image/png' }));
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }`);
  const dialog = page.getByRole('dialog', { name: 'Отправить фото' });
  await dialog.getByLabel('Подпись').fill('Вот ошибка');
  await page.keyboard.press('Enter');
  expect(await waitAsked(sandbox, `/control/people/${MAKSIM}/file`)).toEqual({
    kind: 'photo',
    name: 'shot.png',
    mime: 'image/png',
    base64: 'iVBORw==',
    caption: 'Вот ошибка',
  });
});

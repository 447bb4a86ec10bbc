import { Telegraf } from 'telegraf';
import { expect, onTestFinished, test } from 'vitest';
import { inputFile } from '../../../src/telegram/api/input-file.ts';
import { publishProfile } from '../../../src/telegram/api/profile.ts';
import { createContextType } from '../../../src/telegram/api/telegraf-transport.ts';
import { readWebhook, registerWebhook } from '../../../src/telegram/api/webhook.ts';
import { startTelegramStandIn } from '@hiddify-vpn-bot/sandbox/telegram/stand-in.ts';
import { clientFor } from './client-for.ts';
import { createManualTime, slowMachineMs, until } from './manual-time.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A Bot API that checks every parameter, a person who has started the bot, and a client on the same clock. */
async function openStrictBotApi() {
  const token = '1000001:sandbox-telegram-token';
  const time = createManualTime();
  const { url, world, stop } = await startTelegramStandIn({ token, clock: time.clock });
  const client = clientFor(url, { ...time, token });
  onTestFinished(async () => {
    await client.close();
    await stop();
  });
  const person = world.person({ id: 42, firstName: 'Аня' });
  person.starts();
  return { client, world, person, time };
}

test('a strict Bot API accepts what the client sends: text, picture, album, edits, answers', async () => {
  const { client, world, person } = await openStrictBotApi();
  const photo = inputFile({ bytes: png, filename: 'a.png', contentType: 'image/png' });
  const reply_markup = { inline_keyboard: [[{ text: 'Дальше', callback_data: 'next' }]] };

  const sent = await client.call('sendMessage', {
    chat_id: 42,
    text: '<b>Привет</b>',
    parse_mode: 'HTML',
    reply_markup,
  });
  const picture = await client.call('sendPhoto', {
    chat_id: 42,
    photo,
    reply_parameters: { message_id: sent.message_id },
    reply_markup,
  });
  await client.call('sendMediaGroup', {
    chat_id: 42,
    media: [
      { type: 'photo', media: photo },
      { type: 'photo', media: photo, caption: 'два' },
    ],
  });
  await client.call('editMessageText', {
    chat_id: 42,
    message_id: sent.message_id,
    text: 'Меню',
    reply_markup,
  });
  const callbackId = person.taps({ messageId: sent.message_id, row: 0, column: 0 });
  await client.call('answerCallbackQuery', { callback_query_id: callbackId, text: 'ok' });

  expect(picture.reply_to_message?.message_id).toBe(sent.message_id);
  expect(person.messages().filter(({ photo: sizes }) => sizes !== undefined)).toHaveLength(3);
  expect(person.toast(callbackId)).toMatchObject({ text: 'ok' });
  expect(world.calls.filter(({ ok }) => !ok)).toEqual([]);
});

test('its errors get the kinds the code decides on', async () => {
  const { client, person } = await openStrictBotApi();
  const { message_id } = await client.call('sendMessage', { chat_id: 42, text: 'a' });
  const kindOf = (call: Promise<unknown>) => call.then(String, ({ kind }: { kind: string }) => kind);
  const edit = (id: number, text: string) =>
    client.call('editMessageText', { chat_id: 42, message_id: id, text });
  const send = (text: string, more: object = {}) =>
    client.call('sendMessage', { chat_id: 42, text, ...more });

  expect(await kindOf(edit(message_id, 'a'))).toBe('not-modified');
  expect(await kindOf(edit(999, 'b'))).toBe('message-gone');
  expect(await kindOf(send('<b>', { parse_mode: 'HTML' }))).toBe('bad-markup');
  expect(await kindOf(send('a'.repeat(4097)))).toBe('too-long');
  expect(await kindOf(send(' '))).toBe('empty-text');
  expect(await kindOf(send('a', { reply_parameters: { message_id: 999 } }))).toBe('reply-gone');
  expect(await kindOf(send('a', { chat_id: 77 }))).toBe('chat-not-found');
  expect(await kindOf(client.call('answerCallbackQuery', { callback_query_id: '1' }))).toBe('query-expired');
  person.blocks();
  expect(await kindOf(send('a'))).toBe('blocked');
});

test('a 429 is waited out without a call inside its window', async () => {
  const { client, world, person, time } = await openStrictBotApi();
  world.faults.script({ kind: '429', times: 1, retryAfterSeconds: 5 });

  const calls = ['a', 'b'].map((text) => client.call('sendMessage', { chat_id: 42, text }));
  await until(() => time.waiting() === 1);
  time.advance(5_300 + slowMachineMs);
  await Promise.all(calls);

  expect(person.messages().flatMap(({ text, outgoing }) => (outgoing ? [] : [text]))).toEqual(['a', 'b']);
  expect(world.violations).toEqual([]);
});

test('webhook, commands and descriptions are accepted and read back', async () => {
  const { client, world } = await openStrictBotApi();
  const wish = { url: 'https://bot.example/webhooks/telegram', secret: 'secret_1', maxConnections: 20 };
  const texts = {
    commands: [{ command: 'menu', description: 'Меню' }],
    description: 'Доступ',
    shortDescription: 'Д',
  };

  expect(await registerWebhook(client, wish)).toEqual(['url', 'update kinds', 'connections']);
  expect(await readWebhook(client, wish.url)).toMatchObject({ ours: true });
  const profile = {
    languages: [texts, { ...texts, languageCode: 'en' }],
    chats: [{ chatId: 42, commands: texts.commands }],
  };
  expect((await publishProfile(client, profile)).failed).toEqual([]);

  expect(await publishProfile(client, profile)).toEqual({ changed: [], failed: [] });
  expect(world.calls.filter(({ ok }) => !ok)).toEqual([]);
});

test('a sent file comes back byte for byte', async () => {
  const { client, world, person } = await openStrictBotApi();
  let fileId = '';
  const bot = new Telegraf('1:unused', { contextType: createContextType(client) });
  bot.botInfo = { ...(await client.call('getMe', {})), is_bot: true, username: 'bot' } as never;
  bot.on('document', (ctx) => {
    fileId = ctx.message.document.file_id;
  });
  const sent = person.sendsDocument({ bytes: png, name: 'receipt.png' });
  await bot.handleUpdate({ update_id: 1, message: sent as never });

  expect(await client.downloadFile(fileId, 1_000)).toEqual(png);
  await expect(client.downloadFile(fileId, 10)).rejects.toMatchObject({ kind: 'too-big' });
  expect(world.violations).toEqual([]);
});

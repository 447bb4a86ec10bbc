import { Input, Telegraf } from 'telegraf';
import { expect, test } from 'vitest';
import { createContextType, withTransport } from '../../../src/telegram/api/telegraf-transport.ts';
import { TelegramError } from '../../../src/telegram/api/telegram-error.ts';
import type { TelegramClient } from '../../../src/telegram/api/client.ts';
import { clientFor, token } from './client-for.ts';
import { ok, refuse, startFakeBotApi } from './fake-bot-api.ts';

const person = { id: 42, is_bot: false, first_name: 'Аня' };
const chat = { id: 42, type: 'private' as const, first_name: 'Аня' };
const update = { update_id: 1, message: { message_id: 7, date: 1, chat, from: person, text: 'hi' } };

/** Telegraf never needs the token: it is given a wrong one, so a call past our client would be seen as such. */
function botOver(client: TelegramClient): Telegraf {
  const bot = new Telegraf('1:not-the-token', {
    contextType: createContextType(client),
    handlerTimeout: Number.POSITIVE_INFINITY,
  });
  bot.botInfo = {
    id: 700100,
    is_bot: true,
    first_name: 'Bot',
    username: 'bot',
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  };
  bot.catch((error) => {
    throw error;
  });
  return bot;
}

test('everything a handler sends goes through the client', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response, { message_id: 8 }));
  await using client = clientFor(api.url);
  const bot = botOver(client);
  bot.on('text', async (ctx) => {
    await ctx.reply('a');
    await ctx.telegram.sendMessage(42, 'b');
    await ctx.sendChatAction('typing');
    await ctx.telegram.callApi('sendRichMessage' as never, { chat_id: 42 } as never);
  });

  await bot.handleUpdate(update);

  expect(api.received.map(({ path }) => path)).toEqual(
    ['sendMessage', 'sendMessage', 'sendChatAction', 'sendRichMessage'].map((name) => `/bot${token}/${name}`),
  );
  expect(api.received[0]?.json()).toEqual({ chat_id: 42, text: 'a' });
});

test('a reply with a picture arrives whole and keeps its reply parameters', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response, { message_id: 8 }));
  await using client = clientFor(api.url);
  const bot = botOver(client);
  bot.on('text', (ctx) =>
    ctx.replyWithPhoto(Input.fromBuffer(Buffer.alloc(200_000, 1), 'qr.png'), {
      reply_parameters: { message_id: 7 },
    }),
  );

  await bot.handleUpdate(update);

  const form = await api.received[0]?.form();
  expect(form?.get('reply_parameters')).toBe('{"message_id":7}');
  expect(form?.get('photo')).toMatchObject({ name: 'qr.png', size: 200_000 });
});

test('an error of the client reaches the caller of handleUpdate unchanged', async () => {
  await using api = await startFakeBotApi((_request, response) =>
    refuse(response, { error_code: 403, description: 'Forbidden: bot was blocked by the user' }),
  );
  await using client = clientFor(api.url);
  const bot = botOver(client);
  bot.on('text', (ctx) => ctx.reply('a'));

  const error: unknown = await bot.handleUpdate(update).catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(TelegramError);
  expect(error).toMatchObject({ kind: 'blocked', method: 'sendMessage' });
});

test('the bot’s own instance can be put on the client too, others stay untouched', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response, { id: 700100 }));
  await using client = clientFor(api.url);
  const bot = botOver(client);

  expect(await withTransport(bot.telegram, client).getMe()).toEqual({ id: 700100 });
  expect(api.received).toHaveLength(1);
  expect(Object.hasOwn(new Telegraf('1:other').telegram, 'callApi')).toBe(false);
});

test('a file link, which would hold the token, is refused', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  await expect(withTransport(botOver(client).telegram, client).getFileLink('id')).rejects.toThrow(
    'downloadFile',
  );
});

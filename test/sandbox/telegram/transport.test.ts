import { describe, expect, it } from 'vitest';
import { modelledMethods } from '@hiddify-vpn-bot/sandbox/telegram/api/dispatch.ts';
import { botApi } from '@hiddify-vpn-bot/sandbox/telegram/schema/load-schema.ts';
import { createWorld } from '@hiddify-vpn-bot/sandbox/telegram/world.ts';
import { openSandboxBot, token } from './sandbox-bot.ts';

describe('the transport of the Bot API', () => {
  it('takes any verb, any spelling of a method, and parameters in the query', async () => {
    const { url } = await openSandboxBot();
    const response = await fetch(`${url}/bot${token}/GETME?`, { method: 'GET' });
    expect(await response.json()).toMatchObject({ ok: true, result: { id: 1_000_001, is_bot: true } });
  });

  it.each([
    [
      'application/json',
      (chat: number) => JSON.stringify({ chat_id: chat, text: 'hi', reply_markup: keyboard }),
    ],
    [
      'application/json',
      (chat: number) =>
        JSON.stringify({ chat_id: String(chat), text: 'hi', reply_markup: JSON.stringify(keyboard) }),
    ],
    [
      'application/x-www-form-urlencoded',
      (chat: number) =>
        new URLSearchParams({
          chat_id: String(chat),
          text: 'hi',
          reply_markup: JSON.stringify(keyboard),
        }).toString(),
    ],
  ])('reads %s, nested values as JSON or as text', async (type, body) => {
    const { url, startedPerson } = await openSandboxBot();
    const person = await startedPerson();
    const response = await fetch(`${url}/bot${token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: body(person.id),
    });
    expect(await response.json()).toMatchObject({ ok: true, result: { text: 'hi', reply_markup: keyboard } });
  });

  it('reads multipart forms with files under attach:// names', async () => {
    const { url, startedPerson } = await openSandboxBot();
    const person = await startedPerson();
    const form = new FormData();
    form.set('chat_id', String(person.id));
    form.set('document', 'attach://key');
    form.set('caption', 'Your key');
    form.set('key', new File(['{}'], 'client.json', { type: 'application/json' }));
    const response = await fetch(`${url}/bot${token}/sendDocument`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({
      ok: true,
      result: {
        caption: 'Your key',
        document: { file_name: 'client.json', mime_type: 'application/json', file_size: 2 },
      },
    });
  });

  it('answers a wrong token with 401', async () => {
    const { url } = await openSandboxBot();
    const response = await fetch(`${url}/bot1000001:wrong/getMe`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
  });

  it.each(['sendTelegram', 'sendDice'])('answers %s with 404 and says so in the log', async (method) => {
    const { api, log } = await openSandboxBot();
    expect(await api(method)).toMatchObject({
      status: 404,
      error_code: 404,
      description: 'Not Found: method not found',
    });
    expect(log.join()).toContain(`NOT FOUND: ${method}`);
  });

  it.each([
    [{ text: 'x' }, 'chat_id is empty'],
    [{ chat_id: 1 }, 'message text is empty'],
    [{ chat_id: 1, text: 'x', parse_mod: 'HTML' }, 'unknown parameter "parse_mod"'],
    [{ chat_id: 1, text: 5 }, 'field "text" must be of type String'],
    [
      { chat_id: 1, text: 'x', parse_mode: 'html' },
      'field "parse_mode" must be one of "HTML", "MarkdownV2", "Markdown"',
    ],
    [{ chat_id: 1, text: 'x', reply_markup: '{' }, "can't parse reply markup JSON object"],
    [
      { chat_id: 1, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callbackdata: 'b' }]] } },
      'can\'t parse reply markup: unknown field "callbackdata" in "inline_keyboard"',
    ],
    [
      { chat_id: 1, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', url: 5 }]] } },
      'can\'t parse reply markup: field "url" must be of type String',
    ],
    [
      { chat_id: 1, text: 'x', direct_messages_topic_id: 5 },
      'the sandbox does not model the parameter "direct_messages_topic_id"',
    ],
  ])('refuses %j', async (payload, problem) => {
    const { api } = await openSandboxBot();
    expect(await api('sendMessage', payload)).toEqual({
      ok: false,
      status: 400,
      error_code: 400,
      description: `Bad Request: ${problem}`,
    });
  });

  it('refuses a length the description forbids', async () => {
    const { api } = await openSandboxBot();
    expect(await api('setMyName', { name: 'x'.repeat(65) })).toMatchObject({
      description: 'Bad Request: field "name" must be 0-64 characters long, it is 65',
    });
  });

  it('carries out the methods a bot of this kind needs, and only methods that exist', () => {
    expect(modelledMethods.filter((name) => !(name in botApi.methods))).toEqual([]);
    expect(needed.split(' ').filter((name) => !modelledMethods.includes(name))).toEqual([]);
  });

  it('does not start with a token that looks like one of the real Telegram, and does not repeat it', () => {
    const real = `123456789:${'A'.repeat(35)}`;
    expect(() => createWorld({ token: real })).toThrow('looks like one of the real Telegram');
    expect(() => createWorld({ token: real })).not.toThrow(real);
    expect(createWorld({ token: real, allowRealLookingToken: true }).token).toBe(real);
  });
});

const keyboard = { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] };

const needed =
  'getMe setWebhook deleteWebhook getWebhookInfo getUpdates sendMessage sendPhoto sendDocument sendMediaGroup ' +
  'sendChatAction editMessageText editMessageCaption editMessageMedia editMessageReplyMarkup deleteMessage ' +
  'deleteMessages answerCallbackQuery copyMessage forwardMessage getFile getChat getChatMember setMyCommands ' +
  'getMyCommands deleteMyCommands setMyName setMyDescription setMyShortDescription setChatMenuButton ' +
  'getChatMenuButton sendInvoice createInvoiceLink answerPreCheckoutQuery refundStarPayment getStarTransactions ' +
  'getMyStarBalance editUserStarSubscription pinChatMessage setMessageReaction';

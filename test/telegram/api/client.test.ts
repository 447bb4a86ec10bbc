import { expect, test } from 'vitest';
import { TelegramError } from '../../../src/telegram/api/telegram-error.ts';
import { clientFor, token } from './client-for.ts';
import { ok, refuse, startFakeBotApi } from './fake-bot-api.ts';

test('a call posts JSON to the method of the bot and returns the result', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response, { message_id: 5 }));
  await using client = clientFor(api.url);

  const message = await client.call('sendMessage', { chat_id: 1, text: 'привет' });

  expect(message.message_id).toBe(5);
  expect(api.received[0]).toMatchObject({ verb: 'POST', path: `/bot${token}/sendMessage` });
  expect(api.received[0]?.json()).toEqual({ chat_id: 1, text: 'привет' });
});

test('null and undefined never reach Telegram, not even inside lists', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);
  const keyboard = { inline_keyboard: [[{ text: 'a', url: undefined, callback_data: 'x' }, null]] };

  await client.call('sendMessage', {
    chat_id: 1,
    text: 'a',
    reply_markup: keyboard,
    parse_mode: undefined,
  } as never);

  expect(api.received[0]?.json()).toEqual({
    chat_id: 1,
    text: 'a',
    reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'x' }]] },
  });
});

test('calls that follow each other share kept connections', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  for (let call = 0; call < 20; call += 1) await client.call('getMe', {});

  expect(api.received).toHaveLength(20);
  // The next call may start in the moment before the last connection counts as free again.
  expect(api.connections()).toBeLessThanOrEqual(2);
});

test('the root may have a path, with or without a slash at its end', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  for (const end of ['', '/']) {
    await using client = clientFor(`${api.url}/proxy/telegram${end}`);
    await client.call('getMe', {});
  }
  expect(api.received.map(({ path }) => path)).toEqual(Array(2).fill(`/proxy/telegram/bot${token}/getMe`));
});

test('a refusal carries method, code, description, parameters and its kind', async () => {
  await using api = await startFakeBotApi((_request, response) =>
    refuse(response, {
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: -1009 },
    }),
  );
  await using client = clientFor(api.url);

  const error = await client
    .call('sendMessage', { chat_id: -9, text: 'a' })
    .catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(TelegramError);
  expect(error).toMatchObject({
    method: 'sendMessage',
    kind: 'migrated',
    code: 400,
    description: 'Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: -1009 },
    mayHaveHappened: false,
  });
  expect(api.received).toHaveLength(1);
});

test('every attempt is reported with its method, outcome and duration', async () => {
  const reports: { method: string; code: number | string; seconds: number }[] = [];
  const answers = [
    { error_code: 502, description: 'Bad Gateway' },
    { error_code: 400, description: 'Bad Request: chat not found' },
  ];
  await using api = await startFakeBotApi(({ method, socket }, response) => {
    if (method === 'getMe') return ok(response);
    const answer = answers.shift();
    if (answer) refuse(response, answer);
    else socket.resetAndDestroy();
  });
  await using client = clientFor(api.url, {
    onCall: (report) => reports.push(report),
    wait: () => Promise.resolve(),
  });

  await client.call('getMe', {});
  await client.call('getChat', { chat_id: 1 }).catch(() => undefined);
  await client.call('getChat', { chat_id: 1 }, { retry: 'never' }).catch(() => undefined);

  expect(reports.map(({ method, code }) => `${method} ${code}`)).toEqual([
    'getMe 200',
    'getChat 502',
    'getChat 400',
    'getChat network',
  ]);
  for (const { seconds } of reports) expect(seconds).toBeGreaterThan(0);
});

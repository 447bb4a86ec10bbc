import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { RetryPolicy } from '../../../src/telegram/api/retry.ts';
import { clientFor } from './client-for.ts';
import { type Answer, ok, refuse, startFakeBotApi } from './fake-bot-api.ts';
import { createManualTime, until } from './manual-time.ts';

const breakdowns: readonly [string, Answer, number][] = [
  [
    'a 502',
    (_request, response) => refuse(response, { error_code: 502, description: 'Bad Gateway' }),
    20_000,
  ],
  ['a reset after the request', ({ socket }) => void socket.resetAndDestroy(), 20_000],
  ['a timeout', () => {}, 400],
];

test.each(breakdowns)(
  'after %s a message is not sent twice, and the caller knows it may be out',
  async (...row) => {
    const [, fail, timeoutMs] = row;
    await using api = await startFakeBotApi(fail);
    await using client = clientFor(api.url, { timeoutMs });

    const call = client.call('sendMessage', { chat_id: 1, text: 'a' });

    await expect(call).rejects.toMatchObject({ mayHaveHappened: true });
    expect(api.received).toHaveLength(1);
  },
);

test.each(breakdowns)('after %s what does no harm twice is tried again', async (...row) => {
  const [, fail, timeoutMs] = row;
  const time = createManualTime();
  await using api = await startFakeBotApi((request, response) =>
    api.received.length === 1 ? fail(request, response) : ok(response),
  );
  await using client = clientFor(api.url, { ...time, timeoutMs });

  const call = client.call('editMessageText', { chat_id: 1, message_id: 2, text: 'a' });
  await until(() => time.waiting() === 1);
  time.advance(250);
  await call;

  expect(api.received).toHaveLength(2);
});

test.each<[RetryPolicy, string, number]>([
  ['always', 'sendMessage', 4],
  ['safe', 'sendMessage', 1],
  ['safe', 'deleteMessage', 4],
  ['safe', 'answerCallbackQuery', 4],
  ['safe', 'getMe', 4],
  ['never', 'getMe', 1],
])('with retry %s a failing %s is sent %i times in all', async (retry, method, times) => {
  await using api = await startFakeBotApi((_request, response) =>
    refuse(response, { error_code: 500, description: 'Internal Server Error' }),
  );
  await using client = clientFor(api.url, { wait: () => Promise.resolve() });

  await expect(client.call(method as 'getMe', {}, { retry })).rejects.toMatchObject({ kind: 'server' });

  expect(api.received).toHaveLength(times);
});

test('a refused connection is tried again even for a message, for nothing can have happened', async () => {
  const time = createManualTime();
  const texts: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
    request.on('end', () => ok(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await using client = clientFor(`http://127.0.0.1:${port}`, time);

  const call = client.call('sendMessage', { chat_id: 1, text: 'a' });
  await until(() => time.waiting() === 1);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  time.advance(250);
  await call;
  server.closeAllConnections();
  server.close();

  expect(texts).toEqual(['{"chat_id":1,"text":"a"}']);
});

test('a refusal of the Bot API is final', async () => {
  await using api = await startFakeBotApi((_request, response) =>
    refuse(response, { error_code: 400, description: 'Bad Request: chat not found' }),
  );
  await using client = clientFor(api.url);

  const call = client.call('getChat', { chat_id: 1 }, { retry: 'always' });

  await expect(call).rejects.toMatchObject({ kind: 'chat-not-found' });
  expect(api.received).toHaveLength(1);
});

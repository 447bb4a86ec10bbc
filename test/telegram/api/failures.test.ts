import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { TelegramClient } from '../../../src/telegram/api/client.ts';
import { inputFile } from '../../../src/telegram/api/input-file.ts';
import { TelegramError } from '../../../src/telegram/api/telegram-error.ts';
import { clientFor, token } from './client-for.ts';
import { type Answer, ok, refuse, startFakeBotApi } from './fake-bot-api.ts';

const key = token.split(':')[1] ?? '';

/** Sends one message that must fail, and shows that the error gives away nothing of the token anywhere. */
async function failureOf(client: TelegramClient): Promise<TelegramError> {
  const error: unknown = await client
    .call('sendMessage', { chat_id: 1, text: 'a' }, { retry: 'never' })
    .catch((caught: unknown) => caught);
  if (!(error instanceof TelegramError)) throw new Error('the call did not fail with a TelegramError');
  const shown = inspect(error, { depth: 20, showHidden: true, getters: true });
  for (const text of [
    shown,
    String(error.stack),
    JSON.stringify(error),
    JSON.stringify(Object.values(error)),
  ]) {
    expect(text).not.toContain(key);
  }
  return error;
}

const echo = `<html><body>cannot reach /bot${token}/sendMessage</body></html>`;
const faults: readonly [string, Answer, Partial<TelegramError>][] = [
  [
    'an HTML 502 of a proxy',
    (_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end(echo),
    { kind: 'server', code: 502, mayHaveHappened: true },
  ],
  [
    'an HTML 413 of a proxy',
    (_request, response) => void response.writeHead(413).end(echo),
    { kind: 'too-big', code: 413, mayHaveHappened: false },
  ],
  [
    'the page of a captive portal',
    (_request, response) => void response.writeHead(200).end(echo),
    { kind: 'network', code: 200, mayHaveHappened: true },
  ],
  [
    'a redirect',
    (_request, response) => void response.writeHead(302, { location: `http://x/bot${token}/` }).end(),
    { kind: 'network', code: 302, mayHaveHappened: false },
  ],
  [
    'JSON that is not an answer',
    (_request, response) => void response.end(JSON.stringify({ token })),
    { kind: 'network', code: 200, mayHaveHappened: true },
  ],
  [
    'a body cut in the middle',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(`{"ok":true,"result":"${token}`, () => response.destroy());
    },
    { kind: 'network', code: 0, mayHaveHappened: true },
  ],
  [
    'a connection reset after the request',
    ({ socket }) => void socket.resetAndDestroy(),
    { kind: 'network', code: 0, mayHaveHappened: true },
  ],
  [
    'bytes that are not HTTP',
    ({ socket }) => void socket.end(`bot${token} is not HTTP`),
    { kind: 'network', code: 0, mayHaveHappened: true },
  ],
  [
    'an answer over 4 MiB',
    (_request, response) => ok(response, token.repeat(200_000)),
    { kind: 'too-big', code: 0, mayHaveHappened: true },
  ],
  [
    'a refusal that quotes the token',
    (_request, response) =>
      refuse(response, { error_code: 400, description: `Bad Request: ${token} and ${key}` }),
    { kind: 'other', code: 400, mayHaveHappened: false },
  ],
  [
    'a 5xx of the Bot API',
    (_request, response) => refuse(response, { error_code: 500, description: 'Internal Server Error' }),
    { kind: 'server', code: 500, mayHaveHappened: true },
  ],
  [
    'an unauthorized token',
    (_request, response) => refuse(response, { error_code: 401, description: 'Unauthorized' }),
    { kind: 'unauthorized', code: 401, mayHaveHappened: false },
  ],
];

test.each(faults)('%s becomes a TelegramError without the token', async (_name, answer, expected) => {
  await using api = await startFakeBotApi(answer);
  await using client = clientFor(api.url);

  expect(await failureOf(client)).toMatchObject(expected);
  expect(api.received).toHaveLength(1);
});

test('no answer in time becomes a TelegramError without the token', async () => {
  await using api = await startFakeBotApi(() => {});
  await using client = clientFor(api.url, { timeoutMs: 300 });

  expect(await failureOf(client)).toMatchObject({ kind: 'timeout', code: 0, mayHaveHappened: true });
});

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('a refused connection has certainly not carried anything out', async () => {
  await using client = clientFor(`http://127.0.0.1:${await closedPort()}`);

  expect(await failureOf(client)).toMatchObject({
    kind: 'network',
    description: 'ECONNREFUSED',
    mayHaveHappened: false,
  });
});

test('a connection cut during a big upload is an unknown outcome', async () => {
  const cut = createServer((socket) => socket.once('data', () => socket.resetAndDestroy())).listen(
    0,
    '127.0.0.1',
  );
  await once(cut, 'listening');
  await using client = clientFor(`http://127.0.0.1:${(cut.address() as AddressInfo).port}`);
  const document = inputFile({ bytes: Buffer.alloc(20_000_000), filename: 'a.bin' });

  const call = client.call('sendDocument', { chat_id: 1, document }, { retry: 'safe' });

  await expect(call).rejects.toMatchObject({ kind: 'network', mayHaveHappened: true });
  cut.close();
});

test('a call that never got a connection in time has certainly not happened', async () => {
  await using api = await startFakeBotApi(() => {});
  await using client = clientFor(api.url, { connections: 1, timeoutMs: 100 });
  // Uploads get longer, so this one still holds the only connection when the next gives up.
  const document = inputFile({ bytes: Buffer.alloc(30_000), filename: 'a.bin' });
  const holding = client.call('sendDocument', { chat_id: 1, document }, { retry: 'never' });
  const settled = holding.catch((error: unknown) => error);

  const waiting = client.call('sendMessage', { chat_id: 2, text: 'a' }, { retry: 'never' });

  await expect(waiting).rejects.toMatchObject({ kind: 'timeout', mayHaveHappened: false });
  expect(await settled).toMatchObject({ kind: 'timeout', mayHaveHappened: true });
  expect(api.received).toHaveLength(1);
});

test.each([
  'ftp://127.0.0.1',
  'http://api.telegram.org',
  'https://user:pass@example.org',
  'not an address',
  '',
])('the root %j is refused without showing the token', (apiRoot) => {
  expect(() => clientFor(apiRoot)).toThrow(/^the Bot API root must be/);
});

test('a malformed token is refused without being quoted', () => {
  expect(() => clientFor('https://api.telegram.org', { token: `${token}/../x` })).toThrow(
    /^the bot token does not/,
  );
});

test('a method name cannot leave its path', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  await expect(client.call('../getMe' as 'getMe', {})).rejects.toThrow('not a Bot API method name');
  expect(api.received).toEqual([]);
});

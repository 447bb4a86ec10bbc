import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { clientFor, token } from './client-for.ts';
import { type Answer, ok, startFakeBotApi } from './fake-bot-api.ts';

const photo = Buffer.alloc(5_000, 3);

function fileAt(place: { file_path?: string; file_size?: number }, serve?: Answer): Answer {
  return (request, response) => {
    if (request.verb === 'POST') ok(response, { file_id: 'id', file_unique_id: 'u', ...place });
    else if (serve) return serve(request, response);
    else response.end(photo);
  };
}

test('a file is fetched by its id', async () => {
  await using api = await startFakeBotApi(fileAt({ file_path: 'photos/file 1.jpg', file_size: 5_000 }));
  await using client = clientFor(api.url);

  expect(await client.downloadFile('id', 5_000)).toEqual(photo);
  expect(api.received.map(({ path }) => path)).toEqual([
    `/bot${token}/getFile`,
    `/file/bot${token}/photos/file%201.jpg`,
  ]);
});

test('a file that is announced as too big is not fetched', async () => {
  await using api = await startFakeBotApi(fileAt({ file_path: 'a', file_size: 5_001 }));
  await using client = clientFor(api.url);

  await expect(client.downloadFile('id', 5_000)).rejects.toMatchObject({ kind: 'too-big' });
  expect(api.received).toHaveLength(1);
});

test.each<[string, { place: { file_path?: string }; serve?: Answer; kind: string }]>([
  [
    'is longer than announced',
    {
      place: { file_path: 'a' },
      serve: (_request, response) => void response.end(Buffer.alloc(9_000)),
      kind: 'too-big',
    },
  ],
  [
    'is gone',
    {
      place: { file_path: 'a' },
      serve: (_request, response) => void response.writeHead(404).end(token),
      kind: 'other',
    },
  ],
  [
    'breaks off',
    { place: { file_path: 'a' }, serve: ({ socket }) => void socket.resetAndDestroy(), kind: 'network' },
  ],
  ['has no path', { place: {}, kind: 'other' }],
  ['has a path that climbs', { place: { file_path: '../bot/getMe' }, kind: 'other' }],
  ['has an absolute path', { place: { file_path: '/etc/passwd' }, kind: 'other' }],
])('a file that %s is an error without the token', async (_name, { place, serve, kind }) => {
  await using api = await startFakeBotApi(fileAt(place, serve));
  await using client = clientFor(api.url);

  const error: unknown = await client.downloadFile('id', 5_000).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ kind, name: 'TelegramError' });
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary');
});

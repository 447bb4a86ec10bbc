import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { refusePooler } from '../../src/platform/pooler.ts';
import { StartRefusal } from '../../src/platform/start-refusal.ts';
import { freshDatabase } from '../support/postgres.ts';

/** A message of PostgreSQL's protocol: its letter, its length, what it says. */
function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, body]);
}

const cells = (...texts: string[]) => {
  const head = Buffer.alloc(2);
  head.writeInt16BE(texts.length);
  const each = texts.map((text) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  });
  return message('D', Buffer.concat([head, ...each]));
};

const columns = (...names: string[]) => {
  const head = Buffer.alloc(2);
  head.writeInt16BE(names.length);
  const each = names.map((name) => Buffer.concat([Buffer.from(`${name}\0`), Buffer.alloc(18)]));
  return message('T', Buffer.concat([head, ...each]));
};

const ready = message('Z', Buffer.from('I'));
const greeting = Buffer.concat([message('R', Buffer.alloc(4)), ready]);

/** Speaks as a pooler does: the first thing it hears is answered by one, every question by the other. */
async function pooler(atStart: Buffer, answer: (sql: string) => Buffer): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('data', () => {
      socket.write(atStart);
      socket.on('data', (data) => data[0] === 0x51 && socket.write(answer(data.toString('utf8', 5))));
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgres://bot:x@127.0.0.1:${(server.address() as AddressInfo).port}/bot`;
}

/** Everybody shares one connection, on which the timeout is so long. */
const sharing = (limit: string) => (sql: string) => {
  const isFirst = sql.includes('statement_timeout');
  const row = isFirst ? cells(limit, '7') : cells('7');
  const done = message('C', Buffer.from('SELECT 1\0'));
  return Buffer.concat([isFirst ? columns('limit', 'pid') : columns('pid'), row, done, ready]);
};

const refusal = message(
  'E',
  Buffer.from('SFATAL\0C08P01\0Munsupported startup parameter: statement_timeout\0\0'),
);

test.each([
  ['refuses our settings', refusal, sharing('15s'), /refuses the settings of our connections/],
  ['drops our settings', greeting, sharing('0'), /ignore_startup_parameters/],
  ['shares one connection between us', greeting, sharing('15s'), /pool_mode = transaction or statement/],
])('a pooler that %s is refused in words, with a way out', async (_what, atStart, answer, words) => {
  const refused = refusePooler(await pooler(atStart, answer));
  await expect(refused).rejects.toThrow(words);
  await expect(refused).rejects.toThrow(/address of PostgreSQL itself/);
  await expect(refused).rejects.toBeInstanceOf(StartRefusal);
});

test('PostgreSQL itself is not refused', async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  await expect(refusePooler(database.url)).resolves.toBeUndefined();
});

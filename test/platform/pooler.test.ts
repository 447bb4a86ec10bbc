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
async function pooler(atStart: Buffer, answers: () => (sql: string) => Buffer): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const answer = answers();
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
  return `postgres://bot:secret-x@127.0.0.1:${(server.address() as AddressInfo).port}/bot`;
}

const done = (what: string) => Buffer.concat([message('C', Buffer.from(`${what}\0`)), ready]);
const row = (column: string, value: string) =>
  Buffer.concat([columns(column), cells(value), done('SELECT 1')]);

/** Answers on the servers named, one after the other, and says which limits there are. */
const on = (servers: readonly string[], limits: string) => {
  let asked = 0;
  return (sql: string) => {
    if (sql.includes('server_version')) return row('version', '15.4 (Debian 15.4-1)');
    if (sql.includes('pid')) return row('pid', servers[Math.min(asked++, servers.length - 1)] ?? '');
    return sql.includes('current_setting') ? row('limits', limits) : done('BEGIN');
  };
};

/** Each connection has a server of its own, as at PostgreSQL itself. */
const apart = (limits: string) => {
  let connections = 0;
  return () => on([String(++connections)], limits);
};
const sharing = () => on(['7'], '15s 5s 30s');
/** Others of the pooler keep it busy: each question is answered on another server. */
const wandering = () => {
  let connections = 0;
  return () => on(connections++ === 0 ? ['1', '3'] : ['2'], '15s 5s 30s');
};

const refusing = (words: string) => message('E', Buffer.from(`SFATAL\0C08P01\0M${words}\0\0`));
const noLimits = refusing('unsupported startup parameter: statement_timeout');
const noTransactions = refusing('transaction blocks not allowed in statement pooling mode');

test.each([
  ['refuses our settings', noLimits, sharing, /refuses the time limits of our connections/],
  ['drops our settings', greeting, apart('15s 5s 0'), /ignore_startup_parameters/],
  ['shares one connection between us', greeting, sharing, /pool_mode = transaction or statement/],
  ['moves us between connections', greeting, wandering(), /pool_mode = transaction or statement/],
])('a pooler that %s is refused in words, with a way out', async (_what, atStart, answers, words) => {
  const url = await pooler(atStart, answers);
  const refused = refusePooler({ name: 'DATABASE_OWNER_URL', url });
  await expect(refused).rejects.toThrow(words);
  await expect(refused).rejects.toThrow(/^DATABASE_OWNER_URL leads .* address of PostgreSQL itself/);
  await expect(refused).rejects.not.toThrow(/secret-x/);
  await expect(refused).rejects.toBeInstanceOf(StartRefusal);
});

test('one that knows no transactions is refused too, whichever servers answer', async () => {
  let connections = 0;
  const answers = () => {
    const own = on([String(++connections)], '15s 5s 30s');
    return (sql: string) => (sql.includes('begin') ? noTransactions : own(sql));
  };
  const refused = refusePooler({ name: 'DATABASE_URL', url: await pooler(greeting, answers) });
  await expect(refused).rejects.toThrow(/pool_mode = statement/);
});

test('a PostgreSQL that is too old is refused', async () => {
  const url = await pooler(greeting, () => () => row('version', '14.9'));
  await expect(refusePooler({ name: 'DATABASE_URL', url })).rejects.toThrow(
    /^DATABASE_URL: PostgreSQL at .* is version 14\.9, and the bot needs 15 or newer\./,
  );
});

test('PostgreSQL itself is not refused', async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  await expect(refusePooler({ name: 'DATABASE_URL', url: database.url })).resolves.toBeUndefined();
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { prepareDatabase } from '../../src/platform/prepare-database.ts';
import { StartRefusal } from '../../src/platform/start-refusal.ts';
import { unusableDatabase } from '../../src/platform/unusable-database.ts';
import { emptyDatabase, type FreshDatabase } from '../support/postgres.ts';

const migrations = path.resolve(import.meta.dirname, '../../drizzle');

let database: FreshDatabase;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.drop());

/** Its address by loopback, with something changed; the secret of the server is in none of the answers. */
function address(
  change: Partial<Pick<URL, 'hostname' | 'port' | 'username' | 'password' | 'pathname' | 'search'>>,
) {
  const url = new URL(database.url);
  return Object.assign(url, { search: '', ...change }).href;
}

async function refusalOf(url: string): Promise<StartRefusal> {
  const refused: unknown = await prepareDatabase({ url }, migrations).catch((error: unknown) => error);
  if (!(refused instanceof StartRefusal)) throw new Error('no refusal', { cause: refused });
  return refused;
}

test.each([
  [{ password: 'canary' }, /does not take the password of the user "postgres"\. Check both/, false],
  [{ pathname: '/absent' }, /has no database "absent"\. Make it/, false],
  [{ search: '?sslmode=verify-full' }, /has no TLS, which the address asks for/, false],
  [{ port: '9' }, /nobody answers at 127\.0\.0\.1:9\. Is PostgreSQL running there/, true],
  [{ hostname: 'db.invalid' }, /nobody knows the host db\.invalid:\d+\. Correct it/, true],
])('a database address with %j is refused in words', async (change, words, isPassing) => {
  const refused = await refusalOf(address(change));
  expect(refused.message).toMatch(/^DATABASE_URL \(or POSTGRES_…\): /);
  expect(refused.message).toMatch(words);
  expect(refused.message).not.toContain('canary');
  expect(refused.isPassing).toBe(isPassing);
});

test('what is no PostgreSQL is asked about', async () => {
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const found = other.address();
  const port = String(typeof found === 'object' ? found?.port : 0);
  expect((await refusalOf(address({ port }))).message).toMatch(/is it PostgreSQL, and is it the right port/);
});

test('a user who may not make tables, and a copy that can only be read, are told how it has to be', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await database.db.execute(sql.raw(`create role poor_${name} login password 'poor'`));
  const poor = address({ username: `poor_${name}`, password: 'poor' });
  expect((await refusalOf(poor)).message).toMatch(/may not set up the database .* Make it the owner/);
  const role = `poor_${name}`;
  await database.db.execute(sql.raw(`alter database ${name} owner to ${role}`));
  await database.db.execute(sql.raw(`alter role ${role} set default_transaction_read_only = on`));
  const readOnly = await refusalOf(poor);
  expect(readOnly.message).toMatch(/can only be read\. Give the address of the server that is written to/);
  expect(readOnly.isPassing).toBe(false);
});

test('an address without the password that the server asks for is told so', () => {
  const url = 'postgres://bot@db.local:5432/bot';
  const cause = new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string');
  expect(unusableDatabase({ name: 'DATABASE_OWNER_URL', url }, cause).message).toMatch(
    /^DATABASE_OWNER_URL: PostgreSQL at db\.local:5432 does not take the password of the user "bot"\./,
  );
});

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { getRollbackPlans } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import path from 'node:path';
import { startApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { migrateDatabase } from '../../src/platform/migrate.ts';
import { prepareDatabase } from '../../src/platform/prepare-database.ts';
import { createQueue } from '../../src/platform/queue.ts';
import { StartRefusal } from '../../src/platform/start-refusal.ts';
import { environment } from '../support/environment.ts';
import { emptyDatabase, type FreshDatabase } from '../support/postgres.ts';
import { type Product, startProduct } from '../support/product.ts';

const migrations = path.resolve(import.meta.dirname, '../../drizzle');

async function onServer(
  url: string,
  ...statements: string[]
): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let result = await client.query('');
    for (const statement of statements) result = await client.query(statement);
    return result;
  } finally {
    await client.end();
  }
}

/** What PostgreSQL says to it, as its code; undefined when it is done. */
async function refusal(url: string, statement: string): Promise<string | undefined> {
  return await onServer(url, statement).then(
    () => undefined,
    (error: unknown) => (error instanceof pg.DatabaseError ? error.code : String(error)),
  );
}

/** A new login role, and the address of this database under it. */
async function newRole({ url }: FreshDatabase, may = ''): Promise<{ name: string; url: string }> {
  const name = `role_${randomBytes(6).toString('hex')}`;
  await onServer(inject('postgresUrl'), `create role ${name} login ${may} password 'first'`);
  const address = new URL(url);
  address.username = name;
  address.password = 'first';
  return { name, url: address.href };
}

/** An empty database that belongs to a role of its own, which is no superuser. */
async function ownedDatabase(may = '') {
  const database = await emptyDatabase();
  const owner = await newRole(database, may);
  const name = new URL(database.url).pathname.slice(1);
  await onServer(inject('postgresUrl'), `alter database ${name} owner to ${owner.name}`);
  return { database, owner };
}

const notPermitted = '42501';
const keptByTrigger = '23001';

describe('the bot at work', () => {
  let product: Product;
  let runtimeUrl: string;
  beforeAll(async () => {
    product = await startProduct();
    ({ url: runtimeUrl } = await prepareDatabase({ url: product.database.url }, migrations));
  });
  afterAll(() => product.stop());

  it('is on the database under a role that is no owner, made beside the one it was given', async () => {
    const { rows } = await onServer(
      product.database.url,
      `select distinct usename from pg_stat_activity
        where datname = current_database() and application_name in ('bot', 'queue', 'queue announcements')`,
    );
    expect(rows).toEqual([{ usename: 'postgres_runtime' }]);
    expect(product.log.filter((line) => line.includes('DATABASE_OWNER_URL'))).toEqual([]);
  });

  it.each([
    'update ledger_entries set amount_minor = 1',
    'delete from ledger_entries',
    'truncate ledger_entries',
    'update audit_log set action = null',
    'delete from audit_log',
    'truncate audit_log',
    "insert into ledger_balances values ('user:1', 'RUB', 1)",
    'update ledger_balances set balance_minor = 1',
    'delete from ledger_balances',
  ])('cannot rewrite the books: %s', async (statement) => {
    expect(await refusal(runtimeUrl, statement)).toBe(notPermitted);
  });

  it.each([
    'create table mine (id int)',
    'create table pgboss.mine (id int)',
    'create schema mine',
    'create index on users (first_name)',
    'alter table ledger_entries disable trigger all',
    'drop trigger ledger_entries_keep on ledger_entries',
    'drop table users',
    'truncate users',
    'set session_replication_role = replica',
    'set role postgres',
    'update drizzle.__drizzle_migrations set created_at = 0',
  ])('cannot change what the database is: %s', async (statement) => {
    expect(await refusal(runtimeUrl, statement)).toBe(notPermitted);
  });

  it('adds to the ledger, and the balance follows, which holds for nobody else’s hand, the owner’s neither', async () => {
    await onServer(
      runtimeUrl,
      `insert into ledger_entries (key, debit, credit, amount_minor, currency, at)
       values ('of-the-test', 'equity:test', 'user:7', 100, 'RUB', now())`,
    );
    const found = "select balance_minor from ledger_balances where account = 'user:7'";
    expect((await onServer(runtimeUrl, `${found} for update`)).rows).toEqual([{ balance_minor: '100' }]);
    const byHand = "update ledger_balances set currency = 'USD' where account = 'user:7'";
    expect(await refusal(runtimeUrl, byHand)).toBe(keptByTrigger);
    expect(await refusal(product.database.url, byHand)).toBe(keptByTrigger);
  });
});

it('one role alone still works, and the start says what that means', async () => {
  const { database, owner } = await ownedDatabase();
  const log: string[] = [];
  const app = await startApp({
    config: readConfig({ ...environment, TELEGRAM_API_ROOT: 'http://127.0.0.1:9', PORT: '0' }),
    databaseUrl: owner.url,
    logger: createLogger('info', (line) => log.push(line)),
    clock: systemClock,
  });
  expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  await app.stop();
  const warnings = log.filter(
    (line) => line.includes('by triggers alone') && line.includes('DATABASE_OWNER_URL'),
  );
  expect(warnings).toHaveLength(1);
  await database.drop();
});

it('a role of the operator’s works on what another one owns, and makes nothing itself', async () => {
  const { database, owner } = await ownedDatabase();
  const worker = await newRole(database);
  expect(await prepareDatabase({ url: worker.url, ownerUrl: owner.url }, migrations)).toEqual({
    url: worker.url,
  });
  expect(await refusal(worker.url, 'delete from ledger_entries')).toBe(notPermitted);
  const queue = createQueue({ url: worker.url, logger: createLogger('silent') });
  await queue.start();
  await queue.stop(1_000);
  await database.drop();
});

it('a role that is not there and cannot be made is a refusal in words', async () => {
  const { database, owner } = await ownedDatabase();
  const url = new URL(owner.url);
  url.username = 'nobody_at_all';
  const refused = prepareDatabase({ url: url.href, ownerUrl: owner.url }, migrations);
  await expect(refused).rejects.toThrow(/role of DATABASE_URL, nobody_at_all, cannot be given what it needs/);
  await expect(refused).rejects.toBeInstanceOf(StartRefusal);
  await database.drop();
});

it('an owner that leads to another database is a refusal in words, and nothing works there', async () => {
  const [mine, others] = [await ownedDatabase(), await ownedDatabase()];
  const worker = await newRole(mine.database);
  const refused = prepareDatabase({ url: worker.url, ownerUrl: others.owner.url }, migrations);
  await expect(refused).rejects.toThrow(/^DATABASE_OWNER_URL leads to another database than DATABASE_URL\./);
  await expect(refused).rejects.toBeInstanceOf(StartRefusal);
  await Promise.all([mine, others].map(({ database }) => database.drop()));
});

it('a superuser to work under is used, and the start says which rights are too many', async () => {
  const { database, owner } = await ownedDatabase();
  const { url, warning } = await prepareDatabase({ url: database.url, ownerUrl: owner.url }, migrations);
  expect(url).toBe(database.url);
  expect(warning).toMatch(
    /postgres, has other rights than it needs.*UPDATE on public\.ledger_entries.* and \d+ more\. Give/,
  );
  expect(warning?.length).toBeLessThan(600);
  await database.drop();
});

it('what one role had made before gets its second one, also after the first one’s password has changed', async () => {
  const { database, owner } = await ownedDatabase('createrole');
  await migrateDatabase(owner.url, migrations);
  const former = createQueue({ url: owner.url, logger: createLogger('silent') });
  await former.start();
  await former.stop(1_000);
  const before = await prepareDatabase({ url: owner.url }, migrations);
  expect(new URL(before.url).username).toBe(`${owner.name}_runtime`);
  await onServer(inject('postgresUrl'), `alter role ${owner.name} password 'second'`);
  const changed = new URL(owner.url);
  changed.password = 'second';
  const after = await prepareDatabase({ url: changed.href }, migrations);
  expect(after.warning).toBeUndefined();
  expect((await onServer(after.url, 'select current_user as me')).rows).toEqual([
    { me: `${owner.name}_runtime` },
  ]);
  await database.drop();
});

it('tables of an older job engine are brought up by the owner, before anybody works on them', async () => {
  const { database, owner } = await ownedDatabase('createrole');
  const { url } = await prepareDatabase({ url: owner.url }, migrations);
  const version = async () =>
    (await onServer(owner.url, 'select version from pgboss.version')).rows[0]?.['version'];
  const newest = await version();
  await onServer(owner.url, getRollbackPlans('pgboss'));
  expect(await version()).not.toBe(newest);
  expect(await prepareDatabase({ url: owner.url }, migrations)).toEqual({ url });
  expect(await version()).toBe(newest);
  await database.drop();
});

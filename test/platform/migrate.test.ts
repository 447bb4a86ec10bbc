import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { migrateDatabase, migrationsAtHead } from '../../src/platform/migrate.ts';
import { StartRefusal } from '../../src/platform/start-refusal.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

interface Migration {
  when: number;
  sql: string;
}

const later = Date.UTC(2100, 0, 1);
const first: Migration = {
  when: later,
  sql: `create type mood as enum ('ok'); create table one (mood mood)`,
};
const second: Migration = { when: later + 1, sql: 'create table two (id int)' };
const broken: Migration = { when: later + 2, sql: 'create table three (id int); select 1/0' };

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  // As a database that nobody has migrated yet.
  await database.db.execute(sql`drop schema if exists drizzle cascade`);
});
afterAll(() => database.drop());

test('of four starters that race, all find the database migrated, once', async () => {
  const folder = migrationsFolder([first, second]);
  expect(await migrationsAtHead(database.db, folder)).toBe(false);
  await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(database.url, folder)));
  expect(await migrationsAtHead(database.db, folder)).toBe(true);
  const applied = await database.db.execute(sql`select count(*)::int as n from drizzle.__drizzle_migrations`);
  expect(applied.rows).toEqual([{ n: 2 }]);
});

test('a database behind the folder is not at its head, one ahead of it is', async () => {
  expect(await migrationsAtHead(database.db, migrationsFolder([first, second, broken]))).toBe(false);
  expect(await migrationsAtHead(database.db, migrationsFolder([first]))).toBe(true);
});

test('a migration that fails is rolled back whole, and frees the lock', async () => {
  await expect(migrateDatabase(database.url, migrationsFolder([first, second, broken]))).rejects.toThrow(
    'select 1/0',
  );
  const found = await database.db.execute(sql`select to_regclass('three') as found`);
  expect(found.rows).toEqual([{ found: null }]);
  await migrateDatabase(database.url, migrationsFolder([first, second]));
});

test('a migration dated before one already applied is not skipped in silence', async () => {
  const late: Migration = { when: later - 1, sql: 'create table four (id int)' };
  const folder = migrationsFolder([first, second, late]);
  await expect(migrateDatabase(database.url, folder)).rejects.toThrow('was skipped');
});

test('a migration takes its time, whatever limits the role has', async () => {
  const { pathname } = new URL(database.url);
  const role = `alter role current_user in database ${pathname.slice(1)}`;
  await database.db.execute(sql.raw(`${role} set statement_timeout = '50ms'`));
  onTestFinished(async () => void (await database.db.execute(sql.raw(`${role} reset statement_timeout`))));
  const slow: Migration = { when: later + 3, sql: 'select pg_sleep(0.2)' };
  await expect(
    migrateDatabase(database.url, migrationsFolder([first, second, slow])),
  ).resolves.toBeUndefined();
});

/** A folder as drizzle-kit writes it; removed when the test ends. */
function migrationsFolder(migrations: Migration[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'meta'));
  const entries = migrations.map(({ when }, idx) => ({
    idx,
    when,
    version: '7',
    tag: `m${when}`,
    breakpoints: true,
  }));
  writeFileSync(path.join(folder, 'meta/_journal.json'), JSON.stringify({ dialect: 'postgresql', entries }));
  for (const { when, sql: text } of migrations) writeFileSync(path.join(folder, `m${when}.sql`), text);
  return folder;
}

test('a database that a newer version has worked on is refused in words, and left as it is', async () => {
  const folder = migrationsFolder([first]);
  const refused = migrateDatabase(database.url, folder);
  await expect(refused).rejects.toThrow(
    /newer version of the bot: it has \d+ migrations? that this version does not know/,
  );
  await expect(refused).rejects.toBeInstanceOf(StartRefusal);
});

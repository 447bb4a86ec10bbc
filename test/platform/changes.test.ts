import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { followChanges, noteChange } from '../../src/platform/changes.ts';
import { openDatabase, type OpenDatabase } from '../../src/platform/db.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
let followed: OpenDatabase;
/** What was told, each time with the number of rows that others could see then. */
let told: { names: readonly string[]; rows: number }[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await database.db.execute(sql`create table things (name text)`);
  followed = openDatabase(database.url);
  followChanges(followed.db, async (names) => {
    told.push({ names, rows: await countRows() });
  });
});
afterAll(async () => {
  await followed.close();
  await database.drop();
});
beforeEach(async () => {
  told = [];
  await database.db.execute(sql`delete from things`);
});

const countRows = async () =>
  Number((await database.db.execute(sql`select count(*) from things`)).rows[0]?.['count']);
const add = sql`insert into things values ('x')`;

test('a change of one statement is told of at once', async () => {
  await followed.db.execute(add);
  await noteChange(followed.db, ['a']);
  expect(told).toEqual([{ names: ['a'], rows: 1 }]);
});

test('changes of a transaction are told of once, when others can see them and before its caller goes on', async () => {
  await followed.db.transaction(async (tx) => {
    await tx.execute(add);
    await noteChange(tx, ['a', 'b']);
    await tx.execute(add);
    await noteChange(tx, ['b', 'c']);
    expect(told).toEqual([]);
  });
  expect(told).toEqual([{ names: ['a', 'b', 'c'], rows: 2 }]);
});

test('a change inside an inner transaction is told of when the outer one is committed', async () => {
  await followed.db.transaction(async (tx) => {
    await tx.transaction(async (inner) => {
      await inner.execute(add);
      await noteChange(inner, ['a']);
    });
    expect(told).toEqual([]);
  });
  expect(told).toEqual([{ names: ['a'], rows: 1 }]);
});

test('a transaction that failed is told of too, since its commit may have gone through', async () => {
  const failing = followed.db.transaction(async (tx) => {
    await tx.execute(add);
    await noteChange(tx, ['a']);
    throw new Error('halfway');
  });
  await expect(failing).rejects.toThrow('halfway');
  expect(told).toEqual([{ names: ['a'], rows: 0 }]);
});

test('a transaction that changed nothing tells nobody, and neither does a database that nobody follows', async () => {
  expect(await followed.db.transaction(async () => 7)).toBe(7);
  await noteChange(followed.db, []);
  await noteChange(database.db, ['a']);
  await database.db.transaction((tx) => noteChange(tx, ['a']));
  expect(told).toEqual([]);
});

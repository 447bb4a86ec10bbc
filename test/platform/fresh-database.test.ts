import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/postgres.ts';

test('two test databases know nothing of each other', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await one.db.execute(sql`create table mine (id int)`);
  const found = await other.db.execute(sql`select to_regclass('mine') as found`);
  expect(found.rows).toEqual([{ found: null }]);
  await Promise.all([one.drop(), other.drop()]);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, paidByCard, type Shop } from '../../support/shop.ts';

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ REMINDERS: 'yes', TIME_ZONE: 'UTC' });
  const now = shop.clock.now();
  const noon = new Date(now);
  noon.setUTCHours(36, 0, 0, 0);
  shop.clock.advance(noon.getTime() - now.getTime());
});
afterAll(() => shop.stop());

/** Somebody whose month runs, and of whom nothing is due yet. */
async function customer(): Promise<number> {
  const { userId } = await paidByCard(shop);
  await shop.held(userId);
  await shop.reminders.remind();
  return userId;
}

const reminded = async (userId: number) =>
  (await shop.notices(userId)).filter((kind) => kind === 'reminder').length;

it('ten passes at once remind each person once', async () => {
  const people = [await customer(), await customer(), await customer()];
  shop.clock.advance(23 * dayMs + hourMs);
  await Promise.all(Array.from({ length: 10 }, () => shop.reminders.remind()));
  expect(await Promise.all(people.map(reminded))).toEqual([1, 1, 1]);
  await shop.reminders.remind();
  expect(await Promise.all(people.map(reminded))).toEqual([1, 1, 1]);
});

it('what goes wrong with one person keeps nobody from being reminded, and them not for long', async () => {
  const [unlucky, other] = [await customer(), await customer()];
  const { db } = shop.database;
  await db.execute(
    sql.raw(`
    create function cut() returns trigger language plpgsql as $$ begin raise 'cut'; end $$;
    create trigger cut before insert on reminders for each row when (new.user_id = ${unlucky}) execute function cut()`),
  );
  shop.clock.advance(23 * dayMs + hourMs);
  await shop.reminders.remind();
  expect([await reminded(unlucky), await reminded(other)]).toEqual([0, 1]);
  // Nobody looks at them again in the same pass, nor in the next one.
  expect(await shop.reminders.remind()).toBe(0);
  await db.execute(sql`drop trigger cut on reminders`);
  shop.clock.advance(hourMs + 60_000);
  await shop.reminders.remind();
  expect([await reminded(unlucky), await reminded(other)]).toEqual([1, 1]);
});

it('whose date has not come, and whose traffic has passed no mark, is not looked at', async () => {
  await customer();
  expect(await shop.reminders.remind()).toBe(0);
  const userId = await customer();
  await shop.database.db.execute(
    sql`update subscriptions set used_bytes = data_limit_bytes * 0.9, applied_period = period where user_id = ${userId}`,
  );
  expect(await shop.reminders.remind()).toBe(1);
  expect(await reminded(userId)).toBe(1);
  expect(await shop.reminders.remind()).toBe(0);
});

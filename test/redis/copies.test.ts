import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { subscriptions } from '../../src/features/subscriptions/tables.ts';
import { copyName } from '../../src/platform/copies.ts';
import { adminId } from '../support/environment.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { openReplica, type Replica } from './replicas.ts';
import { type RedisServer, startRedis } from './server.ts';

const soon = { timeout: 15_000, interval: 20 };
const words = { ended: 'ended', pending: 'pending', overLimit: 'over' };
const wanted = { userAgent: 'curl/8', mode: 'standard', words: { ru: words, en: words } } as const;

let redis: RedisServer;
let database: FreshDatabase;
let one: Replica;
let other: Replica;
/** A replica whose invalidations are lost. */
let mute: Replica;
beforeAll(async () => {
  redis = await startRedis();
  database = await freshDatabase();
  const options = { databaseUrl: database.url, redisUrl: redis.url };
  one = await openReplica(options);
  other = await openReplica(options);
  mute = await openReplica({ ...options, isMute: true });
  await vi.waitUntil(() => [one, other, mute].every((replica) => replica.isHealthy()), soon);
  await one.fleet.bootstrap({
    domain: 'panel.example.com',
    url: 'http://127.0.0.1:9',
    adminPath: 'a',
    clientPath: 'b',
    apiKey: crypto.randomUUID(),
    timeZone: 'UTC',
  } as never);
  await met(adminId);
});
afterAll(async () => {
  await Promise.all([one, other, mute].map((replica) => replica.close()));
  await database.drop();
  await redis.stop();
});

let serial = 0;
let userId = 0;
beforeEach(async () => {
  await redis.command('FLUSHALL');
  userId = await somebodyWithAKey();
});

const cause = (actorId: number) => ({ key: `test ${++serial}`, actorId });
const tokenOf = async (replica: Replica) => (await replica.keys.addresses(userId))?.token ?? 'none';
const feedOf = async (replica: Replica, token: string) => await replica.feeds.feed(token, wanted);
const monthly = async (replica: Replica) =>
  there((await replica.plans.onSale()).find(({ code }) => code === 'monthly'));

async function met(id: number): Promise<number> {
  const names = { firstName: 'Коля', lastName: undefined, username: undefined, languageCode: 'ru' };
  await one.users.meet({ id, ...names });
  return id;
}

async function somebodyWithAKey(): Promise<number> {
  const id = await met(2_000_000 + ++serial);
  await one.db.transaction(async (tx) => {
    await one.users.admit(tx, id, null);
    const gift = { userId: id, source: 'admin', reason: 'test', days: 30, trafficBytes: null } as const;
    await one.subscriptions.grant(tx, { ...gift, planCode: 'monthly' });
    await tx.execute(
      sql`update subscriptions set status = 'active', verified_at = now() where user_id = ${id}`,
    );
  });
  return id;
}

async function statementsOf(replica: Replica, work: () => Promise<unknown>): Promise<number> {
  const before = replica.statements();
  await work();
  return replica.statements() - before;
}

describe('copies that replicas share', () => {
  test('save every statement of home, and all but one of a subscription', async () => {
    const home = (replica: Replica) =>
      Promise.all([replica.subscriptions.glance(userId), replica.trial.offerFor(userId)]);
    const token = await tokenOf(one);
    await feedOf(one, token);
    await home(one);
    expect(await statementsOf(other, () => home(other))).toBe(0);
    await feedOf(other, token);
    expect(await statementsOf(other, () => feedOf(other, token))).toBe(1);
  });

  test('are as new as the last change, whichever replica made it', async () => {
    const before = await other.subscriptions.glance(userId);
    await one.db.transaction((tx) => one.subscriptions.rotateLink(tx, userId));
    const after = await other.subscriptions.glance(userId);
    expect(after?.panelUuid).not.toBe(before?.panelUuid);
    expect(after).toEqual(await one.subscriptions.find(userId));

    const { id } = await monthly(one);
    const value = 1_234;
    await other.plans.change(cause(adminId), id, { field: 'price', currency: 'USD', value });
    expect((await monthly(one)).prices.USD).toBe(value);
    await one.plans.change(cause(adminId), id, { field: 'protocols', value: ['reality'] });
    expect(await other.plans.protocolsOf('monthly')).toEqual(['reality']);

    const newcomer = await met(3_000_000 + ++serial);
    expect(await one.trial.offerFor(newcomer)).toBeDefined();
    await other.db.transaction(async (tx) => {
      await other.users.admit(tx, newcomer, null);
      await other.trial.begin(tx, newcomer, 3);
    });
    expect(await one.trial.offerFor(newcomer)).toBeUndefined();
  });

  test('are never filled with what was read before a change, however late the reader is', async () => {
    const { panelUuid: old } = there(await other.subscriptions.find(userId));
    // The reader of `one` has read the old row and is held up until the change is committed and told.
    const name = nameOfCopy();
    await one.copies.of(name, async () => {
      const row = await one.subscriptions.find(userId);
      await other.db.transaction((tx) => other.subscriptions.rotateLink(tx, userId));
      return row;
    });
    expect((await one.subscriptions.glance(userId))?.panelUuid).not.toBe(old);
    expect((await other.subscriptions.glance(userId))?.panelUuid).not.toBe(old);
  });

  test('are as they were when a change was taken back', async () => {
    const before = await one.subscriptions.glance(userId);
    const failing = one.db.transaction(async (tx) => {
      await one.subscriptions.rotateLink(tx, userId);
      // Somebody looks in the middle of it.
      expect(await other.subscriptions.glance(userId)).toEqual(before);
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    expect(await other.subscriptions.glance(userId)).toEqual(before);
  });

  test('many at once, changed in between, end as the database has it', async () => {
    for (let round = 0; round < 5; round++) {
      const looks = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? one : other).subscriptions.glance(userId),
      );
      await other.db.transaction((tx) => other.subscriptions.setAutoRenew(tx, userId, round % 2 === 0));
      await Promise.all(looks);
      expect((await one.subscriptions.glance(userId))?.autoRenew).toBe(round % 2 === 0);
    }
  });
});

describe('when every invalidation is lost', () => {
  test('a demotion holds at once', async () => {
    await one.users.setRole(cause(adminId), userId, 'manager');
    await one.users.demand(userId, 'see people');
    await mute.users.setRole(cause(adminId), userId, 'user');
    await expect(one.users.demand(userId, 'see people')).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await one.users.may(userId, 'create invites')).toBe(false);
    expect((await one.users.find(userId))?.role).toBe('user');
  });

  test('a block holds at once, for the bot and for the subscription', async () => {
    const token = await tokenOf(one);
    expect(await feedOf(one, token)).toBeDefined();
    await mute.users.block(cause(adminId), userId);
    expect(await feedOf(one, token)).toBeUndefined();
    expect(await one.feeds.look(token, 'standard')).toBeUndefined();
    expect((await one.users.find(userId))?.blockedAt).not.toBeNull();
  });

  test('a replaced link ends at once, and the new one works at once', async () => {
    const before = await tokenOf(one);
    expect(await feedOf(one, before)).toBeDefined();
    await mute.db.transaction((tx) => mute.subscriptions.rotateLink(tx, userId));
    expect(await feedOf(one, before)).toBeUndefined();
    const { panelUuid } = there(await mute.subscriptions.find(userId));
    expect((await one.subscriptions.glance(userId))?.panelUuid).toBe(panelUuid);
    expect(await feedOf(one, one.tokenOf({ userId, panelUuid }))).toBeDefined();
  });

  test('a price is old only where it is shown, and for less than a minute', async () => {
    const { id, prices } = await monthly(one);
    const old = there(prices.USD);
    await mute.plans.change(cause(adminId), id, { field: 'price', currency: 'USD', value: old + 1 });
    expect((await monthly(one)).prices.USD).toBe(old);
    expect((await one.plans.getOnSale(id)).prices.USD).toBe(old + 1);
    await expect(
      one.orders.offer(userId, { planId: id, promoId: undefined, renews: false }),
    ).resolves.toMatchObject({
      plan: { prices: { USD: old + 1 } },
    });
    await afterAMinute();
    expect((await monthly(one)).prices.USD).toBe(old + 1);
  });

  test('what is shown of a subscription is old for less than a minute', async () => {
    const before = await one.subscriptions.glance(userId);
    await mute.db.transaction((tx) => mute.subscriptions.setAutoRenew(tx, userId, true));
    expect(await one.subscriptions.glance(userId)).toEqual(before);
    expect((await one.subscriptions.find(userId))?.autoRenew).toBe(true);
    await afterAMinute();
    expect((await one.subscriptions.glance(userId))?.autoRenew).toBe(true);
  });
});

describe('a Redis in trouble', () => {
  test('that is flushed, hangs or is full makes nothing wrong', async () => {
    const truth = async () =>
      expect(await one.subscriptions.glance(userId)).toEqual(await one.subscriptions.find(userId));
    const change = (autoRenew: boolean) =>
      one.db.transaction((tx) => one.subscriptions.setAutoRenew(tx, userId, autoRenew));
    await truth();
    await redis.command('FLUSHALL');
    await truth();
    await change(true);
    redis.signal('SIGSTOP');
    await truth();
    await change(false);
    await truth();
    redis.signal('SIGCONT');
    await vi.waitUntil(() => one.isHealthy(), soon);
    await truth();
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    await change(true);
    await truth();
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await change(false);
    await truth();
  });

  test('that somebody else writes into is not believed', async () => {
    const truth = await one.subscriptions.glance(userId);
    for (const text of ['{"value":{"role":"admin"}}', 'v1.AAAA', 'x', '']) {
      await redis.command('SET', `bot:k:${nameOfCopy()}`, text);
      expect(await one.subscriptions.glance(userId)).toEqual(truth);
    }
  });
});

const nameOfCopy = () => copyName(subscriptions, userId);

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none');
  return value;
}

/** What Redis will have forgotten by then is forgotten now, and there must be nothing else. */
async function afterAMinute(): Promise<void> {
  const keys = (await redis.command('KEYS', 'bot:k:*')) as string[];
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    const leftMs = Number(await redis.command('PTTL', key));
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(60_000);
    await redis.command('DEL', key);
  }
}

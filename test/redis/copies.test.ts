import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { subscriptions } from '../../src/features/subscriptions/tables.ts';
import { copyName } from '../../src/platform/copies.ts';
import { startPanelStandIn, type PanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { adminId } from '../support/environment.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { openReplica, type Replica } from './replicas.ts';
import { afterAMinute, there } from './minute.ts';
import { type RedisServer, startRedis } from './server.ts';

const soon = { timeout: 15_000, interval: 20 };
const wanted = { userAgent: 'curl/8', mode: 'standard', say: () => 'closed' } as const;

let redis: RedisServer;
let panel: PanelStandIn;
let database: FreshDatabase;
let one: Replica;
let other: Replica;
/** A replica whose invalidations are lost. */
let mute: Replica;
beforeAll(async () => {
  redis = await startRedis();
  panel = await startPanelStandIn();
  database = await freshDatabase();
  const options = { databaseUrl: database.url, redisUrl: redis.url };
  one = await openReplica(options);
  other = await openReplica(options);
  mute = await openReplica({ ...options, isMute: true });
  await vi.waitUntil(() => [one, other, mute].every((replica) => replica.isHealthy()), soon);
  await one.fleet.bootstrap({
    domain: panel.domain,
    url: panel.url,
    adminPath: panel.adminPath,
    clientPath: panel.clientPath,
    apiKey: panel.adminKey,
    timeZone: 'UTC',
  } as never);
  await met(adminId);
});
afterAll(async () => {
  await Promise.all([one, other, mute].map((replica) => replica.close()));
  await database.drop();
  await panel.stop();
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

const names = { firstName: 'Коля', lastName: undefined, username: undefined, languageCode: 'ru' };
/** Whom a replica takes the sender of an update for. */
const meets = async (replica: Replica, id: number) => await replica.users.meet({ id, ...names });

async function met(id: number): Promise<number> {
  await meets(one, id);
  return id;
}

async function somebodyWithAKey(): Promise<number> {
  const id = await met(2_000_000 + ++serial);
  await one.db.transaction(async (tx) => {
    await one.users.admit(tx, id, null);
    const gift = { userId: id, source: 'admin', reason: 'test', days: 30, trafficBytes: null } as const;
    const { panelUuid } = await one.subscriptions.grant(tx, { ...gift, planCode: 'monthly' });
    panel.control.seed({ uuid: panelUuid, name: 'Коля' });
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
    await meets(one, userId);
    expect(await statementsOf(other, () => meets(other, userId))).toBe(1);
    expect(await statementsOf(other, () => other.users.glance(userId))).toBe(0);
    await feedOf(other, token);
    expect(await statementsOf(other, () => feedOf(other, token))).toBe(1);
  });

  test('spare a replica the question to the panel that another one has asked', async () => {
    const token = await tokenOf(one);
    panel.control.clearRequests();
    const answer = await feedOf(one, token);
    const asked = panel.control.requests().length;
    expect(asked).toBeGreaterThan(0);
    expect(await feedOf(other, token)).toEqual(answer);
    expect(panel.control.requests().length).toBe(asked);
  });

  test('are not made of what a panel that is away could not say', async () => {
    const token = await tokenOf(one);
    await panel.control.setFaults({ down: true });
    expect(await feedOf(one, token)).toBeDefined();
    await panel.control.setFaults({ down: false });
    panel.control.clearRequests();
    expect(await feedOf(other, token)).toBeDefined();
    expect(panel.control.requests().length).toBeGreaterThan(0);
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

    await meets(one, newcomer);
    await other.users.chooseLanguage(newcomer, 'en');
    await other.users.keepStart(newcomer, 'promo_HALF');
    expect(await meets(one, newcomer)).toMatchObject({ language: 'en', pendingStart: 'promo_HALF' });
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
    const before = await other.subscriptions.glance(userId);
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
      const looks = Array.from({ length: 10 }, () =>
        [one, other].map((each) => each.subscriptions.glance(userId)),
      );
      await other.db.transaction((tx) => other.subscriptions.setAutoRenew(tx, userId, round % 2 === 0));
      await Promise.all(looks.flat());
      expect((await one.subscriptions.glance(userId))?.autoRenew).toBe(round % 2 === 0);
    }
  });
});

describe('when every invalidation is lost', () => {
  test('a demotion holds at once', async () => {
    await one.users.setRole(cause(adminId), userId, 'manager');
    await one.users.demand(userId, 'see people');
    expect((await meets(one, userId)).role).toBe('manager');
    await mute.users.setRole(cause(adminId), userId, 'user');
    await expect(one.users.demand(userId, 'see people')).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await one.users.may(userId, 'create invites')).toBe(false);
    expect((await one.users.find(userId))?.role).toBe('user');
    expect((await meets(one, userId)).role).toBe('user');
  });

  test('a block holds at once, for the bot and for the subscription', async () => {
    const token = await tokenOf(one);
    expect(await feedOf(one, token)).toBeDefined();
    await meets(one, userId);
    await mute.users.block(cause(adminId), userId);
    expect(await feedOf(one, token)).toBeUndefined();
    expect(await one.feeds.look(token, 'standard')).toBeUndefined();
    expect((await one.users.find(userId))?.blockedAt).not.toBeNull();
    expect((await meets(one, userId)).blockedAt).not.toBeNull();
  });

  test('a replaced link ends at once, and the new one works at once', async () => {
    const before = await tokenOf(one);
    expect(await feedOf(one, before)).toBeDefined();
    const { panelUuid: old } = there(await one.subscriptions.find(userId));
    await mute.db.transaction((tx) => mute.subscriptions.rotateLink(tx, userId));
    expect(await feedOf(one, before)).toBeUndefined();
    const renewed = there(await mute.subscriptions.find(userId));
    const { panelUuid } = renewed;
    expect((await one.subscriptions.glance(userId))?.panelUuid).toBe(panelUuid);
    const answer = await feedOf(one, one.tokenOf(renewed));
    expect(JSON.stringify(answer)).toContain(panelUuid);
    expect(JSON.stringify(answer)).not.toContain(old);
  });

  test('coming in and writing again after the bot was stopped hold at once', async () => {
    const newcomer = await met(3_000_000 + ++serial);
    await meets(one, newcomer);
    await mute.db.transaction((tx) => mute.users.admit(tx, newcomer, null));
    await mute.users.noteReachable(newcomer, false);
    const person = await meets(one, newcomer);
    expect(person.admittedAt).not.toBeNull();
    expect(person.unreachableAt).toBeNull();
    expect((await mute.users.find(newcomer))?.unreachableAt).toBeNull();
  });

  test('a price is old only where it is shown, and for less than a minute', async () => {
    const { id, prices } = await monthly(one);
    const old = there(prices.USD);
    await mute.plans.change(cause(adminId), id, { field: 'price', currency: 'USD', value: old + 1 });
    expect((await monthly(one)).prices.USD).toBe(old);
    expect((await one.plans.getOnSale(id)).prices.USD).toBe(old + 1);
    const offer = await one.orders.offer(userId, { planId: id, promoId: undefined, renews: false });
    expect(offer).toMatchObject({ plan: { prices: { USD: old + 1 } } });
    await afterAMinute(redis);
    expect((await monthly(one)).prices.USD).toBe(old + 1);
  });

  test('what is shown of a subscription, and a language, are old for less than a minute', async () => {
    const before = await one.subscriptions.glance(userId);
    await meets(one, userId);
    await mute.users.chooseLanguage(userId, 'en');
    expect((await meets(one, userId)).language).toBeNull();
    await mute.db.transaction((tx) => mute.subscriptions.setAutoRenew(tx, userId, true));
    expect(await one.subscriptions.glance(userId)).toEqual(before);
    expect((await one.subscriptions.find(userId))?.autoRenew).toBe(true);
    await afterAMinute(redis);
    expect((await one.subscriptions.glance(userId))?.autoRenew).toBe(true);
    expect((await meets(one, userId)).language).toBe('en');
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

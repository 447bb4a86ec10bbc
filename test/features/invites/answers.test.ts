import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invite, NewInvite } from '../../../src/features/invites/service.ts';
import { Refusal } from '../../../src/platform/refusal.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices();
});
afterAll(() => bench.stop());

const hourMs = 60 * 60 * 1000;
const gigabyte = 1024 ** 3;
const admission: NewInvite = { maxUses: 1, expiresAt: null, grant: { kind: 'admission' } };
const create = async (wanted: Partial<NewInvite> = {}, creatorId = adminId): Promise<Invite> =>
  await bench.invites.create(bench.cause(creatorId), { ...admission, ...wanted });
const outsider = async () => (await bench.person({ outside: true })).telegramId;
const use = (userId: number, code: string) => bench.invites.redeem(bench.cause(userId), code);
const inHours = (hours: number) => new Date(bench.clock.now().getTime() + hours * hourMs);

async function answerOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('every code that does not work has an answer of its own', () => {
  it('one that does not exist', async () => {
    expect(await answerOf(use(await outsider(), 'INV_00000000'))).toBe('invite.unknown');
  });

  it('one used up by others, which closed itself', async () => {
    const { code } = await create();
    await use(await outsider(), code);
    expect(await answerOf(use(await outsider(), code))).toBe('invite.used-up');
  });

  it('one that has expired, to the moment', async () => {
    const { code } = await create({ maxUses: 5, expiresAt: inHours(1) });
    bench.clock.advance(hourMs - 60_000);
    expect(await answerOf(use(await outsider(), code))).toBe('done');
    bench.clock.advance(60_000);
    expect(await answerOf(use(await outsider(), code))).toBe('invite.expired');
  });

  it('one that was revoked, for new people; those who came stay', async () => {
    const { code, id } = await create({ maxUses: 5 });
    const guest = await outsider();
    await use(guest, code);
    await bench.invites.revoke(bench.cause(adminId), id);
    expect(await answerOf(use(await outsider(), code))).toBe('invite.revoked');
    expect((await bench.users.get(guest)).admittedAt).not.toBeNull();
    expect(await answerOf(bench.invites.revoke(bench.cause(adminId), id))).toBe('invite.already-revoked');
  });

  it('one’s own, and one that the person used before', async () => {
    const { code } = await create({ maxUses: 5, grant: { kind: 'permanent', trafficBytes: null } });
    expect(await answerOf(use(adminId, code))).toBe('invite.own');
    const guest = await outsider();
    await use(guest, code);
    expect(await answerOf(use(guest, code))).toBe('invite.used-by-you');
  });

  it('one that only lets in, for somebody who is in: it is not used up by that', async () => {
    const { code, id } = await create();
    expect(await answerOf(use((await bench.person()).telegramId, code))).toBe('invite.already-in');
    expect((await bench.invites.show(adminId, id)).invite.usedCount).toBe(0);
  });

  it('one that let the person in and does no more: they hear that they used it, not that it is left over', async () => {
    const { code } = await create({ maxUses: 5 });
    const guest = await outsider();
    await use(guest, code);
    expect(await answerOf(use(guest, code))).toBe('invite.used-by-you');
  });

  it('one of somebody who may not invite any more, until they may again; it is no miss of the guest’s', async () => {
    const manager = (await bench.person({ role: 'manager' })).telegramId;
    const { code, id } = await create({ maxUses: 5 }, manager);
    const guest = await outsider();
    await bench.users.setRole(bench.cause(adminId), manager, 'user');
    for (let tries = 0; tries < 6; tries++) expect(await answerOf(use(guest, code))).toBe('invite.unbacked');
    await bench.users.setRole(bench.cause(adminId), manager, 'manager');
    await bench.users.block(bench.cause(adminId), manager);
    expect(await answerOf(use(guest, code))).toBe('invite.unbacked');
    expect((await bench.users.get(guest)).admittedAt).toBeNull();
    expect((await bench.invites.show(adminId, id)).invite.usedCount).toBe(0);
    await bench.users.unblock(bench.cause(adminId), manager);
    expect(await answerOf(use(guest, code))).toBe('done');
  });

  it('any, for somebody blocked', async () => {
    const { code } = await create();
    const guest = await outsider();
    await bench.users.block(bench.cause(adminId), guest);
    expect(await answerOf(use(guest, code))).toBe('not-allowed');
  });
});

describe('guessing', () => {
  it('is answered with a pause after the fifth miss; a right code has to wait too, and then works', async () => {
    const guesser = await outsider();
    const { code } = await create();
    for (let miss = 0; miss < 5; miss++)
      expect(await answerOf(use(guesser, `INV_0000000${miss}`))).toBe('invite.unknown');
    expect(await answerOf(use(guesser, 'INV_00000009'))).toBe('invite.paused');
    expect(await answerOf(use(guesser, code))).toBe('invite.paused');
    bench.clock.advance(9 * 60_000);
    expect(await answerOf(use(guesser, code))).toBe('invite.paused');
    bench.clock.advance(61_000);
    expect(await answerOf(use(guesser, code))).toBe('done');
  });

  it('four misses, and four more ten minutes later, are no guessing', async () => {
    const guesser = await outsider();
    for (let round = 0; round < 2; round++) {
      for (let miss = 0; miss < 4; miss++)
        expect(await answerOf(use(guesser, `INV_0000000${miss}`))).toBe('invite.unknown');
      bench.clock.advance(10 * 60_000 + 1);
    }
  });

  it('codes that exist but do not work any more are no misses', async () => {
    const guest = await outsider();
    const { code } = await create();
    await use(await outsider(), code);
    for (let tries = 0; tries < 6; tries++) expect(await answerOf(use(guest, code))).toBe('invite.used-up');
  });

  it('a repeat of the same update is one miss', async () => {
    const guesser = await outsider();
    const cause = bench.cause(guesser);
    for (let repeat = 0; repeat < 6; repeat++)
      expect(await answerOf(bench.invites.redeem(cause, 'INV_00000000'))).toBe('invite.unknown');
    const { rows } = await bench.database.db.execute(
      sql`select misses from invite_misses where user_id = ${guesser}`,
    );
    expect(rows).toEqual([{ misses: 1 }]);
  });
});

describe('making codes', () => {
  it.each([0, -1, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    '%d uses are refused',
    async (maxUses) => {
      expect(await answerOf(create({ maxUses }))).toBe('invite.bad-uses');
    },
  );

  it.each([1, 1000])('%d uses are fine', async (maxUses) => {
    expect(await create({ maxUses })).toMatchObject({ maxUses, usedCount: 0, isActive: true });
  });

  it('an expiry in the past, now, or at no time is refused', async () => {
    for (const expiresAt of [inHours(-1), bench.clock.now(), new Date(Number.NaN)])
      expect(await answerOf(create({ expiresAt }))).toBe('invite.bad-expiry');
  });

  it.each([0, -7, 3651, 1.5])('a grant of %d days is refused', async (days) => {
    expect(await answerOf(create({ grant: { kind: 'days', days, trafficBytes: null } }))).toBe(
      'invite.bad-days',
    );
  });

  it.each([-1, 0, 1.5, Number.NaN, 2 ** 60])('a grant of %d bytes is refused', async (trafficBytes) => {
    expect(await answerOf(create({ grant: { kind: 'permanent', trafficBytes } }))).toBe('invite.bad-traffic');
  });

  it.each([
    ['invite.too-many-uses', { maxUses: 21 }],
    ['invite.too-many-days', { grant: { kind: 'days', days: 32, trafficBytes: gigabyte } }],
    ['invite.too-many-days', { grant: { kind: 'permanent', trafficBytes: gigabyte } }],
    ['invite.too-much-traffic', { grant: { kind: 'days', days: 31, trafficBytes: 101 * gigabyte } }],
    ['invite.too-much-traffic', { grant: { kind: 'days', days: 31, trafficBytes: null } }],
  ] satisfies [string, Partial<NewInvite>][])(
    '%s is what a manager hears of a code wider than theirs may be (%o), and an admin makes it',
    async (code, wanted) => {
      const manager = (await bench.person({ role: 'manager' })).telegramId;
      expect(await answerOf(create(wanted, manager))).toBe(code);
      expect(await answerOf(create(wanted))).toBe('done');
    },
  );

  it('a manager may make a code as wide as the caps', async () => {
    const manager = (await bench.person({ role: 'manager' })).telegramId;
    const widest = { kind: 'days', days: 31, trafficBytes: 100 * gigabyte } as const;
    expect(await answerOf(create({ maxUses: 20, grant: widest }, manager))).toBe('done');
  });

  it('the creator must exist and have the right now', async () => {
    expect(await answerOf(create({}, 999_999))).toBe('not-allowed');
    expect(await answerOf(create({}, (await bench.person()).telegramId))).toBe('not-allowed');
    const manager = (await bench.person({ role: 'manager' })).telegramId;
    expect(await answerOf(create({}, manager))).toBe('done');
    await bench.users.setRole(bench.cause(adminId), manager, 'user');
    expect(await answerOf(create({}, manager))).toBe('not-allowed');
  });

  it('the same update makes one code, and both answers name it', async () => {
    const cause = bench.cause(adminId);
    const wanted = { ...admission, expiresAt: inHours(1) };
    const [first, second] = [
      await bench.invites.create(cause, wanted),
      await bench.invites.create(cause, wanted),
    ];
    expect(second).toEqual(first);
  });

  it('a manager sees and closes their own codes and nobody else’s', async () => {
    const [one, other] = [await bench.person({ role: 'manager' }), await bench.person({ role: 'manager' })];
    const invite = await create({}, one.telegramId);
    const page = { all: false, offset: 0, limit: 10 };
    expect((await bench.invites.list(one.telegramId, page)).total).toBe(1);
    expect((await bench.invites.list(other.telegramId, page)).total).toBe(0);
    expect(await answerOf(bench.invites.show(other.telegramId, invite.id))).toBe('invite.unknown');
    expect(await answerOf(bench.invites.revoke(bench.cause(other.telegramId), invite.id))).toBe(
      'invite.unknown',
    );
    expect(await answerOf(bench.invites.list(one.telegramId, { ...page, all: true }))).toBe('not-allowed');
    expect(await answerOf(bench.invites.revoke(bench.cause(adminId), invite.id))).toBe('done');
  });
});

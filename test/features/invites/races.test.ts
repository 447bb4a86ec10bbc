import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invite } from '../../../src/features/invites/service.ts';
import { Refusal } from '../../../src/platform/refusal.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices();
});
afterAll(() => bench.stop());

const create = async (maxUses: number): Promise<Invite> =>
  await bench.invites.create(bench.cause(adminId), {
    maxUses,
    expiresAt: null,
    grant: { kind: 'admission' },
  });

const outsiders = async (count: number): Promise<number[]> => {
  const people = Array.from({ length: count }, () => bench.person({ outside: true }));
  return (await Promise.all(people)).map((person) => person.telegramId);
};

/** What came of it: `in`, or the code of the refusal. Anything else thrown is thrown. */
async function tries(userId: number, code: string): Promise<string> {
  try {
    await bench.invites.redeem(bench.cause(userId), code);
    return 'in';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const countOf = (outcomes: string[]) => ({
  in: outcomes.filter((outcome) => outcome === 'in').length,
  'invite.used-up': outcomes.filter((outcome) => outcome === 'invite.used-up').length,
});

async function stateOf({ id }: Invite) {
  const { rows } = await bench.database.db.execute(
    sql`select used_count as used, is_active as active,
          (select count(*)::int from invite_uses where invite_id = invites.id) as guests
        from invites where id = ${id}`,
  );
  return rows[0];
}

describe('many at once', () => {
  it('ten people race for each of ten one-use codes: exactly one comes in by each', async () => {
    const codes = await Promise.all(Array.from({ length: 10 }, () => create(1)));
    const people = await outsiders(100);
    const outcomes = await Promise.all(people.map((id, at) => tries(id, codes[at % 10]?.code ?? '')));
    for (const [at, invite] of codes.entries()) {
      const ofThis = outcomes.filter((_, index) => index % 10 === at);
      expect(countOf(ofThis)).toEqual({ in: 1, 'invite.used-up': 9 });
      expect(await stateOf(invite)).toEqual({ used: 1, active: false, guests: 1 });
    }
    const { rows } = await bench.database.db.execute(
      sql`select count(*)::int as admitted from users where telegram_id = any(${sql.param(people)}) and admitted_at is not null`,
    );
    expect(rows).toEqual([{ admitted: 10 }]);
  });

  it('a limit of 1000 is exact: of the last sixty at once, as many come in as uses were left', async () => {
    const invite = await create(1000);
    await bench.database.db.execute(sql`update invites set used_count = 950 where id = ${invite.id}`);
    const people = await outsiders(60);
    const outcomes = await Promise.all(people.map((id) => tries(id, invite.code)));
    expect(countOf(outcomes)).toEqual({ in: 50, 'invite.used-up': 10 });
    expect(await stateOf(invite)).toEqual({ used: 1000, active: false, guests: 50 });
  });

  it('one person who tries one code ten times at once uses it once, and the rest is answered, not a fault', async () => {
    const invite = await bench.invites.create(bench.cause(adminId), {
      maxUses: 10,
      expiresAt: null,
      grant: { kind: 'days', days: 1, trafficBytes: null },
    });
    const [id = 0] = await outsiders(1);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => tries(id, invite.code)));
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['in', 'invite.used-by-you']));
    expect(await stateOf(invite)).toEqual({ used: 1, active: true, guests: 1 });
  });

  it('the same update twice at once uses the code once and answers both times the same', async () => {
    const invite = await create(5);
    const [id = 0] = await outsiders(1);
    const cause = bench.cause(id);
    const both = await Promise.all([1, 2].map(() => bench.invites.redeem(cause, invite.code)));
    expect(both).toEqual([
      { admitted: true, granted: false },
      { admitted: true, granted: false },
    ]);
    expect(await stateOf(invite)).toEqual({ used: 1, active: true, guests: 1 });
  });

  it('a code whose creator is demoted at the same moment lets nobody in afterwards', async () => {
    const manager = (await bench.person({ role: 'manager' })).telegramId;
    const invite = await bench.invites.create(bench.cause(manager), {
      maxUses: 20,
      expiresAt: null,
      grant: { kind: 'admission' },
    });
    const [first = 0, ...people] = await outsiders(20);
    const racing = people.map((id) => tries(id, invite.code));
    await bench.users.setRole(bench.cause(adminId), manager, 'user');
    expect(await tries(first, invite.code)).toBe('invite.unbacked');
    const outcomes = await Promise.all(racing);
    expect(outcomes.filter((outcome) => outcome !== 'in' && outcome !== 'invite.unbacked')).toEqual([]);
    const cameIn = outcomes.filter((outcome) => outcome === 'in').length;
    expect(await stateOf(invite)).toEqual({ used: cameIn, active: true, guests: cameIn });
  });
});

describe('an update that comes once more', () => {
  it('is answered with the invite it made, although its last day is over', async () => {
    const cause = bench.cause(adminId);
    const expiresAt = new Date(bench.clock.now().getTime() + 60_000);
    const wanted = { maxUses: 1, expiresAt, grant: { kind: 'admission' } } as const;
    const made = await bench.invites.create(cause, wanted);
    bench.clock.advance(120_000);
    expect(await bench.invites.create(cause, wanted)).toMatchObject({ id: made.id, code: made.code });
  });

  it('is answered with what its code gave, although wrong codes have paused that person since', async () => {
    const wanted = { maxUses: 1, expiresAt: null, grant: { kind: 'admission' } } as const;
    const { code } = await bench.invites.create(bench.cause(adminId), wanted);
    const { telegramId } = await bench.person({ outside: true });
    const cause = bench.cause(telegramId);
    const given = await bench.invites.redeem(cause, code);
    for (let n = 0; n < 20; n += 1)
      await bench.invites.redeem(bench.cause(telegramId), `WRONG${n}`).catch(() => {});
    await expect(bench.invites.redeem(bench.cause(telegramId), code)).rejects.toMatchObject({ kind: 'busy' });
    expect(await bench.invites.redeem(cause, code)).toEqual(given);
  });
});

import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanChange } from '../../../src/features/plans/service.ts';
import type { Currency } from '../../../src/platform/money.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';
import { codeOf } from '../../support/shop.ts';

let bench: ServiceBench;
afterEach(() => bench.stop());

const gigabytes = (count: number) => count * 1024 ** 3;
const planOf = async (code: string) => {
  const plan = (await bench.plans.list(adminId)).find((found) => found.code === code);
  if (plan === undefined) throw new Error(`no plan ${code}`);
  return plan;
};
const change = async (code: string, wanted: PlanChange) =>
  await codeOf(bench.plans.change(bench.cause(adminId), (await planOf(code)).id, wanted));
const order = async () => (await bench.plans.list(adminId)).map(({ code }) => code).join(' ');
const move = async (code: string, by: -1 | 1) =>
  await bench.plans.move(bench.cause(adminId), (await planOf(code)).id, { by });
async function startTrial(): Promise<unknown> {
  const { telegramId } = await bench.person();
  const started = await codeOf(bench.trial.start(bench.cause(telegramId)));
  if (started !== 'done') return started;
  const { rows } = await bench.database.db.execute(
    sql`select days, traffic_bytes::bigint / ${gigabytes(1)} as gigabytes from grants where user_id = ${telegramId}`,
  );
  return rows[0];
}

describe('the trial', () => {
  it('is what the settings say until an admin changes its plan; then the plan decides', async () => {
    bench = await startServices({ TRIAL_DAYS: '3', TRIAL_GIGABYTES: '2' });
    expect(await planOf('trial')).toMatchObject({ days: 3, trafficBytes: gigabytes(2), isVisible: true });
    expect(await startTrial()).toEqual({ days: 3, gigabytes: '2' });
    expect(await change('trial', { field: 'days', value: 14 })).toBe('done');
    // What nobody has changed stays as it was shown, and does not fall back to what was in the database.
    expect(await planOf('trial')).toMatchObject({ days: 14, trafficBytes: gigabytes(2), isVisible: true });
    expect(await startTrial()).toEqual({ days: 14, gigabytes: '2' });
  });

  it('is off while its plan is hidden, and its offer goes with it', async () => {
    bench = await startServices();
    const { telegramId } = await bench.person();
    expect(await bench.trial.offerFor(telegramId)).toEqual({ days: 7, gigabytes: 5 });
    await change('trial', { field: 'isVisible', value: false });
    expect(await bench.trial.offerFor(telegramId)).toBeUndefined();
    expect(await bench.trial.standingOf(telegramId)).toEqual({ kind: 'off' });
    expect(await startTrial()).toBe('trial.off');
    await change('trial', { field: 'isVisible', value: true });
    expect(await startTrial()).toEqual({ days: 7, gigabytes: '5' });
  });

  it('that the settings switch off is off, until an admin switches it on', async () => {
    bench = await startServices({ TRIAL_DAYS: '0' });
    expect(await planOf('trial')).toMatchObject({ isVisible: false });
    expect(await startTrial()).toBe('trial.off');
    await change('trial', { field: 'isVisible', value: true });
    expect(await startTrial()).toEqual({ days: 7, gigabytes: '5' });
  });

  it('started by the same tap again answers what it answered, though it was switched off meanwhile', async () => {
    bench = await startServices();
    const cause = bench.cause((await bench.person()).telegramId);
    const first = await bench.trial.start(cause);
    await change('trial', { field: 'isVisible', value: false });
    expect(await bench.trial.start(cause)).toEqual(first);
  });

  it('cannot be for ever, without a limit, or for money, and is never on sale', async () => {
    bench = await startServices();
    expect(await change('trial', { field: 'days', value: null })).toBe('plan.bad-value');
    expect(await change('trial', { field: 'trafficBytes', value: null })).toBe('plan.bad-value');
    expect(await change('trial', { field: 'price', currency: 'USD', value: 100 })).toBe('plan.bad-value');
    expect(await planOf('trial')).toMatchObject({ version: 1 });
    expect((await bench.plans.onSale()).map(({ code }) => code)).not.toContain('trial');
  });

  it('by a code of days takes its traffic from the plan', async () => {
    bench = await startServices();
    await change('trial', { field: 'trafficBytes', value: gigabytes(9) });
    const terms = {
      code: 'LONGER',
      kind: 'trial',
      value: 20,
      currency: null,
      maxUses: null,
      endsAt: null,
    } as const;
    const promo = await bench.promos.create(bench.cause(adminId), terms);
    const { telegramId } = await bench.person();
    await bench.promos.redeem(bench.cause(telegramId), promo.id);
    const { rows } = await bench.database.db.execute(
      sql`select days, traffic_bytes::text as bytes from grants where user_id = ${telegramId}`,
    );
    expect(rows).toEqual([{ days: 20, bytes: String(gigabytes(9)) }]);
  });
});

describe('a plan', () => {
  beforeEach(async () => {
    bench = await startServices();
  });

  it('moves by one place, stays at the ends, and sells the same as before', async () => {
    const before = await planOf('yearly');
    expect(await order()).toBe('trial weekly monthly quarterly yearly lifetime');
    await move('yearly', -1);
    expect(await order()).toBe('trial weekly monthly yearly quarterly lifetime');
    await move('trial', -1);
    await move('lifetime', 1);
    await move('weekly', 1);
    expect(await order()).toBe('trial monthly weekly yearly quarterly lifetime');
    expect((await bench.plans.onSale()).map(({ code }) => code).join(' ')).toBe(
      'monthly weekly yearly quarterly lifetime',
    );
    expect((await planOf('yearly')).version).toBe(before.version);
    expect((await planOf('trial')).version).toBe(1);
  });

  it('moved by several admins at once never shares a place with another', async () => {
    const others = await Promise.all([1, 2, 3].map(() => bench.person({ role: 'admin' })));
    const plans = await bench.plans.list(adminId);
    await Promise.all(
      others.flatMap(({ telegramId }, index) =>
        plans.map(({ id }) =>
          bench.plans.move(bench.cause(telegramId), id, { by: index % 2 === 0 ? -1 : 1 }),
        ),
      ),
    );
    const places = (await bench.plans.list(adminId)).map(({ position }) => position);
    expect(places).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('takes a limit and an English name, and refuses what no screen could show', async () => {
    expect(await change('weekly', { field: 'trafficBytes', value: gigabytes(70) })).toBe('done');
    expect(await change('weekly', { field: 'nameEn', value: 'Seven days' })).toBe('done');
    expect(await planOf('weekly')).toMatchObject({
      trafficBytes: gigabytes(70),
      names: { ru: 'Неделя', en: 'Seven days' },
    });
    for (const value of ['', ' ', 'до\0после', 'x'.repeat(25), 'half \ud83d', 'a\nb'])
      expect(await change('weekly', { field: 'nameEn', value })).toBe('plan.bad-value');
    expect(await change('weekly', { field: 'trafficBytes', value: 0 })).toBe('plan.bad-value');
    expect(await codeOf(bench.plans.move(bench.cause(adminId), 10 ** 9, { by: 1 }))).toBe('plan.unknown');
  });
});

describe('a price', () => {
  it('that a way of paying here could not charge is refused where it is set', async () => {
    bench = await startServices({ PAYMENT_CURRENCY: 'RUB' }, [createFakeProvider()]);
    const price = (currency: Currency, value: number) =>
      change('weekly', { field: 'price', currency, value });
    expect(await price('RUB', 4_999)).toBe('plan.price-limits');
    expect(await price('RUB', 5_000)).toBe('done');
    // Nobody is charged in it here.
    expect(await price('USD', 10)).toBe('done');
    await bench.stop();
    bench = await startServices({ PAYMENT_CURRENCY: 'RUB' });
    expect(await price('RUB', 4_999)).toBe('done');
  });
});

describe('the panels of a plan', () => {
  const groupIn = async (planId: number, value: string) =>
    await codeOf(bench.plans.change(bench.cause(adminId), planId, { field: 'panelGroup', value }));
  const panelOf = async (userId: number) => (await bench.subscriptions.find(userId))?.panelId;

  async function addPanel(name: string, group: string): Promise<number> {
    const { rows } = await bench.database.db.execute<{ id: string }>(
      sql`insert into panels (name, url, domain, sealed_access, "group", time_zone, created_at, updated_at)
          values (${name}, ${`https://${name}.example.com`}, ${`${name}.example.com`}, '', ${group}, 'UTC', now(), now())
          returning id`,
    );
    return Number(rows[0]?.id);
  }

  beforeEach(async () => {
    bench = await startServices();
  });

  it('take those who get their first access by it, and everybody else goes where everybody goes', async () => {
    const [main] = await bench.fleet.list();
    const fast = await addPanel('fast', 'fast');
    const { id } = await planOf('trial');
    expect(await groupIn(id, 'fast')).toBe('done');
    expect(await bench.plans.groups(adminId)).toEqual(['fast', 'main']);
    const people = await Promise.all(Array.from({ length: 6 }, () => bench.person()));
    for (const { telegramId } of people) await bench.trial.start(bench.cause(telegramId));
    expect(new Set(await Promise.all(people.map(({ telegramId }) => panelOf(telegramId))))).toEqual(
      new Set([fast]),
    );
    const { telegramId } = await bench.person();
    const gift = { userId: telegramId, days: 3, trafficBytes: null, reason: 'в подарок' };
    await bench.money.grant(bench.cause(adminId), gift);
    expect(await panelOf(telegramId)).toBe(main?.id);
    // Whoever lives somewhere stays there.
    await bench.trial.start(bench.cause(telegramId));
    expect(await panelOf(telegramId)).toBe(main?.id);
  });

  it('are of a group that there is, and without room people wait for them', async () => {
    const { id } = await planOf('trial');
    expect(await groupIn(id, 'nowhere')).toBe('plan.no-group');
    expect(await groupIn(id, "'; drop table")).toBe('plan.no-group');
    await addPanel('full', 'full');
    await groupIn(id, 'full');
    await bench.database.db.execute(sql`update panels set capacity = 0 where name = 'full'`);
    const { telegramId } = await bench.person();
    await bench.trial.start(bench.cause(telegramId));
    expect(await panelOf(telegramId)).toBeNull();
  });

  it('and its protocols are at least one, each once, and none that nobody knows', async () => {
    const protocols = (value: unknown) =>
      change('weekly', { field: 'protocols', value } as unknown as PlanChange);
    expect(await protocols([])).toBe('plan.bad-value');
    expect(await protocols(['reality', 'reality'])).toBe('plan.bad-value');
    expect(await protocols(['wireguard'])).toBe('plan.bad-value');
    expect(await protocols(['hysteria2'])).toBe('done');
    expect(await bench.plans.protocolsOf('weekly')).toEqual(['hysteria2']);
    expect(await protocols(null)).toBe('done');
    expect(await bench.plans.protocolsOf('weekly')).toBeUndefined();
    expect(await bench.plans.protocolsOf('gone')).toBeUndefined();
  });
});

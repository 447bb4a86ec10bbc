import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { adminId } from '../../../support/environment.ts';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { byHand } from '../../../support/panel-hand.ts';
import { startFleet } from '../fleet.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

const gigabyte = 1024 ** 3;
const dayMs = 86_400_000;

async function inStep(): Promise<void> {
  await eventually(async () => {
    const left = await bench.database.db.execute(
      sql`select 1 from subscriptions where applied_version < desired_version`,
    );
    expect(left.rows).toHaveLength(0);
  }, 30_000);
  bench.clock.advance(60_000);
}

/** Somebody whose account stands on the first panel. */
async function somebody(): Promise<number> {
  const userId = await bench.grant({ panelId: bench.panelId });
  await inStep();
  return userId;
}

function accountOf(userId: number, index = 0) {
  const [first, ...more] = (bench.panels[index]?.standIn.control.users() ?? []).filter(
    (user) => user.telegram_id === userId,
  );
  if (first === undefined || more.length > 0) throw new Error('not one account');
  return first;
}

function lastDateOf(userId: number): number {
  const { start_date: startDate, package_days: days } = accountOf(userId);
  return Date.parse(`${startDate}T00:00:00Z`) + days * dayMs;
}

const change = async (userId: number, what: Parameters<typeof byHand>[2]) =>
  byHand(bench.panel, (await bench.subscription(userId)).panelUuid, what);

const readList = () => bench.side.sync.sync(bench.panelId);

async function undecided() {
  return (await bench.side.handDesk.list(bench.cause().actorId, bench.panelId)).hands;
}

const asked = () =>
  bench.notices.filter(({ details }) => (details as { alarm?: string } | undefined)?.alarm === 'by-hand')
    .length;

it('what was switched off stays off, through a sale before any list was read, a new link, the night and a move', async () => {
  bench = await startFleet({ panels: 2 });
  const userId = await somebody();
  await change(userId, { enable: false });

  await bench.grant({ userId });
  await inStep();
  expect(accountOf(userId)).toMatchObject({ enable: false, package_days: 60, usage_limit_GB: 10 });
  expect((await bench.subscription(userId)).switchedOffAt).not.toBeNull();
  expect(await undecided()).toMatchObject([{ hand: { userId, kind: 'off' } }]);
  // The panel's card says that somebody waits for a decision.
  expect((await bench.side.desk.view(adminId, bench.panelId)).byHand).toBe(1);

  await readList();
  await bench.side.drift.scan();
  await bench.database.db.transaction((tx) => bench.services.subscriptions.rotateLink(tx, userId));
  await inStep();
  expect(accountOf(userId)).toMatchObject({ enable: false });

  await bench.side.desk.move(bench.cause(), bench.panelId);
  await eventually(() => expect(accountOf(userId, 1)).toMatchObject({ enable: false, package_days: 60 }));
  expect(bench.notices.map(({ kind }) => kind).filter((kind) => kind === 'ready')).toHaveLength(1);
});

it('a move reads the old panel first: what was switched off there a moment ago is off on the new one', async () => {
  bench = await startFleet({ panels: 2 });
  const userId = await somebody();
  await change(userId, { enable: false });
  await bench.side.desk.move(bench.cause(), bench.panelId);
  await eventually(() => expect(accountOf(userId, 1)).toMatchObject({ enable: false }));
});

it('access that ends and is bought again is still off; an admin switches it on again, once', async () => {
  bench = await startFleet();
  const userId = await somebody();
  await change(userId, { enable: false });
  await readList();
  await inStep();
  bench.clock.advance(40 * dayMs);
  await bench.services.subscriptions.lapse();
  await bench.grant({ userId });
  await inStep();
  expect(accountOf(userId)).toMatchObject({ enable: false });

  const [one] = await undecided();
  const id = one?.hand.id ?? 0;
  const manager = await bench.person();
  await expect(bench.side.handDesk.decide(bench.cause(manager), id, 'put-back')).rejects.toMatchObject({
    code: 'not-allowed',
  });
  await bench.side.handDesk.decide(bench.cause(), id, 'taken');
  await inStep();
  expect(accountOf(userId)).toMatchObject({ enable: false });
  expect(await undecided()).toEqual([]);
  await bench.side.handDesk.decide(bench.cause(), id, 'put-back');
  await inStep();
  expect(accountOf(userId)).toMatchObject({ enable: true, is_active: true });
  await expect(bench.side.handDesk.decide(bench.cause(), id, 'put-back')).rejects.toMatchObject({
    code: 'hand.decided',
  });
});

it('what was switched on again on the panel is on, and nothing is left to decide', async () => {
  bench = await startFleet();
  const userId = await somebody();
  await change(userId, { enable: false });
  await readList();
  await inStep();
  await change(userId, { enable: true });
  await readList();
  await inStep();
  expect((await bench.subscription(userId)).switchedOffAt).toBeNull();
  expect(accountOf(userId)).toMatchObject({ enable: true });
  expect(await undecided()).toEqual([]);
});

it('admins are asked when it is seen, and again after seven days without a decision', async () => {
  bench = await startFleet();
  const userId = await somebody();
  await change(userId, { enable: false });
  await readList();
  await eventually(() => expect(asked()).toBe(1));
  bench.clock.advance(6 * dayMs);
  await bench.side.hands.askAgain();
  expect(asked()).toBe(1);
  bench.clock.advance(dayMs);
  await bench.side.hands.askAgain();
  await eventually(() => expect(asked()).toBe(2));
  await bench.side.hands.askAgain();
  expect(asked()).toBe(2);
});

it('days and traffic added by hand are the person’s, a sale comes on top, and put back they are gone', async () => {
  bench = await startFleet();
  const userId = await somebody();
  const { expiresAt } = await bench.subscription(userId);
  const { start_date: startDate } = accountOf(userId);
  await change(userId, { period: { packageDays: 40, startDate }, usageLimitBytes: 8 * gigabyte });
  await readList();
  await inStep();
  const later = (days: number) => new Date((expiresAt?.getTime() ?? 0) + days * dayMs);
  expect(await bench.subscription(userId)).toMatchObject({
    expiresAt: later(10),
    dataLimitBytes: 8 * gigabyte,
  });
  expect(await undecided()).toMatchObject([
    { hand: { kind: 'added', days: 10, trafficBytes: 3 * gigabyte } },
  ]);

  await bench.grant({ userId });
  await inStep();
  expect(accountOf(userId)).toMatchObject({ package_days: 70, usage_limit_GB: 13 });
  await readList();
  await bench.side.drift.scan();
  expect(await undecided()).toHaveLength(1);

  const [one] = await undecided();
  await bench.side.handDesk.decide(bench.cause(), one?.hand.id ?? 0, 'put-back');
  await inStep();
  expect(accountOf(userId)).toMatchObject({ package_days: 60, usage_limit_GB: 10 });
});

it('days that were added by hand on the last day are not ended, nor undone by a sale in the same minute', async () => {
  bench = await startFleet();
  const userId = await somebody();
  const { start_date: startDate } = accountOf(userId);
  await change(userId, { period: { packageDays: 45, startDate } });
  bench.clock.advance(30 * dayMs);
  await bench.services.subscriptions.lapse();
  await inStep();
  await eventually(async () => expect((await bench.subscription(userId)).status).toBe('active'));
  expect(accountOf(userId)).toMatchObject({ enable: true, is_active: true });
  expect(lastDateOf(userId)).toBe(Date.parse(`${startDate}T00:00:00Z`) + 45 * dayMs);
});

it('access that has ended and was opened on the panel goes on there as long as was said', async () => {
  bench = await startFleet();
  const userId = await somebody();
  bench.clock.advance(40 * dayMs);
  await bench.services.subscriptions.lapse();
  await inStep();
  expect(accountOf(userId)).toMatchObject({ enable: false });
  const { start_date: startDate } = accountOf(userId);
  await change(userId, { enable: true, period: { packageDays: 60, startDate } });
  await readList();
  await inStep();
  await eventually(async () => expect((await bench.subscription(userId)).status).toBe('active'));
  expect(accountOf(userId)).toMatchObject({ enable: true, is_active: true, usage_limit_GB: 5 });
  expect(lastDateOf(userId)).toBe(Date.parse(`${startDate}T00:00:00Z`) + 60 * dayMs);
});

it('an older state of the panel that was put back is no decision: it is repaired', async () => {
  bench = await startFleet();
  const userId = await somebody();
  const { start_date: startDate } = accountOf(userId);
  await bench.grant({ userId });
  await inStep();
  await change(userId, {
    enable: false,
    period: { packageDays: 30, startDate },
    usageLimitBytes: 5 * gigabyte,
  });
  await readList();
  expect(await undecided()).toEqual([]);
  await bench.side.drift.repairFew(bench.panelId);
  await inStep();
  expect(accountOf(userId)).toMatchObject({ enable: true, package_days: 60, usage_limit_GB: 10 });
});

it('a try that ended half-way is not taken for a hand', async () => {
  bench = await startFleet();
  const userId = await somebody();
  await bench.panel.control.setFaults({ savesThen502: true });
  await bench.grant({ userId });
  await eventually(() => expect(accountOf(userId)).toMatchObject({ package_days: 60 }));
  await bench.grant({ userId });
  await bench.panel.control.setFaults({ savesThen502: false });
  await inStep();
  await readList();
  expect(accountOf(userId)).toMatchObject({ package_days: 90, usage_limit_GB: 15 });
  expect(await undecided()).toEqual([]);
});

it('names and comments that were written on the panel stay', async () => {
  bench = await startFleet();
  const userId = await somebody();
  await change(userId, { name: 'Tante Emma', comment: 'pays in eggs' });
  await bench.grant({ userId });
  await inStep();
  expect(accountOf(userId)).toMatchObject({ name: 'Tante Emma', comment: 'pays in eggs', package_days: 60 });
});

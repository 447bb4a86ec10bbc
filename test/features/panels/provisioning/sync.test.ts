import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { type FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

/** So many people whose accounts the panel holds, and whose setting up was some time ago. */
async function peopleInStep(count: number): Promise<number[]> {
  const people: number[] = [];
  for (let n = 0; n < count; n++) people.push(await bench.grant());
  await allVerified();
  bench.clock.advance(60_000);
  return people;
}

async function allVerified(): Promise<void> {
  await eventually(async () => {
    const left = await bench.database.db.execute(
      sql`select 1 from subscriptions where applied_version < desired_version`,
    );
    expect(left.rows).toHaveLength(0);
  }, 30_000);
}

const uuidOf = async (userId: number) => (await bench.subscription(userId)).panelUuid;

it('a sync writes changed rows alone, and usage tells its age', async () => {
  bench = await startFleet();
  const [first = 0, second = 0, third = 0] = await peopleInStep(3);
  bench.panel.control.addUsage(await uuidOf(first), 2);
  bench.panel.control.addUsage(await uuidOf(second), 1);
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ result: 'taken', listed: 3, written: 2 });
  expect(await bench.subscription(first)).toMatchObject({
    usedBytes: 2 * 1024 ** 3,
    totalBytes: 2 * 1024 ** 3,
  });
  expect((await bench.subscription(first)).lastOnlineAt).not.toBeNull();
  const before = (await bench.subscription(third)).usageReadAt?.getTime() ?? 0;
  bench.clock.advance(300_000);
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ written: 0 });
  expect((await bench.subscription(third)).usageReadAt?.getTime()).toBeGreaterThanOrEqual(before + 300_000);
});

it('usage that falls is a new baseline: the total goes on growing', async () => {
  bench = await startFleet();
  const [userId = 0] = await peopleInStep(1);
  const uuid = await uuidOf(userId);
  bench.panel.control.addUsage(uuid, 3);
  await bench.side.sync.sync(bench.panelId);
  await bench.panel.control.setFaults({});
  bench.panel.control.removeRow(uuid);
  bench.panel.control.seed({
    uuid,
    name: `tg-${userId}`,
    currentUsageGb: 1,
    usageLimitGb: 5,
    packageDays: 30,
  });
  bench.clock.advance(300_000);
  await bench.side.sync.sync(bench.panelId);
  expect(await bench.subscription(userId)).toMatchObject({
    usedBytes: 1024 ** 3,
    totalBytes: 4 * 1024 ** 3,
  });
});

it('an empty list, or 30 % of the people looking deleted, stops the sync and touches nobody', async () => {
  bench = await startFleet();
  await peopleInStep(20);
  for (const faults of [{ emptyList: true }, { phantomDeletedShare: 0.3 }]) {
    await bench.panel.control.clearFaults();
    await bench.panel.control.setFaults(faults);
    bench.panel.control.clearRequests();
    expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ result: 'stopped', people: 20 });
    expect(bench.panel.control.requests().filter(({ method }) => method !== 'GET')).toHaveLength(0);
  }
  expect((await bench.services.fleet.find(bench.panelId))?.syncProblem).toContain('of 20');
  await eventually(() => expect(bench.notices.filter(({ kind }) => kind === 'panel')).toHaveLength(1));
  await bench.panel.control.clearFaults();
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ result: 'taken', restored: 0 });
  expect((await bench.services.fleet.find(bench.panelId))?.syncProblem).toBeNull();
});

it('an empty list of a panel without people is a list', async () => {
  bench = await startFleet();
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ result: 'taken', listed: 0, missing: 0 });
});

it('one account that is really gone comes back, one that only the list forgot is left alone', async () => {
  bench = await startFleet();
  const [gone = 0] = await peopleInStep(4);
  const uuid = await uuidOf(gone);
  bench.panel.control.removeRow(uuid);
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ missing: 1, restored: 1 });
  await eventually(() => expect(bench.panel.control.users().map((user) => user.uuid)).toContain(uuid));
  await allVerified();
  bench.clock.advance(60_000);
  bench.panel.control.faultNext(1, { phantomDeletedShare: 0.2 });
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ result: 'taken', restored: 0 });
});

it('panels are read when their time has come, and a panel that is down is left out', async () => {
  bench = await startFleet({ panels: 2 });
  expect(await bench.side.sync.syncDue()).toBe(2);
  await eventually(async () =>
    expect((await bench.services.fleet.list()).every(({ syncedAt }) => syncedAt !== null)).toBe(true),
  );
  expect(await bench.side.sync.syncDue()).toBe(0);
  bench.clock.advance(6.1 * 60_000);
  expect(await bench.side.sync.syncDue()).toBe(2);
});

it('the report finds what is missing, changed, strange and half-made, and changes nothing; the repair mends it', async () => {
  bench = await startFleet();
  const people = await peopleInStep(3);
  const [one = 0, two = 0] = people;
  const uuid = await uuidOf(one);
  bench.panel.control.removeRow(await uuidOf(two));
  bench.panel.control.removeRow(uuid);
  bench.panel.control.seed({ uuid, name: 'tg', usageLimitGb: 500, packageDays: 30 });
  bench.panel.control.seed({ name: 'somebody else' });
  bench.panel.control.seed({ name: 'unknown' });
  bench.panel.control.clearRequests();
  const found = await bench.side.drift.report(bench.panelId);
  expect(found).toMatchObject({ people: 3, strangers: 2, ghosts: 1, wrongValues: { usageLimitBytes: 1 } });
  expect([found.missing.length, found.differing.length]).toEqual([1, 1]);
  expect(bench.panel.control.requests().filter(({ method }) => method !== 'GET')).toHaveLength(0);

  await expect(bench.side.drift.repairFew(bench.panelId)).rejects.toMatchObject({ code: 'panel.too-many' });
  expect(await bench.side.desk.repair(bench.cause(), bench.panelId)).toBe(2);
  await allVerified();
  bench.clock.advance(60_000);
  expect(await bench.side.drift.report(bench.panelId)).toMatchObject({
    missing: [],
    differing: [],
    strangers: 2,
  });
});

it('after the panel was wiped everybody with access is created again, and nobody else', async () => {
  bench = await startFleet();
  const people = await peopleInStep(10);
  const ended = await bench.grant({ days: 1 });
  await allVerified();
  bench.clock.advance(2 * 86_400_000);
  await bench.services.subscriptions.lapse();
  await allVerified();
  bench.panel.control.wipe();
  expect(await bench.side.desk.rebuild(bench.cause(), bench.panelId)).toBe(10);
  await eventually(() => expect(bench.panel.control.users()).toHaveLength(10));
  const holders = bench.panel.control.users().map((user) => user.telegram_id);
  expect(new Set(holders)).toEqual(new Set(people));
  expect(holders).not.toContain(ended);
});

it('an account that stands on a panel is taken over with its key, days and traffic, and never doubled', async () => {
  bench = await startFleet();
  const userId = await bench.person();
  const startDate = new Date(bench.clock.now().getTime() - 10 * 86_400_000).toISOString().slice(0, 10);
  const seed = { usageLimitGb: 40, currentUsageGb: 7, packageDays: 30, startDate, telegramId: userId };
  const uuid = bench.panel.control.seed({ name: 'old customer', ...seed });
  expect(await bench.side.adopt.findMatches(bench.panelId)).toMatchObject([{ userId, uuid }]);
  expect(await bench.side.adopt.adoptMatches(bench.panelId)).toMatchObject({ linked: 1 });
  expect(await bench.side.adopt.adoptMatches(bench.panelId)).toMatchObject({ linked: 0 });
  await bench.side.adopt.adopt({ userId, panelId: bench.panelId, uuid });
  await allVerified();
  expect(bench.panel.control.users()).toMatchObject([
    {
      uuid,
      package_days: 30,
      start_date: startDate,
      current_usage_GB: 7,
      usage_limit_GB: 40,
      is_active: true,
    },
  ]);
  expect(await bench.subscription(userId)).toMatchObject({ panelUuid: uuid, usedBytes: 7 * 1024 ** 3 });

  const other = await bench.person();
  const link = { userId: other, panelId: bench.panelId, uuid };
  await expect(bench.side.adopt.adopt(link)).rejects.toMatchObject({ code: 'panel.account-taken' });
  const second = bench.panel.control.seed({ name: 'second' });
  const more = { userId, panelId: bench.panelId, uuid: second };
  await expect(bench.side.adopt.adopt(more)).rejects.toMatchObject({ code: 'panel.has-other-account' });
});

it('where sing-box is offered, a lost apply is made up for after the burst', async () => {
  bench = await startFleet({ settings: { PANEL_SETTLES: 'yes' } });
  await bench.side.watch.look();
  bench.panel.control.setApplySeconds(60);
  await peopleInStep(3);
  expect(bench.panel.control.cores().lostApplies).toBeGreaterThan(0);
  bench.clock.advance(200_000);
  expect(bench.panel.control.cores().singbox.length).toBeLessThan(3);
  expect(await bench.side.reapply(bench.panelId)).toBe('reapplied');
  bench.clock.advance(61_000);
  expect(bench.panel.control.cores().singbox).toHaveLength(3);
  const waiting = await bench.database.db.execute(
    sql`select 1 from pgboss.job where name = 'panel-settle' and start_after > now() + interval '2 minutes'`,
  );
  expect(waiting.rows).toHaveLength(1);
});

it('v13 queues its applies and is never asked to apply once more', async () => {
  bench = await startFleet({ profile: 'v13', settings: { PANEL_SETTLES: 'yes' } });
  await bench.side.watch.look();
  await peopleInStep(1);
  const waiting = await bench.database.db.execute(sql`select 1 from pgboss.job where name = 'panel-settle'`);
  expect(waiting.rows).toHaveLength(0);
});

it('a nightly check that could not be done is told to admins, once, and not of a panel that is off', async () => {
  bench = await startFleet({ panels: 2 });
  await peopleInStep(1);
  const [, second] = bench.panels;
  await bench.side.desk.setState(bench.cause(), second?.row.id ?? 0, 'off');
  bench.panel.control.faultNext(1, { down: true });
  await bench.side.drift.scan();
  await eventually(() => expect(bench.notices.filter(({ kind }) => kind === 'panel')).toHaveLength(1));
  expect(bench.notices.at(-1)?.details).toMatchObject({ alarm: 'scan-failed' });
  await bench.side.drift.scan();
  expect(bench.notices.filter(({ kind }) => kind === 'panel')).toHaveLength(1);
});

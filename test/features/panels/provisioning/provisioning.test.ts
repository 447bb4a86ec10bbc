import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { adminId } from '../../../support/environment.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

const verified = async (userId: number) => {
  const { desiredVersion, appliedVersion } = await bench.subscription(userId);
  expect(appliedVersion).toBe(desiredVersion);
  expect(desiredVersion).toBeGreaterThan(0);
};
const lastVerified = async () => {
  const { rows } = await bench.database.db.execute<{ ms: number }>(
    sql`select extract(epoch from max(verified_at))::float * 1000 as ms from subscriptions`,
  );
  return rows[0]?.ms;
};
const accountsOf = (userId: number) =>
  bench.panel.control.users().filter((user) => user.telegram_id === userId);

it('a panel that saves and answers 502, or dies between its commits, ends with one right account', async () => {
  bench = await startFleet();
  bench.panel.control.faultNext(1, { savesThen502: true }, { method: 'POST' });
  const first = await bench.grant();
  await eventually(() => verified(first));
  bench.panel.control.faultNext(1, { failBetweenCommits: true }, { method: 'POST' });
  const second = await bench.grant();
  await eventually(() => verified(second));
  for (const userId of [first, second])
    expect(accountsOf(userId)).toMatchObject([{ usage_limit_GB: 5, package_days: 30, name: `tg-${userId}` }]);
  expect(bench.panel.control.users()).toHaveLength(2);
});

const lostAnswers = [
  { how: 'answers 500 after saving', faults: { savesThen500: true } },
  { how: 'answers 502 after saving', faults: { savesThen502: true } },
  {
    how: 'takes a minute, so that its proxy answers 504 after it saved',
    faults: { slowMs: 60, proxyTimeoutMs: 30 },
  },
  {
    how: 'answers 500 after saving, which its proxy repeats four times',
    faults: { savesThen500: true, proxyReplay: true },
  },
];

it.for(lostAnswers)(
  'a panel that $how, first to a creation and then to a change, holds one right account',
  async ({ faults }) => {
    bench = await startFleet();
    const userId = await bench.person();
    for (const method of ['POST', 'PATCH']) {
      bench.panel.control.faultNext(1, faults, { method });
      await bench.grant({ userId });
      await eventually(() => verified(userId));
    }
    const statuses = bench.panel.control.requests().filter(({ status }) => Number(status) >= 500);
    expect(statuses.map(({ method }) => method)).toEqual(expect.arrayContaining(['POST', 'PATCH']));
    expect(bench.panel.control.users()).toMatchObject([
      { usage_limit_GB: 10, package_days: 60, is_active: true },
    ]);
    expect(bench.notices.filter(({ kind }) => kind === 'ready')).toHaveLength(1);
  },
);

it('a panel that saves and never answers ends with one account, after the client gave up waiting', async () => {
  bench = await startFleet({ timeoutMs: 300 });
  bench.panel.control.faultNext(1, { hang: true }, { method: 'POST' });
  const userId = await bench.grant();
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toHaveLength(1);
});

it('a website in place of the panel stops all writing at once, tells admins once, and is over by itself', async () => {
  bench = await startFleet();
  await bench.panel.control.setFaults({ html: true });
  const people = [await bench.grant(), await bench.grant(), await bench.grant()];
  await eventually(() => expect(bench.services.fleet.shutBecause(bench.panelId)).toBe('misconfigured'));
  await eventually(() =>
    expect(bench.notices).toMatchObject([{ kind: 'panel', details: { alarm: 'misconfigured' } }]),
  );
  await bench.panel.control.clearFaults();
  bench.side.watch.start();
  for (const userId of people) await eventually(() => verified(userId));
  expect(bench.notices.filter(({ kind }) => kind === 'panel')).toHaveLength(1);
});

it('200 grants while the panel is down for an hour are all there within five minutes of its return, none twice', async () => {
  bench = await startFleet();
  await bench.panel.control.setFaults({ down: true });
  const people: number[] = [];
  for (let n = 0; n < 200; n++) people.push(await bench.grant());
  await eventually(() => expect(bench.services.fleet.shutBecause(bench.panelId)).toBe('transient'));
  bench.clock.advance(60 * 60 * 1000);
  // Whoever waits does not knock: a shut panel is asked by the watch alone.
  expect(bench.panel.control.requests().length).toBeLessThan(50);
  await bench.panel.control.clearFaults();
  bench.panel.control.clearRequests();
  const backAt = bench.clock.now();
  bench.side.watch.start();
  await eventually(async () => {
    const left = await bench.database.db.execute(
      sql`select 1 from subscriptions where applied_version < desired_version`,
    );
    expect(left.rows).toHaveLength(0);
  }, 240_000);
  expect(await lastVerified()).toBeLessThan(backAt.getTime() + 5 * 60_000);
  // A second creation of the same account would have been answered 400.
  const created = bench.panel.control.requests().filter(({ method }) => method === 'POST');
  expect(new Set(created.map(({ status }) => status))).toEqual(new Set([200]));
  const holders = bench.panel.control.users().map((user) => user.telegram_id);
  expect(holders).toHaveLength(200);
  expect(new Set(holders)).toEqual(new Set(people));
  await eventually(() =>
    expect(bench.notices.filter(({ kind }) => kind === 'ready').map(({ userId }) => userId)).toHaveLength(
      200,
    ),
  );
  expect(new Set(bench.notices.map(({ userId }) => userId))).toEqual(new Set([...people, adminId]));
}, 280_000);

it('one of four panels down, or silent, holds up nobody on the others', async () => {
  bench = await startFleet({ panels: 4, timeoutMs: 5_000 });
  const [silent] = bench.panels;
  await silent?.standIn.control.setFaults({ hang: true });
  for (let n = 0; n < 20; n++) await bench.grant({ panelId: silent?.row.id ?? 0 });
  const others: number[] = [];
  for (let n = 0; n < 30; n++)
    others.push(await bench.grant({ panelId: bench.panels[1 + (n % 3)]?.row.id ?? 0 }));
  // Less than one timeout of the silent panel.
  await expect(
    Promise.all(others.map((userId) => eventually(() => verified(userId), 4_500))),
  ).resolves.toHaveLength(30);
});

it('a refusal about one person is recorded and left, and stops nobody else', async () => {
  bench = await startFleet();
  const strange = await bench.grant();
  await eventually(() => verified(strange));
  await bench.database.db.execute(
    sql`update subscriptions set panel_uuid = '00000000-0000-1000-8000-000000000000' where user_id = ${strange}`,
  );
  await bench.grant({ userId: strange });
  await eventually(async () =>
    expect(await bench.subscription(strange)).toMatchObject({ failure: 'invalid' }),
  );
  const other = await bench.grant();
  await eventually(() => verified(other));
  const { givenUpVersion, desiredVersion } = await bench.subscription(strange);
  expect(givenUpVersion).toBe(desiredVersion);
  const stuck = { details: expect.objectContaining({ alarm: 'stuck' }) };
  expect(bench.notices).toContainEqual(expect.objectContaining(stuck));
});

it('a new period begins at zero exactly once, and an extension leaves the counter alone', async () => {
  bench = await startFleet();
  const userId = await bench.grant({ days: 10 });
  await eventually(() => verified(userId));
  const { panelUuid } = await bench.subscription(userId);
  bench.panel.control.addUsage(panelUuid, 2);
  await bench.grant({ userId, days: 10 });
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([{ current_usage_GB: 2, usage_limit_GB: 10 }]);

  bench.clock.advance(21 * 86_400_000);
  bench.panel.control.faultNext(1, { savesThen502: true }, { method: 'PATCH' });
  await bench.grant({ userId, days: 10 });
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([{ current_usage_GB: 0, usage_limit_GB: 5 }]);
  const after = await bench.subscription(userId);
  expect([after.period, after.appliedPeriod]).toEqual([2, 2]);

  bench.panel.control.addUsage(panelUuid, 1);
  await bench.database.db.transaction((tx) => bench.services.subscriptions.refresh(tx, userId));
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([{ current_usage_GB: 1 }]);
});

it('a replaced link leaves one account: the new uuid is there, the old one is not, whatever the panel answered', async () => {
  bench = await startFleet();
  const userId = await bench.grant();
  await eventually(() => verified(userId));
  const before = await bench.subscription(userId);
  bench.panel.control.addUsage(before.panelUuid, 1);
  bench.panel.control.faultNext(1, { savesThen502: true }, { method: 'PATCH' });
  await bench.database.db.transaction((tx) => bench.services.subscriptions.rotateLink(tx, userId));
  expect(await bench.services.keys.stateFor(userId)).toEqual({ state: 'pending' });
  await eventually(() => verified(userId));
  const after = await bench.subscription(userId);
  expect(after.panelUuid).not.toBe(before.panelUuid);
  expect(after.previousUuid).toBeNull();
  expect(accountsOf(userId)).toMatchObject([{ uuid: after.panelUuid, current_usage_GB: 1 }]);
});

it('a change made between reading and confirming is followed by a run of its own', async () => {
  bench = await startFleet();
  const userId = await bench.grant();
  await bench.panel.control.setFaults({ slowMs: 150 });
  await eventually(() => expect(accountsOf(userId)).toHaveLength(1));
  for (let n = 0; n < 5; n++) await bench.grant({ userId });
  await bench.panel.control.clearFaults();
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([{ package_days: 180, usage_limit_GB: 30 }]);
});

import { afterEach, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

const verified = async (userId: number) => {
  const { desiredVersion, appliedVersion } = await bench.subscription(userId);
  expect(appliedVersion).toBe(desiredVersion);
  expect(desiredVersion).toBeGreaterThan(0);
};
const accountsOf = (userId: number) =>
  bench.panel.control.users().filter((user) => user.telegram_id === userId);

it('whoever has nothing left has nothing on the panel, so that switching it on there opens nothing', async () => {
  bench = await startFleet();
  const userId = await bench.person();
  const reason = 'order 1';
  const bought = { userId, source: 'order', reason, days: null, trafficBytes: null } as const;
  await bench.database.db.transaction((tx) => bench.services.subscriptions.grant(tx, bought));
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([{ usage_limit_GB: 1_000_000, package_days: 10_000 }]);
  const { subscriptions } = bench.services;
  await bench.database.db.transaction((tx) => subscriptions.takeBack(tx, { userId, reason }));
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([{ usage_limit_GB: 0, package_days: 0, enable: false }]);
  const { expiresAt } = await bench.subscription(userId);
  expect(expiresAt?.getTime()).toBeLessThanOrEqual(bench.clock.now().getTime());
  bench.clock.advance(60_000);
  await bench.database.db.transaction((tx) => subscriptions.refresh(tx, userId));
  expect(await bench.subscription(userId)).toMatchObject({
    status: 'expired',
    startedAt: null,
    expiresAt,
    dataLimitBytes: 0,
  });
});

it('days that were paid for begin when the panel holds them, however long it was away, and that is said', async () => {
  bench = await startFleet();
  await bench.panel.control.setFaults({ html: true });
  const userId = await bench.grant({ days: 2 });
  const { subscriptions } = bench.services;
  await eventually(() => expect(bench.services.fleet.shutBecause(bench.panelId)).toBe('misconfigured'));
  bench.clock.advance(3 * 86_400_000);
  await subscriptions.lapse();
  expect(await bench.subscription(userId)).toMatchObject({ status: 'pending' });
  bench.clock.advance(5 * 3_600_000);
  const backAt = bench.clock.now().getTime();
  await bench.panel.control.clearFaults();
  bench.side.watch.start();
  await eventually(() => verified(userId));
  const { startedAt, expiresAt, status } = await bench.subscription(userId);
  expect(status).toBe('active');
  expect(startedAt?.getTime()).toBeGreaterThanOrEqual(backAt);
  expect((expiresAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)).toBe(2 * 86_400_000);
  const ready = () => bench.notices.filter(({ kind }) => kind === 'ready');
  await eventually(() => expect(ready()).toMatchObject([{ userId, details: { hours: '77' } }]));
});

it('what is bought again the same day, while the panel is away, works: its traffic begins at zero', async () => {
  bench = await startFleet();
  const userId = await bench.person();
  const { subscriptions } = bench.services;
  const buy = async (order: number) => {
    const terms = { source: 'order', days: 30, trafficBytes: 5 * 1024 ** 3 } as const;
    const bought = { userId, reason: `order ${order}`, ...terms };
    await bench.database.db.transaction((tx) => subscriptions.grant(tx, bought));
  };
  await buy(1);
  await eventually(() => verified(userId));
  const { panelUuid } = await bench.subscription(userId);
  bench.panel.control.addUsage(panelUuid, 6);
  await bench.side.sync.sync(bench.panelId);
  await bench.panel.control.setFaults({ html: true });
  await bench.database.db.transaction((tx) => subscriptions.takeBack(tx, { userId, reason: 'order 1' }));
  await buy(2);
  await eventually(() => expect(bench.services.fleet.shutBecause(bench.panelId)).toBe('misconfigured'));
  await bench.panel.control.clearFaults();
  bench.panel.control.faultNext(1, { savesThen502: true }, { method: 'PATCH' });
  bench.side.watch.start();
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([{ current_usage_GB: 0, usage_limit_GB: 5, is_active: true }]);
  expect(await bench.subscription(userId)).toMatchObject({ status: 'active', usedBytes: 0 });
});

it('what was bought one after another holds on the panel one after another: 5 GB, and then no limit', async () => {
  bench = await startFleet();
  const userId = await bench.person();
  const { subscriptions } = bench.services;
  const buy = async (order: number, days: number, trafficBytes: number | null) => {
    const bought = { userId, source: 'order', reason: `order ${order}`, days, trafficBytes } as const;
    await bench.database.db.transaction((tx) => subscriptions.grant(tx, bought));
    await eventually(() => verified(userId));
  };
  await buy(1, 10, 5 * 1024 ** 3);
  await buy(2, 7, null);
  expect(accountsOf(userId)).toMatchObject([{ usage_limit_GB: 5, package_days: 17 }]);
  const { panelUuid, expiresAt } = await bench.subscription(userId);
  bench.panel.control.addUsage(panelUuid, 3);
  bench.clock.advance(10 * 86_400_000);
  expect(await subscriptions.lapse()).toBe(1);
  await eventually(() => verified(userId));
  expect(accountsOf(userId)).toMatchObject([
    { usage_limit_GB: 1_000_000, current_usage_GB: 0, package_days: 17 },
  ]);
  expect(await bench.subscription(userId)).toMatchObject({ status: 'active', expiresAt, changesAt: null });
  expect(await subscriptions.lapse()).toBe(0);
});

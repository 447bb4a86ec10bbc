import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FleetBench, openFleet } from '../../support/fleet.ts';
import { freshDatabase } from '../../support/postgres.ts';

let bench: FleetBench;
beforeAll(async () => {
  bench = await openFleet(await freshDatabase(), { panels: 2, idle: true });
});
afterAll(() => bench.stop());

it('whoever waits for a panel of their plan gets one of its group as soon as there is room, though others are free', async () => {
  const { db } = bench.database;
  const { id } = bench.panels[1]?.row ?? { id: 0 };
  await db.execute(sql`update panels set "group" = 'fast', capacity = 0 where id = ${id}`);
  await db.execute(sql`update plans set panel_group = 'fast' where code = 'monthly'`);
  const userId = await bench.person();
  const gift = { userId, source: 'order', reason: 'order 1', days: 30, trafficBytes: null } as const;
  await db.transaction((tx) => bench.services.subscriptions.grant(tx, { ...gift, planCode: 'monthly' }));
  expect((await bench.subscription(userId)).panelId).toBeNull();
  expect(await bench.side.provisioning.provision({ userId }, false)).toBe('parked');
  await db.execute(sql`update panels set capacity = null where id = ${id}`);
  expect(await bench.side.provisioning.provision({ userId }, false)).toBe('done');
  expect(await bench.subscription(userId)).toMatchObject({ panelId: id, status: 'active' });
});

it('whoever lives elsewhere moves when their time of the plan begins, not before, and comes back with what follows it', async () => {
  const { db } = bench.database;
  const [home, fast] = bench.panels.map(({ row }) => row.id) as [number, number];
  const userId = await bench.person();
  const { subscriptions } = bench.services;
  const buy = async (reason: string, days: number, planCode: string) => {
    const bought = { userId, source: 'order', reason, days, trafficBytes: 50, planCode } as const;
    await db.transaction((tx) => subscriptions.grant(tx, bought));
    await bench.side.provisioning.provision({ userId }, false);
  };
  const livesOn = async () => (await bench.subscription(userId)).panelId;
  const daysLater = async (days: number) => {
    bench.clock.advance(days * 86_400_000);
    await subscriptions.lapse();
    await bench.side.provisioning.provision({ userId }, false);
  };
  await db.execute(sql`update plans set panel_group = 'main' where code = 'monthly'`);
  await buy('order 1', 7, 'weekly');
  expect(await livesOn()).toBe(home);
  await buy('order 2', 30, 'monthly');
  await buy('order 3', 7, 'weekly');
  await db.execute(sql`update plans set panel_group = 'fast' where code = 'monthly'`);
  expect(await livesOn()).toBe(home);
  await daysLater(7);
  expect(await bench.subscription(userId)).toMatchObject({
    planCode: 'monthly',
    panelId: fast,
    status: 'active',
  });
  // Without room for them they stay where they live, until there is some.
  await db.execute(sql`update panels set capacity = 0 where id = ${home}`);
  await daysLater(30);
  expect(await bench.subscription(userId)).toMatchObject({ planCode: 'weekly', panelId: fast });
  await db.execute(sql`update panels set capacity = null where id = ${home}`);
  // The account that they left behind there has gone.
  await db.execute(sql`delete from panel_leftovers where user_id = ${userId}`);
  await bench.side.provisioning.provision({ userId }, false);
  expect(await livesOn()).toBe(home);
});

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

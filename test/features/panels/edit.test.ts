import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { sealAccess } from '../../../src/features/panels/fleet/access.rules.ts';
import { updatePanel } from '../../../src/features/panels/queries.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetBench } from '../../support/fleet.ts';
import { startFleet } from './fleet.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

it('name, capacity, weight and group are changed and written down with what they were', async () => {
  bench = await startFleet({ panels: 2, idle: true });
  const { desk } = bench.side;
  const [one, two] = bench.panels.map(({ row }) => row);
  const id = two?.id ?? 0;
  await desk.edit(bench.cause(), id, { capacity: 200 });
  await desk.edit(bench.cause(), id, { name: 'Амстердам', weight: 3, group: 'fast' });
  const changed = { name: 'Амстердам', capacity: 200, weight: 3, group: 'fast' };
  expect(await bench.services.fleet.find(id)).toMatchObject(changed);
  await expect(desk.edit(bench.cause(), id, { name: one?.name ?? '' })).rejects.toMatchObject({
    code: 'panel.taken',
  });
  await desk.edit(bench.cause(), id, { capacity: null });
  expect((await bench.services.fleet.find(id))?.capacity).toBeNull();
  const { rows } = await bench.database.db.execute(
    sql`select before, after from audit_log where action = 'edit panel' order by id limit 1`,
  );
  expect(rows).toEqual([{ before: { capacity: null }, after: { capacity: 200 } }]);
});

it('a new key is tried before it takes the place of the old one, and what waited goes on with it', async () => {
  bench = await startFleet({ panels: 2, settings: { PANEL_ALLOW_PRIVATE: 'yes' } });
  const { desk } = bench.side;
  const [first, second] = bench.panels;
  const id = second?.row.id ?? 0;
  const { adminPath = '', clientPath = '', adminKey: apiKey = '' } = second?.standIn ?? {};
  const wrong = sealAccess(bench.seal, { adminPath, clientPath, apiKey: crypto.randomUUID() });
  await updatePanel(bench.database.db, id, { sealedAccess: wrong, revision: 2 });
  const userId = await bench.grant({ panelId: id });
  await eventually(() => expect(bench.services.fleet.shutBecause(id)).toBe('unauthorized'));

  const before = await bench.services.fleet.find(id);
  expect(await desk.changeAccess(bench.cause(), id, { apiKey: crypto.randomUUID() })).toEqual({
    ok: false,
    wrong: 'key',
  });
  expect((await bench.services.fleet.find(id))?.sealedAccess).toBe(before?.sealedAccess);
  expect(await desk.changeAccess(bench.cause(), id, { apiKey })).toMatchObject({ ok: true });
  await eventually(async () => expect((await bench.subscription(userId)).status).toBe('active'));
  const { rows } = await bench.database.db.execute(
    sql`select row_to_json(audit_log)::text as row from audit_log where action = 'change panel access'`,
  );
  expect(rows).toHaveLength(1);
  for (const secret of [apiKey, adminPath, clientPath]) expect(JSON.stringify(rows)).not.toContain(secret);

  const fromSettings = desk.changeAccess(bench.cause(), first?.row.id ?? 0, { apiKey });
  await expect(fromSettings).rejects.toMatchObject({ code: 'panel.from-settings' });
  await updatePanel(bench.database.db, id, { sealedAccess: 'v1.sealed-elsewhere' });
  const partly = desk.changeAccess(bench.cause(), id, { apiKey });
  await expect(partly).rejects.toMatchObject({ code: 'panel.access-unreadable' });
  const whole = { adminPath, clientPath, apiKey };
  expect(await desk.changeAccess(bench.cause(), id, whole)).toMatchObject({ ok: true });
});

it('a panel that was wiped is filled again with keys, days and the traffic that was used', async () => {
  bench = await startFleet();
  const people = [await bench.grant(), await bench.grant()];
  await eventually(() => expect(bench.notices.filter(({ kind }) => kind === 'ready')).toHaveLength(2));
  const before = await bench.subscription(people[0] ?? 0);
  bench.panel.control.addUsage(before.panelUuid, 3);
  bench.clock.advance(60_000);
  await bench.side.sync.sync(bench.panelId);
  bench.panel.control.wipe();
  bench.panel.control.faultNext(1, { failBetweenCommits: true }, { method: 'POST' });
  expect(await bench.side.desk.rebuild(bench.cause(), bench.panelId)).toBe(2);
  expect((await bench.side.desk.view(101, bench.panelId)).waiting).toBeGreaterThan(0);
  await eventually(async () => expect((await bench.side.desk.view(101, bench.panelId)).waiting).toBe(0));
  expect(bench.panel.control.users()).toHaveLength(2);
  expect(bench.panel.control.users().find(({ uuid }) => uuid === before.panelUuid)).toMatchObject({
    current_usage_GB: 3,
    usage_limit_GB: 5,
    package_days: 30,
    is_active: true,
  });
  expect((await bench.subscription(people[0] ?? 0)).totalBytes).toBe(3 * 1024 ** 3);
});

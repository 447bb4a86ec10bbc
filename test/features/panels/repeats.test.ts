import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { type PanelStandIn, startPanelStandIn } from '../../../sandbox/panel/stand-in.ts';
import { updatePanel } from '../../../src/features/panels/queries.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetBench } from '../../support/fleet.ts';
import { startFleet } from './fleet.ts';

let bench: FleetBench;
let another: PanelStandIn | undefined;
afterEach(async () => {
  await bench.stop();
  await another?.stop();
  another = undefined;
});

const settings = { PANEL_ALLOW_PRIVATE: 'yes' };

/** A panel that answers and that nobody has added yet. */
async function newPanel() {
  another = await startPanelStandIn({ clock: bench.clock, seedUsers: [] });
  const { url, adminPath, clientPath, adminKey: apiKey, control } = another;
  return { draft: { name: 'second', timeZone: 'UTC', url, adminPath, clientPath, apiKey }, control };
}

async function audited(action: string): Promise<number> {
  const { rows } = await bench.database.db.execute(sql`select 1 from audit_log where action = ${action}`);
  return rows.length;
}

it('whoever repeats that a panel was added is answered with it, also while it is away', async () => {
  bench = await startFleet({ idle: true, settings });
  const { draft, control } = await newPanel();
  const cause = bench.cause();
  const added = await bench.side.desk.add(cause, draft);
  expect(added).toMatchObject({ ok: true, version: '12.0.0', panel: { name: 'second', url: draft.url } });
  await control.setFaults({ down: true });
  expect(await bench.side.desk.add(cause, draft)).toEqual(added);
  expect(await audited('add panel')).toBe(1);
  await control.clearFaults();
  await expect(bench.side.desk.add(bench.cause(), draft)).rejects.toMatchObject({ code: 'panel.taken' });
});

it('what the version before recorded of an added panel is read', async () => {
  bench = await startFleet({ idle: true, settings });
  const { draft } = await newPanel();
  const cause = bench.cause();
  const row = { id: bench.panelId, name: 'second', version: '12.0.0', createdAt: '2026-11-30T00:00:00.000Z' };
  await bench.database.db.execute(sql`
    insert into applied_effects (key, result, applied_at)
    values (${`${cause.key} add panel`}, ${JSON.stringify(row)}::jsonb, now())`);
  const answered = await bench.side.desk.add(cause, draft);
  expect(answered).toMatchObject({ ok: true, version: '12.0.0', panel: { id: bench.panelId } });
});

it('ten who add one panel at once add it once', async () => {
  bench = await startFleet({ idle: true, settings });
  const { draft } = await newPanel();
  const adding = Array.from({ length: 10 }, (_, n) =>
    bench.side.desk.add(bench.cause(), { ...draft, name: `second ${n}` }),
  );
  const ended = await Promise.allSettled(adding);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await bench.services.fleet.list()).toHaveLength(2);
});

it('whoever loses the right while a panel is tried, adds and changes nothing', async () => {
  bench = await startFleet({ panels: 2, idle: true, settings });
  const { draft, control } = await newPanel();
  const other = await bench.person();
  await bench.services.users.setRole(bench.cause(), other, 'admin');
  const demoted = async (panel: PanelStandIn['control'] | undefined, ask: () => Promise<unknown>) => {
    panel?.clearRequests();
    await panel?.setFaults({ slowMs: 300 });
    const ending = Promise.allSettled([ask()]);
    await eventually(() => expect(panel?.requests().length).toBeGreaterThan(0));
    await bench.services.users.setRole(bench.cause(), other, 'manager');
    expect(await ending).toMatchObject([{ status: 'rejected', reason: { code: 'not-allowed' } }]);
    await bench.services.users.setRole(bench.cause(), other, 'admin');
  };
  await demoted(control, () => bench.side.desk.add(bench.cause(other), draft));
  expect(await bench.services.fleet.list()).toHaveLength(2);
  const second = bench.panels[1];
  const id = second?.row.id ?? 0;
  const { apiKey } = draft;
  await demoted(second?.standIn.control, () =>
    bench.side.desk.changeAccess(bench.cause(other), id, { apiKey }),
  );
  expect(await audited('change panel access')).toBe(0);
});

it('whoever may not manage panels repairs and fills none', async () => {
  bench = await startFleet({ idle: true });
  const stranger = await bench.person();
  const refused = { code: 'not-allowed' };
  await expect(bench.side.desk.repair(bench.cause(stranger), bench.panelId)).rejects.toMatchObject(refused);
  await expect(bench.side.desk.rebuild(bench.cause(stranger), bench.panelId)).rejects.toMatchObject(refused);
  expect(await audited('repair panel')).toBe(0);
});

it('whoever repeats a change of access is told that it was made, also while the panel is away', async () => {
  bench = await startFleet({ panels: 2, idle: true, settings });
  const second = bench.panels[1];
  const id = second?.row.id ?? 0;
  const cause = bench.cause();
  const change = () => bench.side.desk.changeAccess(cause, id, { apiKey: second?.standIn.adminKey ?? '' });
  expect(await change()).toEqual({ ok: true });
  await second?.standIn.control.setFaults({ down: true });
  expect(await change()).toEqual({ ok: true });
  expect((await bench.services.fleet.find(id))?.revision).toBe(2);
  expect(await audited('change panel access')).toBe(1);
});

it('a repair and a filling that are asked for twice by one update are one', async () => {
  bench = await startFleet();
  const userId = await bench.grant();
  await eventually(async () => expect((await bench.subscription(userId)).status).toBe('active'));
  const inStep = async () => {
    const { appliedVersion, desiredVersion } = await bench.subscription(userId);
    expect(appliedVersion).toBe(desiredVersion);
    return desiredVersion;
  };
  const before = await inStep();
  bench.clock.advance(60_000);
  bench.panel.control.removeRow((await bench.subscription(userId)).panelUuid);
  const { desk } = bench.side;
  const cause = bench.cause();
  expect(await desk.repair(cause, bench.panelId)).toBe(1);
  await eventually(async () => expect(await inStep()).toBe(before + 1));
  expect(await desk.repair(cause, bench.panelId)).toBe(1);
  expect(await desk.rebuild(cause, bench.panelId)).toBe(1);
  expect(await desk.rebuild(cause, bench.panelId)).toBe(1);
  await eventually(async () => expect(await inStep()).toBe(before + 2));
  expect([await audited('repair panel'), await audited('rebuild panel')]).toEqual([1, 1]);
});

it('whoever is moved off a panel by an update that comes twice is moved once, and its state is told', async () => {
  bench = await startFleet({ panels: 2, idle: true });
  const cause = bench.cause();
  await updatePanel(bench.database.db, bench.panelId, { state: 'active' });
  const asked = await bench.side.desk.move(cause, bench.panelId);
  expect(await bench.side.desk.move(cause, bench.panelId)).toEqual(asked);
  const { rows } = await bench.database.db.execute(
    sql`select before from audit_log where action = 'move people off panel'`,
  );
  expect(rows).toEqual([{ before: { state: 'active' } }]);
});

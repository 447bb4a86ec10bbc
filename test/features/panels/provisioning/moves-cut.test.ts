import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { PanelError } from '../../../../src/features/panels/hiddify/panel-error.ts';
import type { Panel } from '../../../../src/features/panels/fleet/service.ts';
import { updatePanel } from '../../../../src/features/panels/queries.ts';
import { markApplied, markFailed } from '../../../../src/features/panels/provisioning/queries.ts';
import { eventually } from '../../../support/eventually.ts';
import { adminId } from '../../../support/environment.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';
import { lookAtMoves } from './moves.ts';

let bench: FleetBench;
afterEach(() => bench.stop());
const { panelAt, accountsOf, count, work, standsOn } = lookAtMoves(() => bench);

it('room that is gone before or while somebody arrives keeps them where they are until there is some', async () => {
  bench = await startFleet({ panels: 2, idle: true });
  const { db } = bench.database;
  const userId = await bench.grant({ panelId: panelAt(0).id });
  await work(userId);
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await updatePanel(db, panelAt(1).id, { capacity: 0 });
  await work(userId);
  await standsOn(userId, 0);
  expect((await bench.side.desk.view(adminId, panelAt(0).id)).moves).toMatchObject({ withoutRoom: 1 });
  expect((await bench.services.fleet.find(panelAt(0).id))?.alarms).toHaveProperty('no-room');

  await updatePanel(db, panelAt(1).id, { capacity: 1 });
  await panelAt(1).control.setFaults({ slowMs: 100 });
  const arriving = work(userId);
  await eventually(() => expect(accountsOf(userId, 1)).toHaveLength(1));
  await updatePanel(db, panelAt(1).id, { capacity: 0 });
  await arriving;
  await panelAt(1).control.clearFaults();
  await standsOn(userId, 0);

  await updatePanel(db, panelAt(1).id, { capacity: 1 });
  await work(userId);
  await standsOn(userId, 1);
});

it('a switch that is cut off leaves the old account in use, and the next try ends with one', async () => {
  bench = await startFleet({ panels: 2, idle: true });
  const { db } = bench.database;
  const userId = await bench.grant({ panelId: panelAt(0).id });
  await work(userId);
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await db.execute(
    sql`create function cut() returns trigger language plpgsql as $$ begin raise 'cut off'; end $$`,
  );
  await db.execute(sql`create trigger cut before insert on panel_leftovers execute function cut()`);
  await expect(work(userId)).rejects.toThrow('panel_leftovers');
  expect((await bench.subscription(userId)).panelId).toBe(panelAt(0).id);
  expect(accountsOf(userId, 0)).toMatchObject([{ is_active: true }]);
  expect(accountsOf(userId, 1)).toHaveLength(1);
  await db.execute(sql`drop trigger cut on panel_leftovers`);
  await work(userId);
  await standsOn(userId, 1);
});

it('whatever the new panel answers, and wherever the work is cut off, there is one working account in the end', async () => {
  bench = await startFleet({ panels: 2, idle: true });
  const userId = await bench.grant({ panelId: panelAt(0).id });
  const work = { userId };
  await bench.side.provisioning.provision(work, false);
  const works = () => [0, 1].flatMap((index) => accountsOf(userId, index)).filter((user) => user.is_active);
  await bench.side.desk.move(bench.cause(), panelAt(0).id);

  const faults = [
    { savesThen502: true },
    { failBetweenCommits: true },
    { down: true },
    { html: true },
  ] as const;
  for (const fault of faults) {
    panelAt(1).control.faultNext(1, fault, { method: 'POST' });
    panelAt(1).control.faultNext(4, fault, { method: 'PATCH' });
    await bench.side.provisioning.provision(work, true).catch(() => 'to be tried again');
    expect(works().length).toBeGreaterThan(0);
    const { panelId } = await bench.subscription(userId);
    expect(accountsOf(userId, panelId === panelAt(0).id ? 0 : 1)).toMatchObject([{ is_active: true }]);
    await panelAt(1).control.clearFaults();
    bench.services.fleet.recovered(panelAt(1).id);
  }
  // Cut off after the new account was made: the transaction that switches over never commits.
  if ((await bench.subscription(userId)).panelId === panelAt(0).id)
    await bench.side.provisioning.provision(work, true);
  expect((await bench.subscription(userId)).panelId).toBe(panelAt(1).id);
  const { rows } = await bench.database.db.execute<{ id: number }>(
    sql`select id::int from panel_leftovers where state = 'waiting'`,
  );
  for (const fault of [{ savesThen502: true }, { down: true }] as const) {
    panelAt(0).control.faultNext(1, fault, { method: 'PATCH' });
    await bench.side.removeLeftover(rows[0]?.id ?? 0).catch(() => 'to be tried again');
    bench.services.fleet.recovered(panelAt(0).id);
  }
  await bench.side.removeLeftover(rows[0]?.id ?? 0);
  expect(accountsOf(userId, 0)).toEqual([]);
  expect(works()).toHaveLength(1);
  expect(rows).toHaveLength(1);
});

it('a move that is called off before it began leaves everybody where they are', async () => {
  bench = await startFleet({ panels: 2, idle: true });
  const userId = await bench.grant({ panelId: panelAt(0).id });
  await work(userId);
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  expect(await bench.side.desk.stopMove(bench.cause(), panelAt(0).id)).toBe(1);
  await work(userId);
  await standsOn(userId, 0);
  expect(await count('panel_moves', 'cancelled')).toBe(1);
});

it('what the old panel confirms or refuses after the switch counts for nothing', async () => {
  bench = await startFleet({ panels: 2, idle: true });
  const { db } = bench.database;
  const userId = await bench.grant({ panelId: panelAt(0).id });
  await work(userId);
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await work(userId);
  await bench.grant({ userId });
  const before = await bench.subscription(userId);
  const { id, desiredVersion: version, panelUuid } = before;
  const held = { enable: true, usageLimitBytes: 0, packageDays: 0, startDate: null };
  const late = { id, panelId: panelAt(0).id, held, now: bench.clock.now() };
  expect(await markApplied(db, { ...late, version, period: 1, panelUuid, usedBytes: 9 })).toBeUndefined();
  await markFailed(db, { ...late, failure: 'invalid', givenUpVersion: version });
  expect(await bench.subscription(userId)).toEqual(before);
  await work(userId);
  expect(accountsOf(userId, 1)).toMatchObject([{ package_days: 60 }]);
});

it('two panels that are emptied at once do not promise the same places', async () => {
  bench = await startFleet({ panels: 3, idle: true });
  const { db } = bench.database;
  const [one, target, other] = [0, 1, 2].map((index) => panelAt(index).id) as [number, number, number];
  for (const id of [one, other]) await updatePanel(db, id, { state: 'draining' });
  await updatePanel(db, target, { capacity: 6 });
  for (let n = 0; n < 10; n++) await bench.grant({ panelId: n < 5 ? one : other });
  const { desk, moves } = bench.side;
  let isAnswered = false;
  const { first, second } = await db.transaction(async (tx) => {
    const begun = await moves.begin(tx, one);
    const late = desk.move(bench.cause(), other).finally(() => (isAnswered = true));
    // The other admin comes while the first one's places are not written down for all to see.
    await eventually(async () => {
      const waiting = await db.execute(
        sql`select 1 from pg_locks l join pg_database d on d.oid = l.database
          where not l.granted and l.locktype = 'advisory' and d.datname = current_database()`,
      );
      expect(isAnswered || waiting.rows.length > 0).toBe(true);
    });
    return { first: begun, second: { late } };
  });
  expect([first.moving, (await second.late).moving]).toEqual([5, 1]);
  // Places that are promised are not sold.
  expect(await bench.services.fleet.place(db)).toBeUndefined();
});

it('somebody whose new panel stops answering goes to another one, and leaves nothing behind on any', async () => {
  bench = await startFleet({ panels: 3, idle: true });
  const { fleet } = bench.services;
  const userId = await bench.grant({ panelId: panelAt(0).id });
  await work(userId);
  await updatePanel(bench.database.db, panelAt(1).id, { weight: 100 });
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  panelAt(1).control.faultNext(1, { savesThen502: true }, { method: 'POST' });
  panelAt(1).control.faultNext(5, { down: true }, { method: 'PATCH' });
  await work(userId).catch(() => 'to be tried again');
  expect(accountsOf(userId, 1)).toHaveLength(1);
  const gone = new PanelError({ class: 'misconfigured', operation: 'find user' });
  await fleet.failed((await fleet.find(panelAt(1).id)) as Panel, gone);
  await work(userId);
  expect((await bench.subscription(userId)).panelId).toBe(panelAt(2).id);
  expect(await count('panel_leftovers')).toBe(1);
  fleet.recovered(panelAt(1).id);
  await panelAt(1).control.clearFaults();
  await work(userId);
  await standsOn(userId, 2);
});

import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { updatePanel } from '../../../src/features/panels/queries.ts';
import { markApplied, markFailed } from '../../../src/features/subscriptions/queries.ts';
import { eventually } from '../../support/eventually.ts';
import { adminId, type FleetBench } from '../../support/fleet.ts';
import { startFleet } from './fleet.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

const dayMs = 86_400_000;
const panelAt = (index: number) => {
  const found = bench.panels[index];
  if (found === undefined) throw new Error('no such panel');
  return { ...found.standIn, id: found.row.id };
};
const accounts = (index: number) => panelAt(index).control.users();
const accountsOf = (userId: number, index: number) =>
  accounts(index).filter((user) => user.telegram_id === userId);

async function allVerified(): Promise<void> {
  await eventually(async () => {
    const left = await bench.database.db.execute(
      sql`select 1 from subscriptions where applied_version < desired_version`,
    );
    expect(left.rows).toHaveLength(0);
  }, 30_000);
}

async function settledOn(index: number, count: number): Promise<number[]> {
  const people: number[] = [];
  for (let n = 0; n < count; n++) people.push(await bench.grant({ panelId: panelAt(index).id }));
  await allVerified();
  await eventually(() => expect(bench.notices.filter(({ kind }) => kind === 'ready')).toHaveLength(count));
  return people;
}

const count = async (table: 'panel_moves' | 'panel_leftovers', state = 'waiting') => {
  const query = sql`select count(*)::int as count from ${sql.identifier(table)} where state = ${state}`;
  const { rows } = await bench.database.db.execute<{ count: number }>(query);
  return rows[0]?.count;
};

/** Nobody is on the way, and nothing has to go any more. */
async function allMoved(): Promise<void> {
  await eventually(async () => {
    expect([await count('panel_moves'), await count('panel_leftovers')]).toEqual([0, 0]);
  }, 30_000);
  await allVerified();
}

const moved = (userId: number) =>
  bench.notices.filter((notice) => notice.kind === 'moved' && notice.userId === userId);

it('everybody moves with key, days and used traffic, is told once, and the old panel is left empty', async () => {
  bench = await startFleet({ panels: 3 });
  const people = await settledOn(0, 6);
  const [first = 0] = people;
  const before = await bench.subscription(first);
  panelAt(0).control.addUsage(before.panelUuid, 2);
  const ended = await bench.grant({ days: 1, panelId: panelAt(0).id });
  await allVerified();
  bench.clock.advance(2 * dayMs);
  await bench.services.subscriptions.lapse();
  await allVerified();
  await updatePanel(bench.database.db, panelAt(1).id, { weight: 2 });
  const { desk } = bench.side;
  expect(await desk.planMove(adminId, panelAt(0).id)).toMatchObject({ people: 6, fitting: 6, idle: 1 });
  expect(await desk.move(bench.cause(), panelAt(0).id)).toEqual({ moving: 6, withoutRoom: 0, freed: 1 });
  await allMoved();

  expect(accounts(0)).toEqual([]);
  expect([accounts(1).length, accounts(2).length]).toEqual([4, 2]);
  const after = await bench.subscription(first);
  expect(after).toMatchObject({ panelUuid: before.panelUuid, usedBytes: 2 * 1024 ** 3, status: 'active' });
  const index = after.panelId === panelAt(1).id ? 1 : 2;
  expect(accountsOf(first, index)).toMatchObject([
    { uuid: before.panelUuid, current_usage_GB: 2, usage_limit_GB: 5, package_days: 30, is_active: true },
  ]);
  expect(after.totalBytes).toBe(2 * 1024 ** 3);
  await eventually(() => people.forEach((userId) => expect(moved(userId)).toHaveLength(1)));
  expect((await bench.services.fleet.find(panelAt(0).id))?.state).toBe('draining');

  // Who had no access has no account anywhere, and gets one on another panel with the next grant.
  expect(await bench.subscription(ended)).toMatchObject({ panelId: null, status: 'expired' });
  await bench.grant({ userId: ended });
  await allVerified();
  expect((await bench.subscription(ended)).panelId).not.toBe(panelAt(0).id);
  const link = await bench.services.keys.stateFor(first);
  expect(link).toMatchObject({ subscriptionLink: expect.stringContaining(panelAt(index).url) as string });
});

it('nobody is moved where there is no room, and the operator is told how many stay', async () => {
  bench = await startFleet({ panels: 2 });
  const people = await settledOn(0, 4);
  await settledOnMore(1, 1);
  await updatePanel(bench.database.db, panelAt(1).id, { capacity: 3 });
  const { desk } = bench.side;
  expect(await desk.planMove(adminId, panelAt(0).id)).toMatchObject({ people: 4, fitting: 2 });
  expect(await desk.move(bench.cause(), panelAt(0).id)).toMatchObject({ moving: 2, withoutRoom: 2 });
  await allMoved();
  expect([accounts(0).length, accounts(1).length]).toEqual([2, 3]);
  expect(await desk.planMove(adminId, panelAt(0).id)).toMatchObject({ people: 2, fitting: 0 });

  await updatePanel(bench.database.db, panelAt(1).id, { capacity: null });
  expect(await desk.move(bench.cause(), panelAt(0).id)).toMatchObject({ moving: 2, withoutRoom: 0 });
  await allMoved();
  expect([accounts(0).length, accounts(1).length]).toEqual([0, 5]);
  for (const userId of people) expect(accountsOf(userId, 1)).toHaveLength(1);
});

async function settledOnMore(index: number, more: number): Promise<void> {
  for (let n = 0; n < more; n++) await bench.grant({ panelId: panelAt(index).id });
  await allVerified();
}

/** What jobs would do about these people and what they left, one after another. */
async function work(userId: number): Promise<void> {
  await bench.side.provisioning.provision({ userId }, true);
  const { rows } = await bench.database.db.execute<{ id: number }>(
    sql`select id::int from panel_leftovers where state = 'waiting'`,
  );
  for (const { id } of rows) await bench.side.removeLeftover(id);
}

async function standsOn(userId: number, index: number): Promise<void> {
  expect((await bench.subscription(userId)).panelId).toBe(panelAt(index).id);
  expect(accountsOf(userId, index)).toMatchObject([{ is_active: true }]);
  expect(accountsOf(userId, 1 - index)).toEqual([]);
}

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
  await expect(work(userId)).rejects.toThrow();
  expect((await bench.subscription(userId)).panelId).toBe(panelAt(0).id);
  expect(accountsOf(userId, 0)).toMatchObject([{ is_active: true }]);
  expect(accountsOf(userId, 1)).toHaveLength(1);
  await db.execute(sql`drop trigger cut on panel_leftovers`);
  await work(userId);
  await standsOn(userId, 1);
});

it('two admins who tap at once move everybody once', async () => {
  bench = await startFleet({ panels: 2 });
  await settledOn(0, 10);
  await updatePanel(bench.database.db, panelAt(1).id, { capacity: 10 });
  const { desk } = bench.side;
  const asked = await Promise.all([
    desk.move(bench.cause(), panelAt(0).id),
    desk.move(bench.cause(), panelAt(0).id),
  ]);
  expect(asked.map(({ moving }) => moving).toSorted((left, right) => left - right)).toEqual([0, 10]);
  await allMoved();
  expect([accounts(0).length, accounts(1).length]).toEqual([0, 10]);
  await eventually(() => expect(bench.notices.filter(({ kind }) => kind === 'moved')).toHaveLength(10));
});

it('a renewal, a new link and a block in the middle of a move all end on the new panel, with nothing left behind', async () => {
  bench = await startFleet({ panels: 2, timeoutMs: 5_000 });
  const [renewed = 0, relinked = 0, blocked = 0] = await settledOn(0, 3);
  await panelAt(1).control.setFaults({ slowMs: 150 });
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await eventually(async () => {
    const { rows } = await bench.database.db.execute(
      sql`select 1 from panel_moves where placed_uuid is not null`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });
  await bench.grant({ userId: renewed });
  const old = await bench.subscription(relinked);
  await bench.database.db.transaction((tx) => bench.services.subscriptions.rotateLink(tx, relinked));
  await bench.services.users.block(bench.cause(), blocked);
  await bench.grant({ userId: relinked });
  await panelAt(1).control.clearFaults();
  await allMoved();
  expect(accounts(0)).toEqual([]);
  expect(accountsOf(renewed, 1)).toMatchObject([{ package_days: 60, usage_limit_GB: 10 }]);
  const { panelUuid, previousUuid } = await bench.subscription(relinked);
  expect(panelUuid).not.toBe(old.panelUuid);
  expect(previousUuid).toBeNull();
  expect(accountsOf(relinked, 1)).toMatchObject([{ uuid: panelUuid, package_days: 60 }]);
  expect(accountsOf(blocked, 1)).toMatchObject([{ enable: false }]);
  expect(panelAt(1).control.cores().xray).not.toContain((await bench.subscription(blocked)).panelUuid);
});

it('people move off a panel that is dead, those still waiting for it too; what it holds goes when it is back', async () => {
  bench = await startFleet({ panels: 2 });
  const [settled = 0] = await settledOn(0, 1);
  const { panelUuid } = await bench.subscription(settled);
  panelAt(0).control.addUsage(panelUuid, 1);
  await bench.side.sync.sync(panelAt(0).id);
  await panelAt(0).control.setFaults({ down: true });
  const waiting = await bench.grant({ panelId: panelAt(0).id });
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await eventually(async () => expect(await count('panel_moves')).toBe(0));
  await allVerified();
  expect(accountsOf(settled, 1)).toMatchObject([{ uuid: panelUuid, current_usage_GB: 1 }]);
  expect(accountsOf(waiting, 1)).toHaveLength(1);
  await eventually(() =>
    expect(bench.notices.filter(({ userId }) => userId === waiting)).toMatchObject([{ kind: 'ready' }]),
  );
  expect(accounts(0)).toHaveLength(1);
  await eventually(() => expect(bench.services.fleet.shutBecause(panelAt(0).id)).toBe('transient'), 40_000);
  expect((await bench.side.desk.view(adminId, panelAt(0).id)).moves.leftovers).toBeGreaterThan(0);

  await panelAt(0).control.clearFaults();
  bench.clock.advance(60_000);
  await bench.side.watch.look();
  await allMoved();
  expect(accounts(0)).toEqual([]);
}, 60_000);

it('a panel that is gone for good is forgotten: nothing is tried there any more', async () => {
  bench = await startFleet({ panels: 2 });
  const [userId = 0] = await settledOn(0, 1);
  await panelAt(0).control.setFaults({ down: true });
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await eventually(async () => expect(await count('panel_moves')).toBe(0));
  expect(await bench.side.desk.forget(bench.cause(), panelAt(0).id)).toBe(1);
  expect(await count('panel_leftovers')).toBe(0);
  expect((await bench.services.fleet.find(panelAt(0).id))?.state).toBe('off');
  expect(accountsOf(userId, 1)).toHaveLength(1);
  bench.clock.advance(600_000);
  expect(await bench.side.moves.catchUp()).toBe(0);
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
  const late = { id, panelId: panelAt(0).id, now: bench.clock.now() };
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

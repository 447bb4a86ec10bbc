import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { updatePanel } from '../../../../src/features/panels/queries.ts';
import { eventually } from '../../../support/eventually.ts';
import { adminId } from '../../../support/environment.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';
import { lookAtMoves } from './moves.ts';

let bench: FleetBench;
afterEach(() => bench.stop());
const { panelAt, accounts, accountsOf, allVerified, count, peopleOn, allMoved } = lookAtMoves(() => bench);
const dayMs = 86_400_000;

const moved = (userId: number) =>
  bench.notices.filter((notice) => notice.kind === 'moved' && notice.userId === userId);

it('everybody moves with key, days and used traffic, is told once, and the old panel is left empty', async () => {
  bench = await startFleet({ panels: 3 });
  const people = await peopleOn(0, 6);
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
  expect(await desk.forecastMove(adminId, panelAt(0).id)).toMatchObject({ people: 6, fitting: 6, idle: 1 });
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
  const people = await peopleOn(0, 4);
  await peopleOn(1, 1);
  await updatePanel(bench.database.db, panelAt(1).id, { capacity: 3 });
  const { desk } = bench.side;
  expect(await desk.forecastMove(adminId, panelAt(0).id)).toMatchObject({ people: 4, fitting: 2 });
  expect(await desk.move(bench.cause(), panelAt(0).id)).toMatchObject({ moving: 2, withoutRoom: 2 });
  await allMoved();
  expect([accounts(0).length, accounts(1).length]).toEqual([2, 3]);
  expect(await desk.forecastMove(adminId, panelAt(0).id)).toMatchObject({ people: 2, fitting: 0 });

  await updatePanel(bench.database.db, panelAt(1).id, { capacity: null });
  expect(await desk.move(bench.cause(), panelAt(0).id)).toMatchObject({ moving: 2, withoutRoom: 0 });
  await allMoved();
  expect([accounts(0).length, accounts(1).length]).toEqual([0, 5]);
  for (const userId of people) expect(accountsOf(userId, 1)).toHaveLength(1);
});

it('two admins who tap at once move everybody once', async () => {
  bench = await startFleet({ panels: 2 });
  await peopleOn(0, 10);
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
  const [renewed = 0, relinked = 0, blocked = 0] = await peopleOn(0, 3);
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
  const [verified = 0] = await peopleOn(0, 1);
  const { panelUuid } = await bench.subscription(verified);
  panelAt(0).control.addUsage(panelUuid, 1);
  await bench.side.sync.sync(panelAt(0).id);
  await panelAt(0).control.setFaults({ down: true });
  const waiting = await bench.grant({ panelId: panelAt(0).id });
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await eventually(async () => expect(await count('panel_moves')).toBe(0));
  await allVerified();
  expect(accountsOf(verified, 1)).toMatchObject([{ uuid: panelUuid, current_usage_GB: 1 }]);
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
  const [userId = 0] = await peopleOn(0, 1);
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

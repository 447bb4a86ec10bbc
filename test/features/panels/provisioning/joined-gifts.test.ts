import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { joinJob } from '../../../../src/features/panels/provisioning/jobs.ts';
import { updatePanel } from '../../../../src/features/panels/queries.ts';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';
import { lookAtJoinedHands } from './joined-hands.ts';
import { lookAtJoined, own } from './joined.ts';
import { lookAtMoves } from './moves.ts';

let bench: FleetBench;
afterEach(() => bench.stop());
const { panelAt, accountsOf, allVerified } = lookAtMoves(() => bench);
const { lookAfter, joinedPerson, readLists } = lookAtJoined(() => bench);
const { change, add, allFollow, undecided, decide, isOnBoth } = lookAtJoinedHands(() => bench);
const gigabyte = 1024 ** 3;
const dayMs = 86_400_000;

async function somebody(panels = 2): Promise<number> {
  bench = await startFleet({ panels, settings: own });
  const userId = await joinedPerson();
  bench.clock.advance(60_000);
  return userId;
}

describe('days and traffic that were added on a joined panel', () => {
  it('are the person’s on all panels, a sale in the same moment comes on top, and put back they are gone', async () => {
    const userId = await somebody();
    await add(userId, 1, { days: 10, gigabytes: 3 });
    await bench.grant({ userId });
    await isOnBoth(userId, { package_days: 70, usage_limit_GB: 13 });
    expect(await undecided()).toMatchObject([
      { hand: { kind: 'added', days: 10, trafficBytes: 3 * gigabyte } },
    ]);
    await add(userId, 1, { days: 5 });
    await readLists();
    await bench.side.drift.scan();
    await isOnBoth(userId, { package_days: 75, usage_limit_GB: 13 });
    expect(await undecided()).toHaveLength(2);
    for (const _ of [1, 2]) await decide('put-back');
    await isOnBoth(userId, { package_days: 60, usage_limit_GB: 10 });
  });

  it('on the last day are not ended', async () => {
    const userId = await somebody();
    await add(userId, 1, { days: 15 });
    bench.clock.advance(30 * dayMs);
    await bench.services.subscriptions.lapse();
    await eventually(async () => expect((await bench.subscription(userId)).status).toBe('active'));
    await isOnBoth(userId, { enable: true, is_active: true });
  });

  it('and on the other panels as well are given once; what one has more is given too', async () => {
    const userId = await somebody(3);
    await bench.side.desk.edit(bench.cause(), panelAt(2).id, { joined: true });
    await lookAfter();
    await eventually(() => expect(accountsOf(userId, 2)).toHaveLength(1));
    await allFollow();
    for (const [index, days] of [10, 10, 12].entries()) await add(userId, index, { days, gigabytes: 1 });
    await bench.side.sync.sync(panelAt(1).id);
    await isOnBoth(userId, { package_days: 42, usage_limit_GB: 6 });
    expect(accountsOf(userId, 2)).toMatchObject([{ package_days: 42, usage_limit_GB: 6 }]);
    // What is added another day is something else.
    await add(userId, 0, { days: 10 });
    await readLists();
    await isOnBoth(userId, { package_days: 52 });
  });

  it('are told from a try that ended half-way, from a restart in it, and from an older state', async () => {
    const userId = await somebody();
    await bench.database.db.execute(
      sql`create function cut() returns trigger language plpgsql as $$ begin
        if new.held is not null and old.held is null then raise 'cut off'; end if; return new; end $$`,
    );
    await bench.database.db.execute(
      sql`create trigger cut before update on joined_accounts for each row execute function cut()`,
    );
    await bench.grant({ userId });
    await eventually(() => expect(accountsOf(userId, 1)).toMatchObject([{ package_days: 60 }]));
    await bench.grant({ userId });
    await readLists();
    await bench.database.db.execute(sql`drop trigger cut on joined_accounts`);
    await bench.queue.hurry(joinJob);
    await isOnBoth(userId, { package_days: 90, usage_limit_GB: 15 });
    await panelAt(1).control.setFaults({ savesThen502: true });
    await bench.grant({ userId });
    await eventually(() => expect(accountsOf(userId, 1)).toMatchObject([{ package_days: 120 }]));
    await panelAt(1).control.clearFaults();
    await isOnBoth(userId, { package_days: 120 });

    await add(userId, 1, { days: -30, gigabytes: -5 });
    await change(userId, 1, { enable: false });
    await readLists();
    expect(await undecided()).toEqual([]);
    await bench.grant({ userId });
    await isOnBoth(userId, { enable: true, package_days: 150 });
    expect(await undecided()).toEqual([]);
  });

  it('are told from what a move wrote there that was called off', async () => {
    const userId = await somebody();
    panelAt(0).control.addUsage((await bench.subscription(userId)).panelUuid, 2);
    await readLists();
    await bench.grant({ userId });
    await allFollow();
    expect(accountsOf(userId, 1)).toMatchObject([{ usage_limit_GB: 8 }]);
    await panelAt(1).control.setFaults({ slowMs: 100 });
    await bench.side.desk.move(bench.cause(), panelAt(0).id);
    await eventually(() => expect(accountsOf(userId, 1)).toMatchObject([{ usage_limit_GB: 10 }]));
    await updatePanel(bench.database.db, panelAt(1).id, { capacity: 0 });
    await eventually(async () => {
      const { rows } = await bench.database.db.execute(sql`select to_panel_id from panel_moves`);
      expect(rows).toEqual([{ to_panel_id: null }]);
    });
    await panelAt(1).control.clearFaults();
    await allFollow();
    expect(accountsOf(userId, 1)).toMatchObject([{ usage_limit_GB: 8 }]);
    await readLists();
    expect(await undecided()).toEqual([]);
    expect((await bench.subscription(userId)).dataLimitBytes).toBe(10 * gigabyte);
  });

  it.each([
    ['are told from what the panel before allowed', true],
    ['and a switch that was turned hold as well', false],
  ])('%s, for whoever comes back and lives on the joined one', async (_, enable) => {
    const userId = await somebody();
    panelAt(1).control.addUsage((await bench.subscription(userId)).panelUuid, 2);
    await readLists();
    await allFollow();
    expect(accountsOf(userId, 0)).toMatchObject([{ usage_limit_GB: 3 }]);
    if (!enable) await change(userId, 1, { enable });
    await panelAt(1).control.setFaults({ down: true });
    bench.clock.advance(31 * dayMs);
    await bench.services.subscriptions.lapse();
    await allVerified();
    await bench.side.desk.move(bench.cause(), panelAt(0).id);
    await eventually(async () => expect((await bench.subscription(userId)).panelId).toBeNull());
    await bench.grant({ userId, panelId: panelAt(1).id });
    await panelAt(1).control.clearFaults();
    await eventually(async () => {
      bench.clock.advance(60_000);
      await bench.side.watch.look();
      expect((await bench.subscription(userId)).status).toBe('active');
    }, 20_000);
    await allFollow();
    expect(accountsOf(userId, 1)).toMatchObject([{ enable, usage_limit_GB: 5 }]);
    expect(await undecided()).toHaveLength(enable ? 0 : 1);
  });
});

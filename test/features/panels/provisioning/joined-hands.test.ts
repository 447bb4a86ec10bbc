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
const { panelAt, accountsOf, allVerified, allMoved } = lookAtMoves(() => bench);
const { joinSecond, lookAfter, joinedPerson, isGoneFrom, readLists } = lookAtJoined(() => bench);
const { change, add, allFollow, undecided, decide, writes, asked, isOnBoth, rotate } = lookAtJoinedHands(
  () => bench,
);
const gigabyte = 1024 ** 3;
const dayMs = 86_400_000;

async function somebody(panels = 2): Promise<number> {
  bench = await startFleet({ panels, settings: own });
  const userId = await joinedPerson();
  bench.clock.advance(60_000);
  return userId;
}

describe('an account that was switched off on a joined panel', () => {
  it('is off, through lists, night, sale, new link and end, until an admin decides, who is asked again', async () => {
    const userId = await somebody();
    await change(userId, 1, { enable: false });
    await readLists();
    await isOnBoth(userId, { enable: false });
    expect((await bench.subscription(userId)).switchedOffAt).not.toBeNull();
    expect(await undecided()).toMatchObject([{ hand: { userId, kind: 'off' }, panel: 'panel 2' }]);
    expect(await undecided(0)).toEqual([]);
    await eventually(() => expect(asked()).toBe(1));

    await bench.side.drift.scan();
    await bench.grant({ userId });
    await rotate(userId);
    await isOnBoth(userId, { enable: false, package_days: 60 });
    bench.clock.advance(7 * dayMs);
    await bench.side.hands.askAgain();
    await eventually(() => expect(asked()).toBe(2));

    bench.clock.advance(60 * dayMs);
    await bench.services.subscriptions.lapse();
    await isGoneFrom(userId, 1);
    await bench.grant({ userId });
    await isOnBoth(userId, { enable: false, package_days: 30 });

    await decide('taken');
    await readLists();
    await isOnBoth(userId, { enable: false });
    const { hand } = await bench.side.handDesk.offOf(bench.cause().actorId, userId);
    await bench.side.handDesk.decide(bench.cause(), hand.id, 'put-back');
    await isOnBoth(userId, { enable: true, is_active: true });
    await readLists();
    expect((await bench.subscription(userId)).switchedOffAt).toBeNull();
  });

  it('is seen before a sale writes there, once, whatever else looks at it in that moment', async () => {
    const userId = await somebody();
    const { db } = bench.database;
    const list = () => bench.side.sync.sync(panelAt(1).id);
    await add(userId, 1, { days: 10 });
    let lists: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from joined_accounts for update`);
      lists = Promise.all([list(), list()]);
      await eventually(async () => {
        const { rows } = await db.execute(sql`select distinct pid from pg_locks where not granted`);
        expect(rows).toHaveLength(2);
      });
    });
    await lists;
    await isOnBoth(userId, { package_days: 40 });

    await change(userId, 1, { enable: false });
    await add(userId, 1, { days: 10 });
    const before = writes();
    await Promise.all([list(), bench.grant({ userId }), list(), bench.side.joining.ask(userId)]);
    await isOnBoth(userId, { enable: false, package_days: 80 });
    // Not even for a moment was it on.
    expect(writes() - before).toBe(1);
    expect((await undecided()).map(({ hand }) => hand.kind)).toEqual(['added', 'off', 'added']);
    await eventually(() => expect(asked()).toBe(1));
  });

  it('is off still when access ends, its owner is blocked, or the panel is joined no more, before any list was read', async () => {
    const ends = await somebody();
    const homeId = panelAt(0).id;
    const [blocked, stays] = [
      await bench.grant({ days: 90, panelId: homeId }),
      await bench.grant({ days: 90, panelId: homeId }),
    ];
    await allFollow();
    for (const userId of [ends, blocked, stays]) await change(userId, 1, { enable: false });
    await bench.services.users.block(bench.cause(), blocked);
    bench.clock.advance(31 * dayMs);
    await bench.services.subscriptions.lapse();
    for (const userId of [ends, blocked]) await isGoneFrom(userId, 1);
    await joinSecond(false);
    await lookAfter();
    await isGoneFrom(stays, 1);

    await joinSecond();
    await bench.services.users.unblock(bench.cause(), blocked);
    await bench.grant({ userId: ends });
    for (const userId of [ends, blocked, stays]) await isOnBoth(userId, { enable: false });
    expect(await undecided()).toHaveLength(3);
  });

  it('is off where somebody moves to it, and no move is taken for a hand', async () => {
    const userId = await somebody();
    const other = await bench.grant({ panelId: panelAt(0).id });
    await allFollow();
    const { panelUuid } = await bench.subscription(other);
    panelAt(0).control.addUsage(panelUuid, 2);
    await readLists();
    await allFollow();
    await change(userId, 1, { enable: false });
    await bench.side.desk.move(bench.cause(), panelAt(0).id);
    await allMoved();
    expect(accountsOf(userId, 1)).toMatchObject([{ enable: false }]);
    expect(accountsOf(other, 1)).toMatchObject([{ enable: true }]);
    await readLists();
    expect(await undecided()).toMatchObject([{ hand: { userId, kind: 'off' } }]);
    expect((await bench.subscription(other)).dataLimitBytes).toBe(5 * gigabyte);
  });

  it('is off when the panel was away meanwhile, and can be decided about when the panel is none of ours any more', async () => {
    const userId = await somebody();
    await change(userId, 1, { enable: false });
    await panelAt(1).control.setFaults({ down: true });
    await bench.grant({ userId });
    await allVerified();
    expect(accountsOf(userId, 0)).toMatchObject([{ enable: true, package_days: 60 }]);
    await panelAt(1).control.clearFaults();
    await eventually(async () => {
      bench.clock.advance(60_000);
      await bench.side.watch.look();
      await bench.queue.hurry(joinJob);
      expect(await undecided()).toHaveLength(1);
    }, 20_000);
    await isOnBoth(userId, { enable: false, package_days: 60 });

    await updatePanel(bench.database.db, panelAt(1).id, { state: 'off' });
    bench.clock.advance(8 * dayMs);
    await bench.side.hands.askAgain();
    await decide('put-back');
    await allVerified();
    expect(accountsOf(userId, 0)).toMatchObject([{ enable: true }]);
  });

  it('is on when it was switched on again there, and so it is by one decision where it was off on both', async () => {
    const userId = await somebody();
    await change(userId, 1, { enable: false });
    await readLists();
    await isOnBoth(userId, { enable: false });
    await change(userId, 1, { enable: true });
    await readLists();
    await isOnBoth(userId, { enable: true });
    expect(await undecided()).toEqual([]);

    for (const index of [0, 1]) await change(userId, index, { enable: false });
    await readLists();
    await allFollow();
    for (const index of [0, 1]) expect(await undecided(index)).toHaveLength(1);
    await decide('put-back');
    await isOnBoth(userId, { enable: true });
    expect(await undecided(0)).toEqual([]);
  });

  it('is off although it was never noted what it allowed, and what else is there is no gift', async () => {
    const userId = await somebody();
    await bench.database.db.execute(sql`update joined_accounts set held = null`);
    await change(userId, 1, { enable: false });
    await add(userId, 1, { gigabytes: 1 });
    await readLists();
    await isOnBoth(userId, { enable: false, usage_limit_GB: 5 });
    expect(await undecided()).toMatchObject([{ hand: { kind: 'off' } }]);
  });
});

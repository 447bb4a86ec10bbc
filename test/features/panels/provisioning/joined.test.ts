import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { joinJob, provisionJob } from '../../../../src/features/panels/provisioning/jobs.ts';
import { updatePanel } from '../../../../src/features/panels/queries.ts';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';
import { lookAtJoined, own } from './joined.ts';
import { lookAtMoves } from './moves.ts';

let bench: FleetBench;
afterEach(() => bench.stop());
const { panelAt, accountsOf, allVerified, peopleOn } = lookAtMoves(() => bench);
const { joinSecond, lookAfter, joinedPerson, standsOnBoth, isGoneFrom, feedOf, readLists } = lookAtJoined(
  () => bench,
);
const gigabyte = 1024 ** 3;
const dayMs = 86_400_000;

/** The panels are found to answer again, and what waits for them runs. */
async function backAgain(): Promise<void> {
  await eventually(async () => {
    bench.clock.advance(60_000);
    await bench.side.watch.look();
    await bench.queue.hurry(joinJob);
    for (const { row } of bench.panels) expect(bench.services.fleet.shutBecause(row.id)).toBeUndefined();
  }, 20_000);
}

describe('a joined panel', () => {
  it('holds the same account for everybody of its group, and one subscription leads to both panels', async () => {
    bench = await startFleet({ panels: 3, settings: own });
    // Links name the address at which a panel was asked, and these all stand on one machine.
    const url = panelAt(1).url.replace('127.0.0.1', 'localhost');
    await updatePanel(bench.database.db, panelAt(1).id, { url, revision: 2 });
    const [userId = 0] = await peopleOn(0, 1);
    const alone = (await feedOf(userId)).lines;
    await bench.side.desk.edit(bench.cause(), panelAt(2).id, { joined: true, group: 'elsewhere' });
    await joinSecond();
    await lookAfter();
    await standsOnBoth(userId);
    expect(accountsOf(userId, 1)).toMatchObject([{ usage_limit_GB: 5, package_days: 30 }]);
    expect(accountsOf(userId, 2)).toEqual([]);

    // Which panels are joined is looked at every few seconds.
    await eventually(async () => {
      const { lines } = await feedOf(userId);
      expect(lines.slice(0, alone.length)).toEqual(alone);
      expect(lines.length).toBe(2 * alone.length);
      expect(lines.slice(alone.length).join()).toMatch(/@localhost:\d+.* 2$/);
    }, 15_000);
    const somebodyNew = await bench.grant({ panelId: panelAt(0).id });
    await standsOnBoth(somebodyNew);
    // Whoever lives there needs no second account.
    const neighbour = await bench.grant({ panelId: panelAt(1).id });
    await allVerified();
    await lookAfter();
    expect(accountsOf(neighbour, 0)).toEqual([]);
    expect(accountsOf(neighbour, 1)).toHaveLength(1);
  });

  it('that is away holds up nobody, and gets everybody when it is back', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    await joinSecond();
    await panelAt(1).control.setFaults({ down: true });
    const [userId = 0] = await peopleOn(0, 1);
    expect((await feedOf(userId)).lines.length).toBeGreaterThan(0);
    expect(accountsOf(userId, 1)).toEqual([]);
    await panelAt(1).control.setFaults({ down: false });
    bench.clock.advance(60_000);
    await eventually(async () => {
      await bench.side.watch.look();
      await bench.queue.hurry(joinJob);
      expect(accountsOf(userId, 1)).toHaveLength(1);
    }, 20_000);
  });

  it('that hangs is not waited for by those who ask for their subscription', async () => {
    bench = await startFleet({ panels: 2, settings: own, timeoutMs: 1_000 });
    const userId = await joinedPerson();
    await panelAt(1).control.setFaults({ hang: true });
    await eventually(async () => {
      bench.clock.advance(60_000);
      await bench.side.watch.look();
      expect(bench.services.fleet.shutBecause(panelAt(1).id)).toBeDefined();
    }, 20_000);
    const began = performance.now();
    expect((await feedOf(userId)).lines.length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(900);
    await panelAt(1).control.clearFaults();
  });

  it('answers 502 to what it has done, and still holds one account, once', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    await panelAt(1).control.setFaults({ savesThen502: true });
    await joinSecond();
    const [userId = 0] = await peopleOn(0, 1);
    await eventually(() => expect(accountsOf(userId, 1)).toHaveLength(1));
    await panelAt(1).control.clearFaults();
    await standsOnBoth(userId);
  });

  it('loses the account of whoever is blocked, even while the panel where they live is away', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    await panelAt(0).control.setFaults({ down: true });
    await bench.services.users.block(bench.cause(), userId);
    await isGoneFrom(userId, 1);
    await panelAt(0).control.clearFaults();
    bench.clock.advance(60_000);
    await eventually(async () => {
      await bench.side.watch.look();
      await bench.queue.hurry(provisionJob);
      expect(accountsOf(userId, 0)).toMatchObject([{ enable: false }]);
    }, 20_000);
    await bench.services.users.unblock(bench.cause(), userId);
    await standsOnBoth(userId);
  });

  it('follows a replaced link: the old one opens neither panel, whatever was cut off in between', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const { panelUuid: first } = await bench.subscription(userId);
    const rotate = () =>
      bench.database.db.transaction((tx) => bench.services.subscriptions.rotateLink(tx, userId));
    // The panel renames the account, and the answer never counts.
    await bench.database.db.execute(
      sql`create function cut() returns trigger language plpgsql as $$ begin
        if new.previous_uuid is null and old.previous_uuid is not null then raise 'cut off'; end if; return new; end $$`,
    );
    await bench.database.db.execute(
      sql`create trigger cut before update on joined_accounts for each row execute function cut()`,
    );
    await rotate();
    const { panelUuid: second } = await bench.subscription(userId);
    await eventually(() => expect(accountsOf(userId, 1)).toMatchObject([{ uuid: second }]));
    await allVerified();
    await rotate();
    await allVerified();
    await bench.database.db.execute(sql`drop trigger cut on joined_accounts`);
    await bench.queue.hurry(joinJob);
    await standsOnBoth(userId);
    const { panelUuid: third } = await bench.subscription(userId);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('that was away while the link was replaced twice opens for the last one alone', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const { panelUuid: first } = await bench.subscription(userId);
    panelAt(1).control.faultNext(1_000, { down: true }, { method: 'PATCH' });
    const rotate = () =>
      bench.database.db.transaction((tx) => bench.services.subscriptions.rotateLink(tx, userId));
    await rotate();
    await allVerified();
    const { panelUuid: uuid } = await bench.subscription(userId);
    // It was tried there, and what it was called before is still to go.
    await eventually(async () => {
      const { rows } = await bench.database.db.execute(sql`select uuid from joined_accounts`);
      expect(rows).toEqual([{ uuid }]);
    });
    await panelAt(1).control.setFaults({ down: true });
    await rotate();
    await allVerified();
    expect(accountsOf(userId, 1)).toMatchObject([{ uuid: first }]);
    await panelAt(1).control.clearFaults();
    await backAgain();
    await standsOnBoth(userId);
  });

  it('that was away from the end of access to the next period begins to count from nothing', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    panelAt(1).control.addUsage((await bench.subscription(userId)).panelUuid, 2);
    await readLists();
    await panelAt(1).control.setFaults({ down: true });
    bench.clock.advance(31 * dayMs);
    await bench.services.subscriptions.lapse();
    await allVerified();
    await bench.grant({ userId });
    await allVerified();
    await panelAt(1).control.clearFaults();
    await backAgain();
    await standsOnBoth(userId);
    expect(accountsOf(userId, 1)).toMatchObject([{ current_usage_GB: 0, usage_limit_GB: 5 }]);
    panelAt(1).control.addUsage((await bench.subscription(userId)).panelUuid, 1);
    await readLists();
    expect((await bench.subscription(userId)).elsewhereBytes).toBe(1024 ** 3);
  });

  it('loses the account when access ends, and has it again with the next grant, counted from nothing', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    panelAt(1).control.addUsage((await bench.subscription(userId)).panelUuid, 2);
    await readLists();
    expect((await bench.subscription(userId)).elsewhereBytes).toBe(2 * gigabyte);
    bench.clock.advance(31 * dayMs);
    await bench.services.subscriptions.lapse();
    await allVerified();
    await isGoneFrom(userId, 1);
    await bench.grant({ userId });
    await standsOnBoth(userId);
    expect(await bench.subscription(userId)).toMatchObject({ elsewhereBytes: 0, totalBytes: 2 * gigabyte });
  });

  it('that is joined no more loses the accounts of those who live elsewhere, and keeps its own', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const neighbour = await bench.grant({ panelId: panelAt(1).id });
    await allVerified();
    await joinSecond(false);
    await lookAfter();
    await isGoneFrom(userId, 1);
    expect(accountsOf(neighbour, 1)).toMatchObject([{ is_active: true }]);
    expect(accountsOf(userId, 0)).toMatchObject([{ is_active: true }]);
  });
});

describe('what goes wrong on a joined panel', () => {
  it('is mended: an account that was deleted there by hand is made again with what was used', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const { panelUuid } = await bench.subscription(userId);
    panelAt(1).control.addUsage(panelUuid, 1);
    await readLists();
    await standsOnBoth(userId);
    panelAt(1).control.removeRow(panelUuid);
    await readLists();
    await lookAfter();
    await eventually(() =>
      expect(accountsOf(userId, 1)).toMatchObject([
        { uuid: panelUuid, current_usage_GB: 1, is_active: true },
      ]),
    );
    await readLists();
    expect((await bench.subscription(userId)).elsewhereBytes).toBe(gigabyte);
  });

  it('stops before anybody is touched when too many are gone, and a rebuild brings them back', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const people = await peopleOn(0, 3);
    await joinSecond();
    await lookAfter();
    for (const userId of people) await standsOnBoth(userId);
    bench.clock.advance(600_000);
    for (const userId of people) panelAt(1).control.removeRow((await bench.subscription(userId)).panelUuid);
    expect(await bench.side.sync.sync(panelAt(1).id)).toMatchObject({
      result: 'stopped',
      missing: 3,
      people: 3,
    });
    await lookAfter();
    for (const userId of people) expect(accountsOf(userId, 1)).toEqual([]);
    await bench.side.desk.rebuild(bench.cause(), panelAt(1).id);
    await lookAfter();
    for (const userId of people) await standsOnBoth(userId);
  });

  it('is no stranger to the operator: joined accounts are known, and what they were called before', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const before = '11111111-1111-4111-8111-111111111111';
    await bench.database.db.execute(
      sql`update joined_accounts set previous_uuid = ${before} where user_id = ${userId}`,
    );
    panelAt(1).control.seed({ uuid: before, name: 'before' });
    expect(panelAt(1).control.users()).toHaveLength(2);
    expect(await bench.side.drift.report(panelAt(1).id)).toMatchObject({ strangers: 0, missing: [] });
    // Its link was replaced, and the panel has not heard of it.
    await bench.database.db.execute(
      sql`update joined_accounts set uuid = previous_uuid, previous_uuid = null where user_id = ${userId}`,
    );
    expect(await bench.side.drift.report(panelAt(1).id)).toMatchObject({ strangers: 0 });
  });

  it('does not come from a move that was given up half-way there: the account is kept', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const { panelUuid } = await bench.subscription(userId);
    const { rows } = await bench.database.db.execute<{ id: number }>(
      sql`insert into panel_leftovers (panel_id, user_id, uuid, created_at)
          values (${panelAt(1).id}, ${userId}, ${panelUuid}, now()) returning id::int`,
    );
    expect(await bench.side.removeLeftover(rows[0]?.id ?? 0)).toBe('needless');
    expect(accountsOf(userId, 1)).toHaveLength(1);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';
import { lookAtJoined, own } from './joined.ts';
import { lookAtMoves } from './moves.ts';

let bench: FleetBench;
afterEach(() => bench.stop());
const { panelAt, accountsOf, allMoved } = lookAtMoves(() => bench);
const { lookAfter, joinedPerson, standsOnBoth, isGoneFrom, feedOf, readLists } = lookAtJoined(() => bench);
const gigabyte = 1024 ** 3;

describe('the traffic of both panels', () => {
  it('counts against one limit: what was used there is less here, and used up is used up on both', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const { panelUuid } = await bench.subscription(userId);
    panelAt(0).control.addUsage(panelUuid, 1);
    panelAt(1).control.addUsage(panelUuid, 2);
    await readLists();
    expect(await feedOf(userId)).toMatchObject({ usedBytes: 3 * gigabyte, limitBytes: 5 * gigabyte });
    await eventually(() => expect(accountsOf(userId, 0)).toMatchObject([{ usage_limit_GB: 3 }]));
    await eventually(() => expect(accountsOf(userId, 1)).toMatchObject([{ usage_limit_GB: 4 }]));
    // Read once more, nothing is counted twice.
    await readLists();
    expect((await feedOf(userId)).usedBytes).toBe(3 * gigabyte);

    panelAt(1).control.addUsage(panelUuid, 2);
    await readLists();
    await lookAfter();
    await isGoneFrom(userId, 1);
    expect(accountsOf(userId, 0)).toMatchObject([{ usage_limit_GB: 1, current_usage_GB: 1 }]);
    expect((await feedOf(userId)).lines.join()).toContain('Трафик закончился');
    expect((await bench.subscription(userId)).totalBytes).toBe(5 * gigabyte);
  });

  it('of a few bytes is no change that a panel has to follow', async () => {
    bench = await startFleet({ panels: 2, settings: own });
    const userId = await joinedPerson();
    const { panelUuid, desiredVersion } = await bench.subscription(userId);
    panelAt(1).control.addUsage(panelUuid, 0.1);
    await readLists();
    expect(await bench.subscription(userId)).toMatchObject({ desiredVersion });
    expect((await bench.subscription(userId)).elsewhereBytes).toBeGreaterThan(0);
  });
});

it('whoever moves to the joined panel lives there with one account, and has the other where they came from', async () => {
  bench = await startFleet({ panels: 2, settings: own });
  const userId = await joinedPerson();
  const { panelUuid } = await bench.subscription(userId);
  panelAt(0).control.addUsage(panelUuid, 1);
  panelAt(1).control.addUsage(panelUuid, 1);
  await readLists();
  await bench.side.desk.move(bench.cause(), panelAt(0).id);
  await allMoved();
  await lookAfter();
  await isGoneFrom(userId, 0);
  await eventually(async () => expect(await bench.side.joining.ask()).toBe(0));
  expect(accountsOf(userId, 1)).toMatchObject([{ uuid: panelUuid, is_active: true }]);
  const { usedBytes, elsewhereBytes } = await bench.subscription(userId);
  expect(usedBytes + elsewhereBytes).toBe(2 * gigabyte);

  await bench.side.desk.setState(bench.cause(), panelAt(0).id, 'active');
  await bench.side.desk.edit(bench.cause(), panelAt(0).id, { joined: true });
  await lookAfter();
  await standsOnBoth(userId);
});

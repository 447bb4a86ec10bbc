import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { findFaults } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor, wholeJourney } from './support/crowd.ts';
import { startCrowding } from './support/crowding.ts';
import { long, pause } from './support/random.ts';
import { openStage } from './support/stage.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

const people = long ? 40 : 8;

it.for(['fast', 'immediate'] as const)(
  'a database restarted (%s) under load: 503 with Retry-After meanwhile, then on by itself, nothing lost',
  async (how, { onTestFinished }) => {
    const stage = await openStage({ cluster });
    onTestFinished(() => stage.close());
    await stage.bot.start();
    const crowding = await startCrowding(stage, people * 2);
    const codes = await stage.codes(people);
    const visitors = codes.map((code, index) => createVisitor(stage.world, { id: 1000 + index, code }));
    const journeys = Promise.all(
      visitors.map(async (visitor, index) => {
        await pause(index * 200);
        await wholeJourney(visitor);
      }),
    );
    journeys.catch(() => {});
    await pause(1_000);
    await cluster.restart(how);
    await journeys;
    await crowding.stop();
    const check = async () => expect(await findFaults(stage, visitors, crowding.guests)).toEqual([]);
    await eventually(check);
    const refused = stage.world.deliveries.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter(({ status }) => status !== 503)).toEqual([]);
    for (const { at, nextAttemptAt = at } of refused)
      expect(Date.parse(nextAttemptAt) - Date.parse(at)).toBeGreaterThan(1_000);
  },
);

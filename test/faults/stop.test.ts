import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { findFaults } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor, wholeJourney } from './support/crowd.ts';
import { startCrowding } from './support/crowding.ts';
import { pause } from './support/random.ts';
import { openStage, prepareDatabase } from './support/stage.ts';

let cluster: Cluster;
let template: string;
beforeAll(async () => {
  cluster = await startCluster();
  template = await prepareDatabase(cluster);
});
afterAll(() => cluster.stop());

const people = 6;

describe.concurrent('SIGTERM under load', () => {
  it.for([
    { when: 'all is well', slowMs: 0 },
    { when: 'Telegram is slow', slowMs: 1_000 },
    { when: 'Telegram hangs', slowMs: 60_000 },
  ])(
    'ends the process within 10 s, and loses nothing, when $when',
    async ({ slowMs }, { onTestFinished }) => {
      const stage = await openStage({ cluster, copyOf: template });
      onTestFinished(() => stage.close());
      await stage.bot.start();
      const crowding = await startCrowding(stage, people * 2);
      const codes = await stage.codes(people);
      const visitors = codes.map((code, index) => createVisitor(stage.world, { id: 1000 + index, code }));
      const journeys = Promise.all(visitors.map(wholeJourney));
      journeys.catch(() => {});
      await pause(500);
      stage.world.faults.set({ telegramSlowMs: slowMs });
      await pause(1_000);
      const ending = await stage.bot.stop();
      expect(ending.code).toBe(0);
      expect(ending.ms).toBeLessThan(10_500);
      stage.world.faults.clear();
      const refused = stage.world.deliveries.filter(({ status }) => status !== 200);
      expect(refused.filter(({ status }) => status !== 503 && status !== 'error')).toEqual([]);
      await stage.bot.start();
      await stage.hurry();
      await journeys;
      await crowding.stop();
      const check = async () => expect(await findFaults(stage, visitors, crowding.guests)).toEqual([]);
      await eventually(check);
    },
  );
});

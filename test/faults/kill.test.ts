import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { findFaults, timesTold } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor, type Visitor, wholeJourney } from './support/crowd.ts';
import { createRandom, pause, seeds } from './support/random.ts';
import { openStage, prepareDatabase, type Stage } from './support/stage.ts';

let cluster: Cluster;
let template: string;
beforeAll(async () => {
  cluster = await startCluster();
  template = await prepareDatabase(cluster);
});
afterAll(() => cluster.stop());

const peoplePerSeed = 6;
const bots = 3;
const all = seeds(20);
const shares = Array.from({ length: bots }, (_, bot) => all.filter((_seed, index) => index % bots === bot));

describe.concurrent('kill -9 at any moment', () => {
  it.for(shares.filter((share) => share.length > 0))(
    'loses nothing and doubles nothing (seeds %j)',
    async (share, { onTestFinished }) => {
      const stage = await openStage({ cluster, copyOf: template });
      onTestFinished(() => stage.close());
      await stage.bot.start();
      const visitors: Visitor[] = [];
      for (const seed of share) {
        const newcomers = await killAmong(stage, seed);
        visitors.push(...newcomers);
        await eventually(async () => expect(await findFaults(stage, visitors), `seed ${seed}`).toEqual([]));
        // A message on its way at the moment of the kill may come twice, no more.
        for (const { id } of newcomers) expect(timesTold(stage, id, 'Готово!')).toBeLessThanOrEqual(2);
      }
    },
  );
});

/** New people come in and go the whole way, while the bot is killed and started again. */
async function killAmong(stage: Stage, seed: number): Promise<Visitor[]> {
  const random = createRandom(seed);
  const codes = await stage.codes(peoplePerSeed / 2, 2);
  const newcomers = Array.from({ length: peoplePerSeed }, (_, index) =>
    createVisitor(stage.world, { id: seed * 1_000 + index, code: codes[index % codes.length] ?? '' }),
  );
  const journeys = Promise.all(
    newcomers.map(async (visitor) => {
      await pause(random.between(0, 300));
      await wholeJourney(visitor);
    }),
  );
  journeys.catch(() => {});
  await pause(random.between(20, 1_200));
  await stage.bot.kill();
  await stage.bot.start();
  await stage.hurry();
  await journeys;
  return newcomers;
}

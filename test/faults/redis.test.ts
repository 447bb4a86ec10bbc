import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../redis/server.ts';
import { eventually } from '../support/eventually.ts';
import { findFaults } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor, wholeJourney } from './support/crowd.ts';
import { startCrowding } from './support/crowding.ts';
import { pause } from './support/random.ts';
import { openStage } from './support/stage.ts';

const hasRedis = ['valkey-server', 'redis-server'].some(
  (program) => spawnSync(program, ['--version']).status === 0,
);

/** Skipped, and seen to be skipped, where no redis-server is installed. */
describe.skipIf(!hasRedis)('Redis under load', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('F19: may be flushed, frozen, killed and come back, and nothing is lost', async ({ onTestFinished }) => {
    let redis = await startRedis();
    const stage = await openStage({ cluster, settings: { REDIS_URL: redis.url } });
    onTestFinished(async () => {
      await stage.close();
      await redis.stop();
    });
    await stage.bot.start();
    const crowding = await startCrowding(stage, 10);
    const codes = await stage.codes(8);
    const visitors = codes.map((code, index) => createVisitor(stage.world, { id: 1000 + index, code }));
    const journeys = Promise.all(
      visitors.map(async (visitor, index) => {
        await pause(index * 500);
        await wholeJourney(visitor);
      }),
    );
    journeys.catch(() => {});
    await redis.command('FLUSHALL');
    await pause(500);
    redis.signal('SIGSTOP');
    await pause(1_500);
    redis.signal('SIGCONT');
    await pause(300);
    await redis.stop();
    await pause(1_500);
    redis = await startRedis(redis.port);
    await journeys;
    await crowding.stop();
    await eventually(async () => expect(await findFaults(stage, visitors, crowding.guests)).toEqual([]));
    expect(stage.world.deliveries.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

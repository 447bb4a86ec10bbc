import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultScript } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { eventually } from '../support/eventually.ts';
import { findFaults } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor, wholeJourney } from './support/crowd.ts';
import { openStage, prepareDatabase } from './support/stage.ts';

let cluster: Cluster;
let template: string;
beforeAll(async () => {
  cluster = await startCluster();
  template = await prepareDatabase(cluster);
});
afterAll(() => cluster.stop());

const people = 6;
const faults: { how: string; scripts: FaultScript[] }[] = [
  { how: 'answers 429', scripts: [{ kind: '429', times: 12, retryAfterSeconds: 2 }] },
  { how: 'answers 5xx', scripts: [{ kind: '5xx', times: 8 }] },
  { how: 'cuts connections before the work', scripts: [{ kind: 'cut-before', times: 8 }] },
  { how: 'cuts connections after the work', scripts: [{ kind: 'cut-after', times: 8 }] },
  {
    how: 'does all of that, and answers as a proxy does',
    scripts: [
      { kind: 'html', times: 3 },
      { kind: '429', times: 4, retryAfterSeconds: 1 },
      { kind: 'cut-after', times: 3 },
      { kind: 'bad-json', times: 3 },
      { kind: '5xx', times: 3 },
    ],
  },
];

describe.concurrent('a Telegram that', () => {
  it.for(faults)(
    '$how for a while is waited for: no call in a forbidden window, nobody stuck',
    async ({ scripts }, { onTestFinished }) => {
      const stage = await openStage({ cluster, copyOf: template });
      onTestFinished(() => stage.close());
      await stage.bot.start();
      const codes = await stage.codes(people);
      const visitors = codes.map((code, index) => createVisitor(stage.world, { id: 1000 + index, code }));
      for (const script of scripts) stage.world.faults.script(script);
      await Promise.all(visitors.map(wholeJourney));
      await eventually(async () => expect(await findFaults(stage, visitors)).toEqual([]));
    },
  );
});

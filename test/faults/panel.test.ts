import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PanelFaults } from '@hiddify-vpn-bot/sandbox/panel/faults.ts';
import { eventually } from '../support/eventually.ts';
import { findFaults, timesTold } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor } from './support/crowd.ts';
import { openStage, prepareDatabase } from './support/stage.ts';

let cluster: Cluster;
let template: string;
beforeAll(async () => {
  cluster = await startCluster();
  template = await prepareDatabase(cluster);
});
afterAll(() => cluster.stop());

const people = 3;
const faults: { how: string; fault: Partial<PanelFaults> }[] = [
  { how: 'refuses connections', fault: { down: true, downAs: 'refused' } },
  { how: 'resets connections', fault: { down: true, downAs: 'reset' } },
  { how: 'answers 502', fault: { down: true, downAs: 'badGateway' } },
  { how: 'saves, and answers 502 all the same', fault: { savesThen502: true } },
  { how: 'saves, and answers 500 all the same', fault: { savesThen500: true } },
  { how: 'dies between its two commits', fault: { failBetweenCommits: true } },
];

describe.concurrent('a panel that', () => {
  it.for(faults)(
    '$how during a trial: the key arrives by itself later, one account, one notice',
    async ({ fault }, { onTestFinished }) => {
      const stage = await openStage({ cluster, copyOf: template });
      onTestFinished(() => stage.close());
      await stage.bot.start();
      const codes = await stage.codes(people);
      const visitors = codes.map((code, index) => createVisitor(stage.world, { id: 1000 + index, code }));
      await Promise.all(visitors.map((visitor) => visitor.comesIn()));
      await stage.panel.control.setFaults(fault);
      await Promise.all(visitors.map((visitor) => visitor.takesTrial()));
      await eventually(async () => {
        const { rows } = await stage.sql.query(
          `select 1 from pgboss.job where name = 'provision' and retry_count > 0`,
        );
        expect(rows).toHaveLength(people);
      }, 40_000);
      for (const { id } of visitors) expect(timesTold(stage, id, 'Готово!')).toBe(0);
      await stage.panel.control.clearFaults();
      await Promise.all(visitors.map((visitor) => visitor.getsReady()));
      await Promise.all(visitors.map((visitor) => visitor.looksAtProfile()));
      await eventually(async () => expect(await findFaults(stage, visitors)).toEqual([]));
      for (const { id } of visitors) expect(timesTold(stage, id, 'Готово!')).toBe(1);
    },
  );
});

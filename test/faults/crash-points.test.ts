import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { eventually } from '../support/eventually.ts';
import { findFaults, timesTold } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor, type Visitor } from './support/crowd.ts';
import { openStage, prepareDatabase, type Stage } from './support/stage.ts';

let cluster: Cluster;
let template: string;
beforeAll(async () => {
  cluster = await startCluster();
  template = await prepareDatabase(cluster);
});
afterAll(() => cluster.stop());

/** A lock that holds the bot at one statement, until it is killed there. */
interface CrashPoint {
  where: string;
  /** The table, and how it is locked: `exclusive` stops writing, `access exclusive` reading too. */
  table: string;
  mode?: 'exclusive' | 'access exclusive';
  /** During which step the bot is held. */
  step: 'comes in' | 'takes the trial';
}

const points: CrashPoint[] = [
  { where: 'before an update is stored', table: 'inbox', step: 'comes in' },
  { where: 'before a lane is taken', table: 'lanes', step: 'comes in' },
  { where: 'before anything is known of the person', table: 'users', step: 'comes in' },
  { where: 'inside the transaction of the effect', table: 'invite_uses', step: 'comes in' },
  { where: 'before the answer is sent', table: 'screens', mode: 'access exclusive', step: 'comes in' },
  { where: 'after the answer was sent', table: 'screens', step: 'comes in' },
  { where: 'before the job is part of the transaction', table: 'pgboss.job', step: 'takes the trial' },
  { where: 'inside the transaction of the trial', table: 'grants', step: 'takes the trial' },
];

describe.concurrent('kill -9', () => {
  it.for(points)('$where ($table) loses nothing', async (point, { onTestFinished }) => {
    const stage = await openStage({ cluster, copyOf: template });
    onTestFinished(() => stage.close());
    await stage.bot.start();
    const [code = ''] = await stage.codes(1);
    const visitor = createVisitor(stage.world, { id: 1000, code });
    if (point.step === 'takes the trial') await visitor.comesIn();
    const { step } = await killAt(stage, point, () =>
      point.step === 'comes in' ? visitor.comesIn() : visitor.takesTrial(),
    );
    await stage.bot.start();
    await stage.hurry();
    await step;
    await finish(visitor, point);
    await eventually(async () => expect(await findFaults(stage, [visitor])).toEqual([]));
    expect(timesTold(stage, visitor.id, 'Вы с нами!')).toBeLessThanOrEqual(
      point.where.startsWith('after') ? 2 : 1,
    );
  });
});

/** Lets the step begin, waits until the bot is held at the point, and kills it there. */
async function killAt(stage: Stage, { table, mode = 'exclusive' }: CrashPoint, step: () => Promise<void>) {
  const holder = new pg.Client(stage.databaseUrl);
  await holder.connect();
  await holder.query(`begin; lock table ${table} in ${mode} mode`);
  const done = step();
  done.catch(() => {});
  try {
    await eventually(async () => {
      // Not by the holder: inside its transaction it would see the same moment again and again.
      const { rows } = await stage.sql.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and application_name = 'bot'`,
      );
      if (rows.length === 0) throw new Error(`the bot never came to ${table}`);
    });
    await stage.bot.kill();
  } finally {
    await holder.end();
  }
  // Not returned as it is: an async function would wait for it.
  return { step: done };
}

async function finish(visitor: Visitor, { step }: CrashPoint): Promise<void> {
  if (step === 'comes in') await visitor.takesTrial();
  await visitor.getsReady();
  await visitor.looksAtProfile();
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { refusePooler } from '../../../src/platform/pooler.ts';
import { type Cluster, startCluster } from '../../faults/support/cluster.ts';
import { createVisitor, wholeJourney } from '../../faults/support/crowd.ts';
import { openStage } from '../../faults/support/stage.ts';
import { environment } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { openPooler, type Pooler, type PoolMode } from './pgbouncer.ts';

const entry = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const limits = { statement_timeout: '15s', lock_timeout: '5s', idle_in_transaction_session_timeout: '30s' };
/** What README says that a pooler has to be told. */
const ignoring = { ignore_startup_parameters: Object.keys(limits).join(',') };

let cluster: Cluster;
let databaseUrl: string;
beforeAll(async () => {
  cluster = await startCluster();
  databaseUrl = await cluster.createDatabase();
});
afterAll(() => cluster.stop());

it.each<PoolMode>(['session', 'transaction', 'statement'])(
  'a PgBouncer with pool_mode = %s and else its defaults is refused at start in words, with 78',
  async (mode) => {
    const pooler = await open({ mode });
    const { code, errors } = await start(pooler.before(databaseUrl));
    expect(errors).toMatch(
      /^The start is refused\. DATABASE_URL leads to a pooler .* address of PostgreSQL itself/m,
    );
    expect(errors).not.toContain(new URL(databaseUrl).password);
    expect(code).toBe(78);
  },
);

it('one that is told to ignore our time limits is refused while nobody else keeps them', async () => {
  const pooler = await open({ mode: 'session', more: ignoring });
  const refused = refusePooler({ name: 'DATABASE_URL', url: pooler.before(databaseUrl) });
  await expect(refused).rejects.toThrow(/drops the time limits .* pool_mode = session/);
});

it.each<PoolMode>(['transaction', 'statement'])(
  'one with pool_mode = %s is refused although the role keeps the limits, busy as it may be',
  async (mode) => {
    const pooler = await open({ mode, more: ignoring });
    const url = pooler.before(await limited(await cluster.createDatabase()));
    const others = new pg.Pool({ connectionString: url, max: 3 });
    onTestFinished(() => others.end());
    let isOver = false;
    onTestFinished(() => void (isOver = true));
    const busy = [1, 2, 3].map(async () => {
      while (!isOver) await others.query('select pg_sleep(0.002)');
    });
    for (let round = 0; round < 5; round++)
      await expect(refusePooler({ name: 'DATABASE_URL', url })).rejects.toThrow(
        /pool_mode = (transaction|statement)/,
      );
    isOver = true;
    await Promise.all(busy);
  },
);

it('with pool_mode = session and a role that keeps the limits people are served, and health fails while it is away', async () => {
  const pooler = await open({ mode: 'session', more: ignoring });
  const through = async (url: string) => pooler.before(await limited(url));
  const stage = await openStage({ cluster, through });
  onTestFinished(() => stage.close());
  await stage.bot.start();
  const healthOf = async () => (await fetch(`${stage.url}/health`)).status;
  const visit = async (id: number) => {
    const [code = ''] = await stage.codes(1);
    await wholeJourney(createVisitor(stage.world, { id, code }));
  };
  await visit(1_001);
  expect(await healthOf()).toBe(200);
  await pooler.kill();
  await eventually(async () => expect(await healthOf()).toBe(503));
  expect((await fetch(`${stage.url}/health/ready`)).status).toBe(503);
  await pooler.start();
  await eventually(async () => expect(await healthOf()).toBe(200));
  await visit(1_002);
}, 60_000);

async function open(given: Parameters<typeof openPooler>[1]): Promise<Pooler> {
  const pooler = await openPooler(databaseUrl, given);
  onTestFinished(() => pooler.close());
  return pooler;
}

/** In that database the role itself keeps the time limits, as README says. */
async function limited(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  const { username, pathname } = new URL(url);
  for (const [name, limit] of Object.entries(limits))
    await client.query(`alter role ${username} in database ${pathname.slice(1)} set ${name} = '${limit}'`);
  await client.end();
  return url;
}

/** The bot as a process of its own, which ends. */
async function start(url: string): Promise<{ code: number; errors: string }> {
  const told = { ...environment, PORT: '0', TELEGRAM_API_ROOT: 'http://127.0.0.1:9', DATABASE_URL: url };
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...told },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const errors = await text(child.stderr);
  const [code] = await ended;
  return { code: Number(code), errors };
}

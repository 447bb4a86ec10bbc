import pg from 'pg';
import { findFreePort } from '@hiddify-vpn-bot/embedded-postgres/port.ts';
import { startApp } from '../src/app/app.ts';
import { readConfig } from '../src/config/config.ts';
import { createKeyTokens } from '../src/features/keys/feed/tokens.rules.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createLogger } from '../src/platform/logger.ts';
import { openReplica } from '../test/redis/replicas.ts';
import { startRedis } from '../test/redis/server.ts';
import { keySettings } from '../test/support/environment.ts';
import { settings } from './support/bot.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import { deliverAll } from './support/load.ts';
import type { Row } from './support/rows.ts';
import { firstPerson, startOf, tapOf } from './support/updates.ts';

const people = 300;
const works = ['/start', 'a look at the profile', 'a subscription'] as const;
type Work = (typeof works)[number];
type Statements = Record<Work, number>;

let statements = 0;

/**
 * What is asked for again within a minute, with copies in Redis and without, by turns: the statements of whole updates
 * and requests, and the time of what copies answer of them, one after the other.
 */
export async function measureCopying(database: BenchDatabase, rounds: number): Promise<Row[]> {
  countStatements();
  const redis = await startRedis();
  const telegram = await startChild({
    file: new URL('./processes/instant-telegram.ts', import.meta.url),
    words: 'listening',
  });
  const apiRoot = telegram.line.split(' ')[1] ?? '';
  const copied: { statements: Statements; reads: Reads }[] = [];
  const asked: typeof copied = [];
  try {
    for (let round = 0; round < rounds; round++) {
      // Bot and services seal under different keys: what one leaves there would be in the way of the other.
      await redis.command('FLUSHALL');
      const ofBot = await measureBot(database, { apiRoot, more: { REDIS_URL: redis.url } });
      await redis.command('FLUSHALL');
      copied.push({ statements: ofBot, reads: await measureReads(database, redis.url) });
      asked.push({
        statements: await measureBot(database, { apiRoot, more: {} }),
        reads: await measureReads(database, undefined),
      });
    }
  } finally {
    await Promise.all([redis.stop(), telegram.stop()]);
  }
  const limitName = 'the same without copies';
  return [
    ...works.map((work) => ({
      name: `${work} again`,
      unit: 'statements',
      limitName,
      values: copied.map(({ statements: counted }) => counted[work]),
      limits: asked.map(({ statements: counted }) => counted[work]),
    })),
    ...reads.map(({ key, name, unit }) => ({
      name,
      unit,
      limitName,
      values: copied.map((round) => round.reads[key]),
      limits: asked.map((round) => round.reads[key]),
    })),
  ];
}

const reads = [
  { key: 'homeMs', name: 'what home reads again', unit: 'ms' },
  { key: 'homeCpuMs', name: "what home reads again, the process's own processor time", unit: 'ms' },
  { key: 'feedMs', name: 'a subscription answered again', unit: 'ms' },
  { key: 'feedCpuMs', name: "a subscription answered again, the process's own processor time", unit: 'ms' },
] as const;
type Reads = Record<(typeof reads)[number]['key'], number>;

const wanted = { userAgent: 'v2rayN/7.24.8', mode: 'standard', say: () => '' } as const;

/** The services alone: neither Telegram nor the limits on haste, which count in Redis where there is one. */
async function measureReads({ url, pool }: BenchDatabase, redisUrl: string | undefined): Promise<Reads> {
  const replica = await openReplica({ databaseUrl: url, redisUrl });
  try {
    while (!replica.isHealthy()) await new Promise((resolve) => setTimeout(resolve, 10));
    const holders = await letSomeHaveAKey(pool);
    const home = await timeOf(holders, async ({ userId }) => {
      await Promise.all([replica.subscriptions.glance(userId), replica.trial.offerFor(userId)]);
    });
    const feed = await timeOf(holders, async (holder) => {
      await replica.feeds.feed(replica.tokenOf(holder), wanted);
    });
    return { homeMs: home.ms, homeCpuMs: home.cpuMs, feedMs: feed.ms, feedCpuMs: feed.cpuMs };
  } finally {
    await replica.close();
  }
}

async function timeOf(holders: readonly Holder[], look: (holder: Holder) => Promise<void>) {
  const passes = 5;
  for (const holder of holders) await look(holder);
  const startedMs = performance.now();
  const before = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) for (const holder of holders) await look(holder);
  const { user, system } = process.cpuUsage(before);
  const count = passes * holders.length;
  return { ms: (performance.now() - startedMs) / count, cpuMs: (user + system) / 1000 / count };
}

async function measureBot(
  database: BenchDatabase,
  { apiRoot, more }: { apiRoot: string; more: Record<string, string> },
): Promise<Statements> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const config = readConfig({
    ...settings,
    ...keySettings,
    ...more,
    OWN_SUBSCRIPTIONS: 'yes',
    TRUSTED_PROXIES: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: database.url,
    TELEGRAM_API_ROOT: apiRoot,
  });
  const logger = createLogger('silent');
  const app = await startApp({ config, databaseUrl: database.url, logger, clock: systemClock });
  try {
    await app.connected;
    const tokens = createKeyTokens(config.keyTokenKeys);
    const paths = (await letSomeHaveAKey(database.pool)).map((holder) => `/sub/${tokens.issue(holder)}`);
    const everybody = Array.from({ length: people }, (_, index) => firstPerson + index);
    const deliver = (update: (person: number) => string) => async () => {
      await deliverAll(url, everybody.map(update));
      await app.idle();
    };
    return {
      '/start': await statementsOf(app, deliver(startOf)),
      'a look at the profile': await statementsOf(app, deliver(tapOf)),
      'a subscription': await statementsOf(app, () => askAll(url, paths)),
    };
  } finally {
    await app.stop();
  }
}

/** Of the second time, for one person. What the bot does by itself meanwhile is part of it. */
async function statementsOf(
  app: Pick<Awaited<ReturnType<typeof startApp>>, 'idle'>,
  work: () => Promise<void>,
): Promise<number> {
  await work();
  await app.idle();
  const before = statements;
  await work();
  return (statements - before) / people;
}

interface Holder {
  userId: number;
  feedId: string;
  panelUuid: string;
}

/** Everybody has bought something, and the panel holds it. */
async function letSomeHaveAKey(pool: pg.Pool): Promise<Holder[]> {
  await pool.query('truncate inbox, lanes, screens, sessions');
  await pool.query(
    `insert into users (telegram_id, first_name, username, language_code, admitted_at, created_at, updated_at)
     select id, 'Гость', 'guest_' || id, 'ru', now(), now(), now() from generate_series($1::bigint, $2::bigint) id
     on conflict do nothing`,
    [firstPerson, firstPerson + people - 1],
  );
  await pool.query(
    `insert into subscriptions (user_id, status, started_at, expires_at, panel_id, panel_uuid, plan_code, verified_at,
       created_at, updated_at)
     select id, 'active', now(), now() + interval '30 days', (select min(id) from panels), gen_random_uuid(), 'monthly',
       now(), now(), now() from generate_series($1::bigint, $2::bigint) id on conflict do nothing`,
    [firstPerson, firstPerson + people - 1],
  );
  const { rows } = await pool.query<Holder>(
    'select user_id::int4 as "userId", feed_id as "feedId", panel_uuid as "panelUuid" from subscriptions where user_id >= $1 order by user_id limit $2',
    [firstPerson, people],
  );
  return rows;
}

/** Ten at a time, each from an address of its own. */
async function askAll(url: string, paths: readonly string[]): Promise<void> {
  const waiting = paths.entries();
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      for (const [index, path] of waiting) {
        const headers = {
          'user-agent': 'v2rayN/7.24.8',
          'x-forwarded-for': `10.0.${index >> 8}.${index & 255}`,
        };
        const answer = await fetch(url + path, { headers });
        if (answer.status !== 200) throw new Error(`The endpoint answered ${answer.status}`);
        await answer.arrayBuffer();
      }
    }),
  );
}

/** Every statement of this process, the benchmark's own few as well. */
function countStatements(): void {
  const { query } = pg.Client.prototype;
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...words: unknown[]): unknown {
      statements += 1;
      return Reflect.apply(query, this, words);
    },
  });
}

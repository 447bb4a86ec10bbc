import autocannon from 'autocannon';
import { readConfig } from '../src/config/config.ts';
import { accessOf, type Endpoint } from '../src/features/keys/protocols/access.rules.ts';
import { type FeedForm, feedOf } from '../src/features/keys/formats/feed.rules.ts';
import { createKeyTokens } from '../src/features/keys/feed/tokens.rules.ts';
import { settings, startBot } from './support/bot.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import type { LoadResult } from './support/load.ts';
import type { Row } from './support/rows.ts';
import { firstPerson } from './support/updates.ts';

const people = 100_000;
const serverKey = Buffer.alloc(32, 5).toString('base64');
const more = {
  OWN_SUBSCRIPTIONS: 'yes',
  VPS_IP: '203.0.113.10',
  REALITY_PUBLIC_KEY: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
  REALITY_SHORT_ID: '0123456789abcdef',
  REALITY_SNI: 'www.example.com',
  HYSTERIA2_PORT: '8443',
  HYSTERIA2_SNI: 'vpn.example.com',
  SHADOWSOCKS_PORT: '8388',
  SHADOWSOCKS_SERVER_KEY: serverKey,
  // The load comes from one machine and stands for many addresses, each within its limit.
  TRUSTED_PROXIES: '127.0.0.1',
};
const endpoints: Endpoint[] = [
  {
    protocol: 'reality',
    host: '203.0.113.10',
    port: 443,
    publicKey: more.REALITY_PUBLIC_KEY,
    shortId: more.REALITY_SHORT_ID,
    sni: more.REALITY_SNI,
    fingerprint: 'chrome',
  },
  {
    protocol: 'hysteria2',
    host: '203.0.113.10',
    port: 8443,
    hop: undefined,
    sni: 'vpn.example.com',
    obfsPassword: undefined,
    certificate: { kind: 'trusted' },
  },
  { protocol: 'shadowsocks', host: '203.0.113.10', port: 8388, method: '2022-blake3-aes-256-gcm', serverKey },
];
const forms: FeedForm[] = ['plain', 'base64', 'xray-list', 'sing-box', 'mihomo'];

/** How many whole subscriptions of three protocols are built a second of processor time, beside writing a finished one as JSON. */
export function measureBuilding(rounds: number, seconds: number): Row[] {
  return forms.map((form) => {
    const make = (index: number) => {
      const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      const tunnels = endpoints.map((endpoint) => ({ access: accessOf(endpoint, uuid), name: 'Лиса 🦊' }));
      return feedOf(tunnels, { form, mode: 'enhanced', demand: 'any' }).body;
    };
    const finished = finishedOf(make(0));
    const values: number[] = [];
    const limits: number[] = [];
    for (let round = 0; round < rounds; round++) {
      values.push(countFor(seconds / 5, make));
      limits.push(countFor(seconds / 5, () => JSON.stringify(finished)));
    }
    return {
      name: `subscriptions built, ${form}`,
      unit: '1/s',
      limitName: 'the same written as JSON',
      values,
      limits,
    };
  });
}

/** How fast the subscription endpoint answers anybody of 100,000 people, each asking for the first time. */
export async function measureServing(
  database: BenchDatabase,
  rounds: number,
  seconds: number,
): Promise<Row[]> {
  const paths = await letEverybodyHaveAKey(database);
  const bot = await startBot({ databaseUrl: database.url, apiRoot: 'http://127.0.0.1:9', more });
  const bare = await startChild({
    file: new URL('./processes/bare-feed.ts', import.meta.url),
    words: 'listening',
    environment: { BODY: await (await fetch(`${bot.url}${paths[0]}`)).text() },
  });
  const bareUrl = bare.line.split(' ')[1] ?? '';
  const results: { bot: LoadResult; again: LoadResult; bare: LoadResult }[] = [];
  const few = paths.slice(0, 1_000);
  try {
    await askFor(2, bot.url, paths);
    await askFor(1, bareUrl, paths);
    for (let round = 0; round < rounds; round++)
      results.push({
        bot: await askFor(seconds, bot.url, paths),
        again: await askFor(seconds, bot.url, few),
        bare: await askFor(seconds, bareUrl, paths),
      });
  } finally {
    await Promise.all([bot.stop(), bare.stop()]);
  }
  const row = (who: 'bot' | 'again', name: string, pick: (result: LoadResult) => number): Row => ({
    name: `subscriptions served${who === 'again' ? ' again' : ''}, ${name}`,
    unit: name,
    limitName: 'a bare Fastify route that answers the same bytes',
    values: results.map((result) => pick(result[who])),
    limits: results.map((result) => pick(result.bare)),
  });
  return (['bot', 'again'] as const).flatMap((who) => [
    row(who, '1/s', (result) => result.perSecond),
    row(who, 'p50 ms', (result) => result.p50Ms),
    row(who, 'p99 ms', (result) => result.p99Ms),
  ]);
}

/** Accounts on the first panel, seen there; answers each person's path. */
async function letEverybodyHaveAKey({ pool }: BenchDatabase): Promise<string[]> {
  await pool.query(
    `insert into users (telegram_id, first_name, language_code, admitted_at, created_at, updated_at)
     select id, 'Гость', 'ru', now(), now(), now() from generate_series($1::bigint, $2::bigint) id
     on conflict do nothing`,
    [firstPerson, firstPerson + people - 1],
  );
  await pool.query(
    `insert into subscriptions (user_id, status, started_at, expires_at, panel_id, panel_uuid, verified_at,
       created_at, updated_at)
     select telegram_id, 'active', now(), now() + interval '30 days', (select min(id) from panels),
       gen_random_uuid(), now(), now(), now() from users on conflict do nothing`,
  );
  await pool.query('vacuum analyze');
  const { rows } = await pool.query<{ userId: number; feedId: string; panelUuid: string }>(
    'select user_id::int4 as "userId", feed_id as "feedId", panel_uuid as "panelUuid" from subscriptions order by random()',
  );
  const config = readConfig({
    ...settings,
    ...more,
    PUBLIC_URL: 'http://127.0.0.1:9',
    DATABASE_URL: 'postgres://only/the-key-is-read',
  });
  const tokens = createKeyTokens(config.keyTokenKeys);
  return rows.map((holder) => `/sub/${tokens.issue(holder)}`);
}

let asked = 0;

async function askFor(seconds: number, url: string, paths: readonly string[]): Promise<LoadResult> {
  const result = await autocannon({
    url,
    connections: 40,
    duration: seconds,
    requests: [
      {
        method: 'GET',
        headers: {},
        setupRequest: (request) => {
          asked += 1;
          const address = `10.${asked & 255}.${(asked >> 8) & 255}.${(asked >> 16) & 255}`;
          const headers = { 'user-agent': 'v2rayN/7.24.8', 'x-forwarded-for': address };
          return { ...request, path: paths[asked % paths.length] ?? '/', headers };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were no 2xx, ${result.errors} failed`);
  return {
    perSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}

/** How many are made in a second of processor time: what else the machine does makes no difference. */
function countFor(seconds: number, make: (index: number) => string): number {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  let made = 0;
  while (performance.now() - startedMs < seconds * 1000)
    for (let index = 0; index < 100; index++) make(made++);
  const { user, system } = process.cpuUsage(before);
  return (made * 1_000_000) / (user + system);
}

function finishedOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { Pool } from 'undici';
import { openDatabase } from '../src/platform/db.ts';
import { migrateDatabase } from '../src/platform/migrate.ts';
import type { PanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { type FleetBench, type FleetOptions, openFleet } from '../test/support/fleet.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import type { Effort } from './support/effort.ts';
import { quantile, type Row } from './support/rows.ts';

const migrations = fileURLToPath(new URL('../drizzle', import.meta.url));

/** What the panels cost: reading a large one, having accounts made, and one of four that is away. */
export async function measurePanels(
  database: BenchDatabase,
  rounds: number,
  isShort: boolean,
): Promise<Row[]> {
  return [
    ...(await measureSync(database, rounds, { users: 20_000, share: 0.2 })),
    ...(await measureProvisioning(database, rounds, isShort ? 100 : 500)),
    ...(await measureOneDown(database, rounds, isShort ? 200 : 1_000)),
  ];
}

/** One sync each round in a fresh process, beside a fresh process that reads the same list whole and does nothing. */
async function measureSync(
  database: BenchDatabase,
  rounds: number,
  { users, share }: { users: number; share: number },
): Promise<Row[]> {
  const panel = await startChild({
    file: new URL('./processes/panel-list.ts', import.meta.url),
    words: 'listening',
    environment: { USERS: String(users), SHARE: String(share) },
  });
  const environment = {
    DATABASE_URL: await freshDatabase(database),
    PANEL_URL: panel.line.split(' ')[1] ?? '',
  };
  const name = `panel sync, ${users} users, ${share * 100} % changed`;
  const limitName = 'one GET of the same list and JSON.parse, in a process of its own';
  const wall: Row = { name: `${name}: wall`, unit: 's', limitName, values: [], limits: [] };
  const peak: Row = {
    name: `${name}: peak memory above rest`,
    unit: 'MB',
    limitName,
    values: [],
    limits: [],
  };
  const rowsName = 'users whose traffic changed';
  const rows: Row = {
    name: `${name}: rows written`,
    unit: 'rows',
    limitName: rowsName,
    values: [],
    limits: [],
  };
  try {
    await runOnce(syncing, environment); // has the panel's row made
    await fillDatabase(environment.DATABASE_URL, users);
    for (let round = 0; round < rounds; round++) {
      await fetch(`${environment.PANEL_URL}/move`, { method: 'POST' });
      const bare = await runOnce(bareReading, environment);
      const sync = await runOnce(syncing, environment);
      wall.values.push(sync.seconds);
      wall.limits?.push(bare.seconds);
      peak.values.push(sync.peakMb);
      peak.limits?.push(bare.peakMb);
      rows.values.push(sync.written);
      rows.limits?.push(users * share);
    }
    return [wall, peak, rows];
  } finally {
    await panel.stop();
  }
}

const syncing = new URL('./processes/panel-sync.ts', import.meta.url);
const bareReading = new URL('./processes/bare-list.ts', import.meta.url);

async function runOnce(
  file: URL,
  environment: Record<string, string>,
): Promise<Effort & { written: number }> {
  const child = await startChild({ file, words: 'done', environment });
  await child.stop();
  return JSON.parse(child.line.slice('done '.length)) as Effort & { written: number };
}

/** People as the list shows them before its traffic moves for the first time. */
async function fillDatabase(url: string, users: number): Promise<void> {
  const { db, close } = openDatabase(url);
  await db.execute(sql`
    insert into users (telegram_id, first_name, created_at, updated_at)
    select 1000000 + n, 'x', now(), now() from generate_series(0, ${users - 1}::int) n`);
  await db.execute(sql`
    insert into subscriptions (user_id, status, panel_id, panel_uuid, desired_version, applied_version, verified_at,
      used_bytes, total_bytes, last_online_at, created_at, updated_at)
    select 1000000 + n, 'active', panels.id, ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, 1,
      now() - interval '1 hour', 1073741824, 1073741824, '2026-11-20T10:00:00Z', now(), now()
    from panels, generate_series(0, ${users - 1}::int) n`);
  await db.execute(sql`analyze`);
  await close();
}

async function measureProvisioning(database: BenchDatabase, rounds: number, grants: number): Promise<Row[]> {
  const limitName = 'GET and POST of each account on one connection to the same stand-in, nothing stored';
  const rate: Row = {
    name: 'grants to one panel, all at once',
    unit: '1/s',
    limitName,
    values: [],
    limits: [],
  };
  const steady = (share: string): Row => ({
    name: `grant to verified at ${steadyPerSecond}/s, ${share}`,
    unit: 'ms',
    values: [],
  });
  const [middle, slowest] = [steady('p50'), steady('p99')];
  for (let round = 0; round < rounds; round++)
    await withFleet(database, {}, async (fleet) => {
      rate.limits?.push(await exchangeBare(fleet.panel, grants));
      const startedAt = performance.now();
      await grantMany(fleet, grants, () => fleet.panelId);
      await allVerified(fleet, [fleet.panelId]);
      rate.values.push(grants / ((performance.now() - startedAt) / 1000));
      await fleet.database.db.execute(sql`truncate subscriptions, grants`);
      await grantSteadily(fleet, Math.min(grants, 200));
      await allVerified(fleet, [fleet.panelId]);
      const waits = await delays(fleet, [fleet.panelId]);
      middle.values.push(quantile(waits, 0.5));
      slowest.values.push(quantile(waits, 0.99));
    });
  return [rate, middle, slowest];
}

/** How many accounts a second a program makes that only asks for each and creates it. */
async function exchangeBare({ url, adminPath, adminKey }: PanelStandIn, count: number): Promise<number> {
  const pool = new Pool(url, { connections: 1 });
  const headers = {
    'hiddify-api-key': adminKey,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const path = `/${adminPath}/api/v2/admin/user/`;
  const startedAt = performance.now();
  for (let n = 0; n < count; n++) {
    const uuid = randomUUID();
    const found = await pool.request({ method: 'GET', path: `${path}${uuid}/`, headers });
    await found.body.dump();
    const body = JSON.stringify({ uuid, name: `bare ${n}`, usage_limit_GB: 5, package_days: 30 });
    const made = await pool.request({ method: 'POST', path, headers, body });
    await made.body.dump();
    if (found.statusCode !== 404 || made.statusCode !== 200) throw new Error('the stand-in refused');
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return count / seconds;
}

/** The same burst with all four panels well and with the first away; what counts is the people of the other three. */
async function measureOneDown(database: BenchDatabase, rounds: number, grants: number): Promise<Row[]> {
  const name = `${grants} grants on four panels, one away, people of the others`;
  const limitName = 'the same with all four well';
  const row = (share: string): Row => ({
    name: `${name}, ${share}`,
    unit: 'ms',
    limitName,
    values: [],
    limits: [],
  });
  const [middle, slowest] = [row('p50'), row('p99')];
  for (let round = 0; round < rounds; round++)
    for (const isDown of [false, true]) {
      const waits = await withFleet(database, { panels: 4 }, async (fleet) => {
        const ids = fleet.panels.map(({ row: { id } }) => id);
        if (isDown) await fleet.panels[0]?.standIn.control.setFaults({ down: true });
        await grantMany(fleet, grants, (n) => ids[n % 4] ?? 0);
        await allVerified(fleet, ids.slice(1));
        return await delays(fleet, ids.slice(1));
      });
      (isDown ? middle.values : middle.limits)?.push(quantile(waits, 0.5));
      (isDown ? slowest.values : slowest.limits)?.push(quantile(waits, 0.99));
    }
  return [middle, slowest];
}

async function withFleet<T>(
  database: BenchDatabase,
  options: FleetOptions,
  work: (fleet: FleetBench) => Promise<T>,
): Promise<T> {
  const url = await freshDatabase(database);
  const { db, close } = openDatabase(url);
  const fleet = await openFleet({ url, db, drop: close }, options);
  try {
    return await work(fleet);
  } finally {
    await fleet.stop();
  }
}

/** A database of its own on the server, with the bot's tables. */
async function freshDatabase({ pool, url }: BenchDatabase): Promise<string> {
  const name = `panels_${randomUUID().replaceAll('-', '')}`;
  await pool.query(`create database ${name}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  await migrateDatabase(address.href, migrations);
  return address.href;
}

/** Eight at a time, as updates of different people come. */
async function grantMany(fleet: FleetBench, grants: number, panelOf: (n: number) => number): Promise<void> {
  let next = 0;
  const grantOn = async () => {
    for (let n = next++; n < grants; n = next++) await fleet.grant({ panelId: panelOf(n) });
  };
  await Promise.all(Array.from({ length: 8 }, grantOn));
}

const steadyPerSecond = 10;

async function grantSteadily(fleet: FleetBench, grants: number): Promise<void> {
  const startedAt = performance.now();
  const under: Promise<unknown>[] = [];
  for (let n = 0; n < grants; n++) {
    await pause(Math.max(0, startedAt + (n * 1000) / steadyPerSecond - performance.now()));
    under.push(fleet.grant({ panelId: fleet.panelId }));
  }
  await Promise.all(under);
}

function among(panelIds: readonly number[]) {
  const ids = panelIds.map((id) => sql`${id}`);
  return sql`panel_id in (${sql.join(ids, sql`, `)})`;
}

async function allVerified({ database }: FleetBench, panelIds: readonly number[]): Promise<void> {
  for (;;) {
    const left = await database.db.execute(
      sql`select 1 from subscriptions where desired_version > applied_version and ${among(panelIds)} limit 1`,
    );
    if (left.rows.length === 0) return;
    await pause(20);
  }
}

/** From grant to verified, in milliseconds. */
async function delays({ database }: FleetBench, panelIds: readonly number[]): Promise<number[]> {
  const { rows } = await database.db.execute<{ ms: number }>(sql`
    select extract(epoch from verified_at - created_at)::float * 1000 as ms
    from subscriptions where ${among(panelIds)}`);
  return rows.map(({ ms }) => ms);
}

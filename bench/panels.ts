// What the panels cost. Each function opens what it needs, measures and closes; it answers rows to be printed.
//   benchSync()         one sync of a 20,000-user panel, 20 % changed: wall, peak memory, rows written
//   benchProvisioning() jobs a second against the stand-in, and from grant to verified, p50 and p99
//   benchOneDown()      the same on four panels, with all well and with one of them down: p99 of the other three
// Run alone: node bench/panels.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../src/platform/db.ts';
import { migrateDatabase } from '../src/platform/migrate.ts';
import { startEmbeddedPostgres } from '../src/platform/postgres/start.ts';
import { type FleetBench, type FleetOptions, openFleet } from '../test/support/fleet.ts';

/** One measured number. */
export interface BenchRow {
  /** Such as `panel sync, 20000 users, 20 % changed`. */
  name: string;
  value: number;
  unit: 's' | 'ms' | 'MB' | 'rows' | 'jobs/s';
}

const migrations = fileURLToPath(new URL('../drizzle', import.meta.url));

/** A fleet on a PostgreSQL of its own, which is durable as in production. */
async function withFleet<T>(options: FleetOptions, work: (fleet: FleetBench) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bench-panels-'));
  const server = await startEmbeddedPostgres({ dataDir });
  await migrateDatabase(server.url, migrations);
  const { db, close } = openDatabase(server.url);
  const fleet = await openFleet({ url: server.url, db, drop: close }, options);
  try {
    return await work(fleet);
  } finally {
    await fleet.stop();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

export async function benchSync({ users = 20_000, changedShare = 0.2 } = {}): Promise<BenchRow[]> {
  const list = fileURLToPath(new URL('panel-list.ts', import.meta.url));
  const panel = spawn(process.execPath, [list, String(users), String(changedShare)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const say = async () => String((await once(panel.stdout, 'data'))[0]).trim();
  try {
    const url = await say();
    return await withFleet({ idle: true, timeoutMs: 60_000 }, async (fleet) => {
      await fleet.database.db.execute(sql`update panels set url = ${url}, revision = revision + 1`);
      await fillDatabase(fleet, users);
      await fleet.side.sync.sync(fleet.panelId);
      panel.stdin.write('move\n');
      await say();
      fleet.clock.advance(300_000);
      return await measureSync(fleet, { users, changedShare });
    });
  } finally {
    panel.kill();
  }
}

async function fillDatabase({ database, panelId }: FleetBench, users: number): Promise<void> {
  await database.db.execute(sql`
    insert into users (telegram_id, first_name, created_at, updated_at)
    select 1000000 + n, 'x', now(), now() from generate_series(0, ${users - 1}::int) n`);
  await database.db.execute(sql`
    insert into subscriptions (user_id, status, panel_id, panel_uuid, desired_version, applied_version, verified_at, created_at, updated_at)
    select 1000000 + n, 'active', ${panelId}, ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, 1,
      now() - interval '1 hour', now(), now() from generate_series(0, ${users - 1}::int) n`);
  await database.db.execute(sql`analyze`);
}

async function measureSync(
  fleet: FleetBench,
  { users, changedShare }: { users: number; changedShare: number },
): Promise<BenchRow[]> {
  global.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  const startedAt = performance.now();
  const outcome = await fleet.side.sync.sync(fleet.panelId);
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(sampler);
  const name = `panel sync, ${users} users, ${changedShare * 100} % changed`;
  return [
    { name: `${name}: wall`, value: seconds, unit: 's' },
    { name: `${name}: peak memory above rest`, value: (peak - before) / 1e6, unit: 'MB' },
    { name: `${name}: rows written`, value: outcome.result === 'taken' ? outcome.written : 0, unit: 'rows' },
  ];
}

export async function benchProvisioning({ grants = 500 } = {}): Promise<BenchRow[]> {
  return await withFleet({}, async (fleet) => {
    const startedAt = performance.now();
    await grantMany(fleet, grants, () => fleet.panelId);
    await allVerified(fleet, [fleet.panelId]);
    const seconds = (performance.now() - startedAt) / 1000;
    const { p50, p99 } = await delays(fleet, [fleet.panelId]);
    return [
      { name: 'provisioning, one panel', value: grants / seconds, unit: 'jobs/s' },
      { name: 'grant to verified in that burst, p50', value: p50, unit: 'ms' },
      { name: 'grant to verified in that burst, p99', value: p99, unit: 'ms' },
    ];
  });
}

export async function benchOneDown({ grants = 1_000 } = {}): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const isDown of [false, true])
    rows.push(
      ...(await withFleet({ panels: 4 }, async (fleet) => {
        const ids = fleet.panels.map(({ row }) => row.id);
        if (isDown) await fleet.panels[0]?.standIn.control.setFaults({ down: true });
        await grantMany(fleet, grants, (n) => ids[n % 4] ?? 0);
        await allVerified(fleet, ids.slice(1));
        const { p50, p99 } = await delays(fleet, ids.slice(1));
        const name = `${grants} grants on four panels, ${isDown ? 'one down' : 'all well'}, the other three`;
        return [
          { name: `${name}, p50`, value: p50, unit: 'ms' as const },
          { name: `${name}, p99`, value: p99, unit: 'ms' as const },
        ];
      })),
    );
  return rows;
}

/** Eight at a time, as updates of different people come. */
async function grantMany(fleet: FleetBench, grants: number, panelOf: (n: number) => number): Promise<void> {
  let next = 0;
  const grantOn = async () => {
    for (let n = next++; n < grants; n = next++) await fleet.grant({ panelId: panelOf(n) });
  };
  await Promise.all(Array.from({ length: 8 }, grantOn));
}

async function allVerified({ database }: FleetBench, panelIds: readonly number[]): Promise<void> {
  const wanted = sql.join(
    panelIds.map((id) => sql`${id}`),
    sql`, `,
  );
  for (;;) {
    const left = await database.db.execute(
      sql`select 1 from subscriptions where desired_version > applied_version and panel_id in (${wanted}) limit 1`,
    );
    if (left.rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function delays({ database }: FleetBench, panelIds: readonly number[]) {
  const wanted = sql.join(
    panelIds.map((id) => sql`${id}`),
    sql`, `,
  );
  const { rows } = await database.db.execute<{ p50: number; p99: number }>(sql`
    select percentile_cont(0.5) within group (order by delay)::float as p50,
      percentile_cont(0.99) within group (order by delay)::float as p99
    from (select extract(epoch from verified_at - created_at) * 1000 as delay from subscriptions
      where panel_id in (${wanted})) as waits`);
  return rows[0] ?? { p50: Number.NaN, p99: Number.NaN };
}

if (import.meta.main)
  for (const bench of [benchSync, benchProvisioning, benchOneDown])
    for (const { name, value, unit } of await bench())
      console.log(`${name}: ${value.toFixed(unit === 'rows' ? 0 : 1)} ${unit}`);

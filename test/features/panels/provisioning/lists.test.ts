import { sql } from 'drizzle-orm';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { type FleetBench } from '../../../support/fleet.ts';
import { startFleet } from '../fleet.ts';
import { sendJson, startLoopback } from '../hiddify/loopback.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

it('a list of several pages is compared and written whole, and its last page counts for the stop', async () => {
  bench = await startFleet({ idle: true });
  const count = 2_100;
  const uuidAt = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  await bench.database.db.execute(sql`
    insert into users (telegram_id, first_name, created_at, updated_at)
    select 1000000 + n, 'x', now(), now() from generate_series(1, ${count}::int) n`);
  await bench.database.db.execute(sql`
    insert into subscriptions (user_id, status, panel_id, panel_uuid, desired_version, applied_version, verified_at, created_at, updated_at)
    select 1000000 + n, 'active', ${bench.panelId}, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, 1,
      now() - interval '1 hour', now(), now() from generate_series(1, ${count}::int) n`);
  const rows = Array.from({ length: count }, (_, n) => ({ uuid: uuidAt(n + 1), current_usage_GB: 0 }));
  const use = (n: number) => rows.forEach((row) => row.uuid === uuidAt(n) && (row.current_usage_GB += 1));
  const panel = await startLoopback((request, response) => {
    const isList = request.url?.endsWith('/user/') === true;
    sendJson(response, isList ? 200 : 404, isList ? rows : { message: 'User not found' });
  });
  onTestFinished(() => panel.close());
  await bench.database.db.execute(sql`update panels set url = ${panel.url}, revision = revision + 1`);
  for (const n of [1, 1_000, 1_001, count]) use(n);
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ listed: count, written: 4, missing: 0 });

  const [first] = rows.splice(count - 43);
  use(1);
  bench.clock.advance(300_000);
  const stopped = { result: 'stopped', missing: 43, people: count };
  expect(await bench.side.sync.sync(bench.panelId)).toEqual(stopped);
  expect(await bench.subscription(1_000_001)).toMatchObject({ usedBytes: 1024 ** 3 });
  if (first !== undefined) rows.push(first);
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ missing: 42, restored: 42, written: 1 });
  expect(await bench.subscription(1_000_001)).toMatchObject({ usedBytes: 2 * 1024 ** 3 });
});

it('fifty thousand accounts are compared with ours while somebody’s link is being replaced', async () => {
  bench = await startFleet({ idle: true, timeoutMs: 60_000 });
  const count = 50_000;
  await bench.database.db.execute(sql`
    insert into users (telegram_id, first_name, created_at, updated_at)
    select 1000000 + n, 'x', now(), now() from generate_series(1, ${count}::int) n`);
  await bench.database.db.execute(sql`
    insert into subscriptions (user_id, status, panel_id, panel_uuid, previous_uuid, desired_version, applied_version,
      verified_at, started_at, created_at, updated_at)
    select 1000000 + n, 'active', ${bench.panelId}, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
      case when n = 1 then '00000000-0000-4000-9000-000000000001'::uuid end, 1, 1,
      now() - interval '1 hour', now(), now(), now() from generate_series(1, ${count}::int) n`);
  const rows = Array.from({ length: count }, (_, n) => ({
    uuid:
      n === 0
        ? '00000000-0000-4000-9000-000000000001'
        : `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
    package_days: 10_000,
    usage_limit_GB: 1_000_000,
    start_date: bench.clock.now().toISOString().slice(0, 10),
    enable: true,
    mode: 'no_reset',
  }));
  const panel = await startLoopback((_request, response) => sendJson(response, 200, rows));
  onTestFinished(() => panel.close());
  await bench.database.db.execute(sql`update panels set url = ${panel.url}, revision = revision + 1`);
  expect(await bench.side.drift.report(bench.panelId)).toMatchObject({
    people: count - 1,
    missing: [],
    differing: [],
    strangers: 0,
  });
});

it.each([
  '2026-02-30 10:00:00',
  '2026-01-01 25:61:00',
  '0000-00-00 00:00:00',
  '2026-01-01 10:00:00 and more',
])('a row that was last online on %s is named, and everybody’s traffic is read', async (lastOnline) => {
  bench = await startFleet({ idle: true });
  const uuids = [1, 2].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
  for (const [index, uuid] of uuids.entries()) {
    const userId = await bench.person();
    await bench.database.db.execute(sql`
        insert into subscriptions (user_id, status, panel_id, panel_uuid, desired_version, applied_version, verified_at, created_at, updated_at)
        values (${userId}, 'active', ${bench.panelId}, ${uuids[index] ?? uuid}, 1, 1, now() - interval '1 hour', now(), now())`);
  }
  const row = { current_usage_GB: 1, enable: true };
  const rows = [
    { ...row, uuid: uuids[0], name: 'tg-odd', last_online: lastOnline, start_date: '2026-02-31' },
    { ...row, uuid: uuids[1], name: 'tg-even', last_online: '2026-01-01 10:00:00' },
  ];
  const panel = await startLoopback((_request, response) => sendJson(response, 200, rows));
  onTestFinished(() => panel.close());
  await bench.database.db.execute(sql`update panels set url = ${panel.url}, revision = revision + 1`);
  expect(await bench.side.sync.sync(bench.panelId)).toMatchObject({ result: 'taken', written: 2 });
  expect((await bench.services.fleet.find(bench.panelId))?.syncProblem).toContain('tg-odd (');
  expect((await bench.services.fleet.find(bench.panelId))?.syncProblem).not.toContain('tg-even');
});

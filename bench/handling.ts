import { startBot } from './support/bot.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import { deliverAll, deliverSteadily } from './support/load.ts';
import { measureStatements } from './support/raw-statements.ts';
import { quantile, type Row } from './support/rows.ts';
import { firstPerson, startOf, tapOf } from './support/updates.ts';

const kinds = [
  { name: '/start', update: startOf },
  { name: 'a menu tap', update: tapOf },
];
const limitName =
  "the statements of one update as plain pg on ten connections, and the inbox's group commits";

/**
 * How fast stored updates are handled when the Bot API answers at once: a backlog gathers while Telegram is away and
 * is then worked off. Then how long one takes from row to done at a steady rate.
 */
export async function measureHandling(
  database: BenchDatabase,
  rounds: number,
  count: number,
): Promise<Row[]> {
  const telegram = await startChild({
    file: new URL('./processes/instant-telegram.ts', import.meta.url),
    words: 'listening',
  });
  const apiRoot = telegram.line.split(' ')[1] ?? '';
  try {
    const rows: Row[] = [];
    for (const { name, update } of kinds) {
      const updates = () => Array.from({ length: count }, (_, index) => update(firstPerson + index));
      const row: Row = { name: `handling ${name}`, unit: '1/s', limitName, values: [], limits: [] };
      for (let round = 0; round < rounds; round++) {
        row.values.push(await workOffBacklog(database, apiRoot, updates()));
        row.limits?.push(await measureStatements(database.pool, count));
      }
      rows.push(row, await measureLatency(database, apiRoot, { name, updates: updates().slice(0, 1_000) }));
    }
    return rows;
  } finally {
    await telegram.stop();
  }
}

async function workOffBacklog(database: BenchDatabase, apiRoot: string, updates: string[]): Promise<number> {
  await database.pool.query('truncate inbox, lanes, screens, sessions');
  await fetch(`${apiRoot}/away`, { method: 'POST' });
  const bot = await startBot({ databaseUrl: database.url, apiRoot });
  try {
    await deliverAll(bot.url, updates);
    await fetch(`${apiRoot}/back`, { method: 'POST' });
    await untilDone(database, updates.length);
    const { rows } = await database.pool.query<{ seconds: number }>(
      `select extract(epoch from max(processed_at) - min(processed_at))::float as seconds from inbox`,
    );
    return updates.length / (rows[0]?.seconds ?? Number.NaN);
  } finally {
    await bot.stop();
  }
}

const steadyPerSecond = 100;

async function measureLatency(
  database: BenchDatabase,
  apiRoot: string,
  { name, updates }: { name: string; updates: string[] },
): Promise<Row> {
  await database.pool.query('truncate inbox, lanes, screens, sessions');
  const bot = await startBot({ databaseUrl: database.url, apiRoot, until: 'connected' });
  try {
    await deliverSteadily(bot.url, updates, steadyPerSecond);
    await untilDone(database, updates.length);
    const { rows } = await database.pool.query<{ ms: number }>(
      `select 1000 * extract(epoch from processed_at - received_at)::float as ms from inbox order by id offset 100`,
    );
    const values = [
      quantile(
        rows.map((row) => row.ms),
        0.99,
      ),
    ];
    return { name: `${name} at ${steadyPerSecond}/s, row to done, p99`, unit: 'ms', values };
  } finally {
    await bot.stop();
  }
}

async function untilDone({ pool }: BenchDatabase, count: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ done: number; dead: number }>(
      `select count(*) filter (where status = 'done')::int as done,
              count(*) filter (where status = 'dead')::int as dead from inbox`,
    );
    if ((rows[0]?.dead ?? 0) > 0) throw new Error('An update was given up');
    if (rows[0]?.done === count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

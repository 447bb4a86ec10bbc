import { setTimeout as pause } from 'node:timers/promises';
import { startBot } from './support/bot.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import { deliverFor } from './support/load.ts';
import type { Row } from './support/rows.ts';
import { mixedUpdate } from './support/updates.ts';

/** Resident memory ten seconds after the start, and the most seen while updates are taken and handled. */
export async function measureMemory(
  database: BenchDatabase,
  rounds: number,
  seconds: number,
): Promise<Row[]> {
  const limitName = 'Fastify with one route';
  const idle: Row = { name: 'memory, idle', unit: 'MB', limitName, values: [], limits: [] };
  const busy: Row = { name: 'memory, under load', unit: 'MB', limitName, values: [], limits: [] };
  const telegram = await startChild({
    file: new URL('./processes/instant-telegram.ts', import.meta.url),
    words: 'listening',
  });
  const apiRoot = telegram.line.split(' ')[1] ?? '';
  let index = 0;
  for (let round = 0; round < rounds; round++) {
    await database.pool.query('truncate inbox, lanes, screens, sessions');
    const bare = await startChild({
      file: new URL('./processes/bare-webhook.ts', import.meta.url),
      words: 'listening',
    });
    const bot = await startBot({ databaseUrl: database.url, apiRoot, until: 'connected' });
    await pause(10_000);
    idle.values.push(bot.rssMb());
    idle.limits?.push(bare.rssMb());
    let most = 0;
    const look = setInterval(() => {
      most = Math.max(most, bot.rssMb());
    }, 100);
    await deliverFor(seconds, bot.url, () => mixedUpdate(index++));
    clearInterval(look);
    busy.values.push(most);
    busy.limits?.push(bare.rssMb());
    await Promise.all([bot.stop(), bare.stop()]);
  }
  await telegram.stop();
  return [idle, busy];
}

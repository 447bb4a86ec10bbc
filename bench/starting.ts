import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBot } from './support/bot.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import type { Row } from './support/rows.ts';

const nobody = 'http://127.0.0.1:9';

/** From the command to ready, with an embedded database that has been there before; beside it one already running. */
export async function measureStarting(database: BenchDatabase, rounds: number): Promise<Row[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bench-start-'));
  const embedded = { databaseUrl: 'embedded', apiRoot: nobody, more: { DATA_DIR: dataDir } };
  const external = { databaseUrl: database.url, apiRoot: nobody };
  const limitName = 'Fastify listening and one query of pg, on a running database';
  const rows: Row[] = [
    { name: 'start to ready, embedded database', unit: 'ms', limitName, values: [], limits: [] },
    { name: 'start to ready, running database', unit: 'ms', limitName, values: [], limits: [] },
  ];
  try {
    for (const options of [embedded, external]) await (await startBot(options)).stop();
    for (let round = 0; round < rounds; round++) {
      const bareMs = await timeBare(database);
      for (const [place, options] of [embedded, external].entries()) {
        const bot = await startBot(options);
        await bot.stop();
        rows[place]?.values.push(bot.startMs);
        rows[place]?.limits?.push(bareMs);
      }
    }
    return rows;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function timeBare(database: BenchDatabase): Promise<number> {
  const file = new URL('./processes/bare-start.ts', import.meta.url);
  const bare = await startChild({ file, words: 'listening', environment: { DATABASE_URL: database.url } });
  await bare.stop();
  return bare.startMs;
}

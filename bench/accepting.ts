import { startBot, settings } from './support/bot.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import { deliverFor, type LoadResult } from './support/load.ts';
import type { Row } from './support/rows.ts';
import { mixedUpdate } from './support/updates.ts';

const nobody = 'http://127.0.0.1:9';
const limitName = 'a bare Fastify route with the same body and secret check, nothing stored';

/** How fast updates are taken, each in a committed row before its 200. Telegram is away, so nothing else is done. */
export async function measureAccepting(
  database: BenchDatabase,
  rounds: number,
  seconds: number,
): Promise<Row[]> {
  const bot = await startBot({ databaseUrl: database.url, apiRoot: nobody });
  const bare = await startChild({
    file: new URL('./processes/bare-webhook.ts', import.meta.url),
    words: 'listening',
    environment: { TELEGRAM_WEBHOOK_SECRET: settings.TELEGRAM_WEBHOOK_SECRET },
  });
  const bareUrl = bare.line.split(' ')[1] ?? '';
  let index = 0;
  const next = () => mixedUpdate(index++);
  const results: { bot: LoadResult; bare: LoadResult }[] = [];
  try {
    await deliverFor(2, bot.url, next);
    await deliverFor(1, bareUrl, next);
    for (let round = 0; round < rounds; round++) {
      results.push({
        bot: await deliverFor(seconds, bot.url, next),
        bare: await deliverFor(seconds, bareUrl, next),
      });
    }
  } finally {
    await Promise.all([bot.stop(), bare.stop()]);
  }
  const row = (name: string, unit: string, pick: (result: LoadResult) => number): Row => ({
    name,
    unit,
    limitName,
    values: results.map((result) => pick(result.bot)),
    limits: results.map((result) => pick(result.bare)),
  });
  return [
    row('durable accepts', '1/s', (result) => result.perSecond),
    row('durable accepts, p50', 'ms', (result) => result.p50Ms),
    row('durable accepts, p99', 'ms', (result) => result.p99Ms),
  ];
}

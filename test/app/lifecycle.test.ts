import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { startApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { environment } from '../support/environment.ts';
import { eventually } from '../support/eventually.ts';
import { startProduct } from '../support/product.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** An app whose Telegram and panel nobody answers for: what matters here is its own beginning and end. */
function lonelyApp(database: Pick<FreshDatabase, 'url'>, settings: Record<string, string> = {}) {
  return startApp({
    config: readConfig({
      ...environment,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
      PORT: '0',
      ...settings,
    }),
    databaseUrl: database.url,
    logger: createLogger('silent'),
    clock: systemClock,
  });
}

async function connectionsOf(database: FreshDatabase): Promise<string[]> {
  const { rows } = await database.db.execute<{ application_name: string }>(
    sql`select application_name from pg_stat_activity
        where datname = current_database() and application_name <> 'test'`,
  );
  return rows.map((row) => row.application_name);
}

async function takenPort(): Promise<{ port: number; holder: Server }> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, holder };
}

it('a start that fails because the port is taken leaves nothing running', async () => {
  const database = await freshDatabase();
  const { port, holder } = await takenPort();
  await expect(lonelyApp(database, { PORT: String(port) })).rejects.toThrow(
    `PORT: another program listens on 127.0.0.1:${port} already (EADDRINUSE)`,
  );
  await expect(lonelyApp(database, { HOST: '203.0.113.1' })).rejects.toThrow(
    'HOST: 203.0.113.1 is no address of this machine',
  );
  await eventually(async () => expect(await connectionsOf(database)).toEqual([]));
  holder.close();
  await database.drop();
});

it('a database that takes connections and never answers is given up soon', async () => {
  const { port, holder } = await takenPort();
  const taken: Socket[] = [];
  holder.on('connection', (socket) => taken.push(socket));
  const silent = { url: `postgres://bot:canary@127.0.0.1:${port}/bot` };
  const startedAt = performance.now();
  await expect(lonelyApp(silent)).rejects.toThrow(`nobody answers at 127.0.0.1:${port}`);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  for (const socket of taken) socket.destroy();
  holder.close();
});

it('an app that never reached Telegram stops at once, and that is no failure', async () => {
  const database = await freshDatabase();
  const app = await lonelyApp(database);
  await Promise.all([app.stop(), app.connected]);
  // PostgreSQL ends a session a moment after its connection.
  await eventually(async () => expect(await connectionsOf(database)).toEqual([]));
  await database.drop();
});

it('a client that never finishes its request holds up a stop for less than ten seconds', async () => {
  const database = await freshDatabase();
  const app = await lonelyApp(database);
  const slow = connect(Number(new URL(app.url).port), '127.0.0.1');
  slow.on('error', () => {});
  slow.write('POST /webhooks/telegram HTTP/1.1\r\nhost: bot\r\ncontent-length: 100\r\n\r\n{');
  await once(slow, 'ready');
  await fetch(`${app.url}/health/live`);
  const startedAt = performance.now();
  await app.stop();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  slow.destroy();
  await database.drop();
});

it('Telegram that hangs in the middle of an answer holds up a stop for less than ten seconds, and the person is answered after the next start', async () => {
  const product = await startProduct();
  const person = product.person({ firstName: 'Нина', languageCode: 'ru' });
  product.world.faults.script({ kind: 'slow', method: 'sendMessage', slowMs: 60_000, times: 1 });
  person.driver.starts();
  await eventually(async () => {
    const { rows } = await product.database.db.execute(
      sql`select 1 from users where telegram_id = ${person.id}`,
    );
    expect(rows).toHaveLength(1);
  });
  const startedAt = performance.now();
  await product.restart();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await eventually(() => expect(person.text()).toContain('код приглашения'));
  await product.stop();
});

import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { inviteFrom } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';
import { secret, send, unfinished, webhookOf } from './webhook.ts';

let product: Product;
let server: pg.Client;
beforeAll(async () => {
  product = await startProduct({ settings: { TELEGRAM_WEBHOOK_SECRET: secret } });
  server = new pg.Client(inject('postgresUrl'));
  await server.connect();
});
afterAll(async () => {
  await server.end();
  await product.stop();
});

const name = () => new URL(product.database.url).pathname.slice(1);

async function takeAway(): Promise<void> {
  await server.query(`alter database ${name()} allow_connections false`);
  await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name()]);
}

async function giveBack(): Promise<void> {
  await server.query(`alter database ${name()} allow_connections true`);
}
const ask = async (path: string) => await send(`${product.app().url}${path}`, { method: 'GET' });

it('while the database is away updates are answered 503 with Retry-After, and afterwards none is lost or done twice', async () => {
  const admin = await product.admin();
  const codes = [await inviteFrom(admin), await inviteFrom(admin)];
  const people = codes.map(() => product.person({ languageCode: 'ru' }));
  await takeAway();

  const refused = await webhookOf(product).post(JSON.stringify({ update_id: 900_000_001 }));
  expect([refused.status, refused.headers['retry-after'], refused.body]).toEqual([503, '5', '']);

  for (const [index, person] of people.entries()) person.driver.starts(codes[index]);
  const statuses = () => product.world.deliveries.map((delivery) => delivery.status);
  await eventually(() => expect(statuses().filter((status) => status === 503)).toHaveLength(2));
  expect((await ask('/health/live')).status).toBe(200);
  for (const path of ['/health', '/health/ready'])
    await eventually(async () => {
      const answer = await ask(path);
      expect([answer.status, answer.body]).toEqual([503, '{"status":"fail"}']);
    });

  await giveBack();
  product.world.clock.advance(5_000);
  for (const person of people) await eventually(() => expect(person.text()).toContain('Вы с нами'));
  const { rows } = await product.database.db.execute(sql`select distinct used_count as used from invites`);
  expect(rows).toEqual([{ used: 1 }]);
  expect(await unfinished(product)).toEqual([]);
  await eventually(async () => expect((await ask('/health/ready')).status).toBe(200));
});

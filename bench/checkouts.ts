import { createTelling } from '../src/features/users/tell.service.ts';
import { createSeal } from '../src/platform/seal.ts';
import { Pool } from 'undici';
import { createServices } from '../src/app/services.ts';
import { createStripeClient } from '../src/features/money/providers/stripe/api/create-client.ts';
import { readConfig } from '../src/config/config.ts';
import { createStripeRemote } from '../src/features/money/providers/stripe/remote.ts';
import { hearJob, lookJob } from '../src/features/money/payments/jobs.ts';
import { openDatabase } from '../src/platform/db.ts';
import { uncounted } from '../test/support/uncounted.ts';
import { noCopies } from '../src/platform/copies.ts';
import { createLogger } from '../src/platform/logger.ts';
import { createOnce } from '../src/platform/once.ts';
import { createQueue } from '../src/platform/queue.ts';
import { settings } from './support/bot.ts';
import { startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import { quantile, type Row } from './support/rows.ts';
import { firstPerson } from './support/updates.ts';

const atOnce = 8;

/** From the tap on "pay by card" to the address of the checkout page, several people at once; Stripe answers at once. */
export async function measureCheckouts(
  database: BenchDatabase,
  rounds: number,
  checkouts: number,
): Promise<Row[]> {
  const stripe = await startChild({
    file: new URL('./processes/instant-stripe.ts', import.meta.url),
    words: 'listening',
  });
  const apiBase = stripe.line.split(' ')[1] ?? '';
  const shop = await openShop(database, apiBase);
  const pool = new Pool(apiBase, { connections: atOnce, pipelining: 1 });
  const limitName = 'one POST to the same Stripe';
  const row = (share: string): Row => ({
    name: `checkout made, ${atOnce} at once, ${share}`,
    unit: 'ms',
    limitName,
    values: [],
    limits: [],
  });
  const [middle, slowest] = [row('p50'), row('p99')];
  const post = async () => {
    const answer = await pool.request({
      method: 'POST',
      path: '/v1/checkout/sessions',
      body: 'mode=payment',
    });
    await answer.body.json();
  };
  try {
    await timeOf(20, (person) => shop.buy(person));
    for (let round = 0; round < rounds; round++) {
      const bare = await timeOf(checkouts, post);
      const made = await timeOf(checkouts, (person) => shop.buy(person));
      middle.limits?.push(quantile(bare, 0.5));
      slowest.limits?.push(quantile(bare, 0.99));
      middle.values.push(quantile(made, 0.5));
      slowest.values.push(quantile(made, 0.99));
    }
  } finally {
    await Promise.all([shop.close(), pool.close(), stripe.stop()]);
  }
  return [middle, slowest];
}

let asked = 0;

/** How long each took, in milliseconds; a person of their own for each. */
async function timeOf(count: number, work: (person: number) => Promise<void>): Promise<number[]> {
  const tookMs: number[] = [];
  const people = Array.from({ length: count }, () => firstPerson + (asked++ % 10_000)).values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const person of people) {
        const startedMs = performance.now();
        await work(person);
        tookMs.push(performance.now() - startedMs);
      }
    }),
  );
  return tookMs;
}

/** The services as `startApp` builds them, without a server: what follows the tap. */
async function openShop({ url }: BenchDatabase, apiBase: string) {
  const config = readConfig({ ...settings, PUBLIC_URL: 'http://127.0.0.1:9', DATABASE_URL: url });
  const clock = { now: () => new Date() };
  const { db, close } = openDatabase(url);
  const logger = createLogger('silent');
  const queue = createQueue({ url, logger });
  queue.declare([lookJob, hearJob]);
  await queue.start();
  const client = createStripeClient({ secretKey: 'sk_test_benchmark0123456789', apiBase, clock });
  const stripe = createStripeRemote({
    client,
    installation: 'bench',
    hosts: ['bench'],
    returnUrl: config.http.publicUrl,
    now: () => clock.now(),
  });
  const services = createServices(
    {
      db,
      copies: noCopies,
      clock,
      once: createOnce(db, clock),
      queue,
      events: uncounted,
      logger,
      seal: createSeal(config.sealKeys),
      ...createTelling(queue),
    },
    { config, providers: [stripe] },
  );
  const plan = (await services.plans.onSale()).find(({ code }) => code === 'monthly');
  if (plan === undefined) throw new Error('the month is not for sale');
  await db.execute(`update orders set status = 'expired' where status = 'pending'`);

  return {
    async buy(person: number): Promise<void> {
      const { payment, order } = await services.orders.place(
        { key: `bench ${person} ${performance.now()}`, actorId: person },
        { planId: plan.id, promoId: undefined, renews: false, way: 'card', shownMinor: plan.prices.USD ?? 0 },
      );
      if (typeof payment?.url !== 'string') throw new Error(`order ${order.id} has no page to pay on`);
    },
    async close() {
      await queue.stop(1_000);
      await services.fleet.close();
      client.close();
      await close();
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import { runChecks } from '../src/features/money/reconciliation/checks.queries.ts';
import { openDatabase } from '../src/platform/db.ts';
import { startBot } from './support/bot.ts';
import { type Child, startChild } from './support/child.ts';
import type { BenchDatabase } from './support/database.ts';
import { type Flood, flood, type Post } from './support/flood.ts';
import type { Row } from './support/rows.ts';
import { firstPerson } from './support/updates.ts';

const secret = 'whsec_benchmark0123456789';
const amount = 399;
/** As many as Stripe was seen to keep open to one endpoint at once is not known; this is what hurts. */
const connections = 40;

/**
 * A storm of Stripe's events, a third of them repeats, in no order: how fast they are taken, how long until every order
 * has its money, its grant and its entry, and that nothing is wrong then. Throws when something is.
 */
export async function measureFlood(database: BenchDatabase, rounds: number, events: number): Promise<Row[]> {
  const distinct = Math.round(events * 0.7);
  const stripe = await start(new URL('./processes/instant-stripe.ts', import.meta.url), {
    AMOUNT: String(amount),
  });
  const telegram = await start(new URL('./processes/instant-telegram.ts', import.meta.url));
  const bare = await start(new URL('./processes/bare-stripe-webhook.ts', import.meta.url), {
    STRIPE_WEBHOOK_SECRET: secret,
  });
  const bot = await startBot({
    databaseUrl: database.url,
    apiRoot: addressOf(telegram),
    more: {
      STRIPE_SECRET_KEY: 'sk_test_benchmark0123456789',
      STRIPE_WEBHOOK_SECRET: secret,
      STRIPE_API_BASE: addressOf(stripe),
    },
  });
  const results: { bot: Flood; bare: Flood; drainSeconds: number; askSeconds: number }[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const orders = await placeOrders(database, distinct);
      const posts = postsFor(orders, events);
      const bareFlood = await flood(addressOf(bare), posts, connections);
      const askSeconds = await askForAll(addressOf(stripe), orders);
      const startedMs = performance.now();
      const taken = await flood(bot.url, posts, connections);
      await drained(database, orders);
      results.push({
        bot: taken,
        bare: bareFlood,
        drainSeconds: (performance.now() - startedMs) / 1000,
        askSeconds,
      });
      await demandRight(database, orders);
    }
  } finally {
    await Promise.all([bot.stop(), bare.stop(), stripe.stop(), telegram.stop()]);
  }
  const limitName = 'a bare Fastify route that checks the signature, nothing stored';
  const row = (name: string, unit: string, pick: (result: Flood) => number): Row => ({
    name: `${events} Stripe events, 30 % repeats: ${name}`,
    unit,
    limitName,
    values: results.map((result) => pick(result.bot)),
    limits: results.map((result) => pick(result.bare)),
  });
  return [
    row('taken', '1/s', (result) => result.perSecond),
    row('taken, p50', 'ms', (result) => result.p50Ms),
    row('taken, p99', 'ms', (result) => result.p99Ms),
    {
      name: `${distinct} payments settled after them`,
      unit: 's',
      limitName: 'the three questions to Stripe for each, ten at a time, nothing stored',
      values: results.map((result) => result.drainSeconds),
      limits: results.map((result) => result.askSeconds),
    },
  ];
}

async function start(file: URL, environment: Record<string, string> = {}): Promise<Child> {
  return await startChild({ file, words: 'listening', environment });
}

function addressOf(child: Child): string {
  return child.line.split(' ')[1] ?? '';
}

/** One open order for each of so many people, with the session that stands for it. */
async function placeOrders({ pool }: BenchDatabase, count: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into orders (user_id, plan_id, plan_code, plan_version, plan_names, days, traffic_bytes, list_minor,
       discount_minor, total_minor, currency, provider, status, expires_at, created_at, updated_at)
     select u.telegram_id, p.id, p.code, p.version, p.names, p.days, p.traffic_bytes, $2, 0, $2, 'USD', 'stripe', 'pending',
       now() + interval '30 minutes', now(), now()
     from plans p, (select telegram_id from users where telegram_id >= $3 order by telegram_id limit $1) u
     where p.code = 'monthly' returning id`,
    [count, amount, firstPerson],
  );
  const ids = rows.map(({ id }) => Number(id));
  await pool.query(
    `insert into payments (order_id, user_id, provider, object_id, status, amount_minor, currency, created_at)
     select id, user_id, 'stripe', 'cs_test_' || id, 'pending', total_minor, currency, now() from orders
     where id = any($1)`,
    [ids],
  );
  await pool.query('analyze orders, payments');
  return ids;
}

/** Events of all these orders, the first of them twice, shuffled and signed. */
function postsFor(orders: readonly number[], events: number): Post[] {
  const repeated = orders.slice(0, events - orders.length);
  const bodies = [...orders, ...repeated].map((id) => eventOf(id));
  for (let at = bodies.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    [bodies[at], bodies[other]] = [bodies[other] ?? '', bodies[at] ?? ''];
  }
  return bodies.map((body) => ({
    path: '/webhooks/stripe',
    headers: {
      'content-type': 'application/json',
      'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: body, secret }),
    },
    body,
  }));
}

function eventOf(orderId: number): string {
  return JSON.stringify({
    id: `evt_${orderId}`,
    object: 'event',
    type: 'checkout.session.completed',
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    api_version: '2026-10-28.endive',
    data: { object: { id: `cs_test_${orderId}`, object: 'checkout.session', payment_status: 'paid' } },
  });
}

/** What no bot can do without: asking what is true of each. */
async function askForAll(url: string, orders: readonly number[]): Promise<number> {
  const waiting = orders.values();
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      for (const id of waiting) {
        await (await fetch(`${url}/v1/checkout/sessions/cs_test_${id}`)).json();
        await Promise.all(
          ['refunds', 'disputes'].map(async (list) =>
            (await fetch(`${url}/v1/${list}?payment_intent=pi_${id}`)).json(),
          ),
        );
      }
    }),
  );
  return (performance.now() - startedMs) / 1000;
}

async function drained({ pool }: BenchDatabase, orders: readonly number[]): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ left: string }>(
      `select (select count(*) from orders where id = any($1) and status <> 'paid')
            + (select count(*) from pgboss.job where name = 'payment-hear' and state in ('created', 'retry', 'active')) as left`,
      [orders],
    );
    if (rows[0]?.left === '0') return;
    await pause(50);
  }
}

/** Everything sold exactly once, and none of what must never be so. */
async function demandRight({ pool, url }: BenchDatabase, orders: readonly number[]): Promise<void> {
  const { rows } = await pool.query<{ entries: string; grants: string }>(
    `select (select count(*) from ledger_entries where order_id = any($1)) as entries,
            (select count(*) from grants where reason = any(select 'order ' || unnest($1::bigint[]))) as grants`,
    [orders],
  );
  const { entries, grants } = rows[0] ?? {};
  if (Number(entries) !== orders.length || Number(grants) !== orders.length)
    throw new Error(`${orders.length} orders made ${entries} entries and ${grants} grants`);
  const { db, close } = openDatabase(url);
  const wrong = (await runChecks(db)).filter((check) => check.wrong > 0);
  await close();
  if (wrong.length > 0) throw new Error(wrong.map(({ name }) => name).join(', '));
}

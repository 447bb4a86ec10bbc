import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../../../src/features/money/reconciliation/deliveries.service.ts';
import { type ServiceBench, startServices } from '../../../support/services.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices();
});
afterAll(() => bench.stop());

function delivery(n: number, more: Partial<Delivery> = {}): Delivery {
  return {
    provider: 'stripe',
    eventId: `evt_${n}`,
    kind: 'checkout.session.completed',
    raw: Buffer.from(`{"id":"evt_${n}"}`),
    objectId: `cs_${n}`,
    ...more,
  };
}

async function rowsOf(query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
  return (await bench.database.db.execute(query)).rows;
}

test('a storm of deliveries with repeats is kept once each, with one question for each object', async () => {
  const storm = Array.from({ length: 300 }, (_, n) => delivery(n % 200));
  const answers = await Promise.all(storm.map((each) => bench.deliveries.accept(each)));
  expect(answers.filter((answer) => answer === 'stored')).toHaveLength(200);

  const [kept] = await rowsOf(sql`select count(*)::int as count from inbox where source = 'stripe'`);
  expect(kept).toEqual({ count: 200 });
  const [asked] = await rowsOf(
    sql`select count(*)::int as count, count(distinct data->>'objectId')::int as objects
        from pgboss.job where name = 'payment-hear'`,
  );
  expect(asked).toEqual({ count: 200, objects: 200 });
});

test('several events of one payment ask the provider once', async () => {
  const events = [501, 502, 503].map((n) => delivery(n, { objectId: 'cs_same' }));
  for (const event of events) expect(await bench.deliveries.accept(event)).toBe('stored');
  const jobs = await rowsOf(sql`select id from pgboss.job where data->>'objectId' = 'cs_same'`);
  expect(jobs).toHaveLength(1);
});

test('what concerns no payment is kept and asks nobody', async () => {
  expect(await bench.deliveries.accept(delivery(601, { objectId: undefined }))).toBe('stored');
  expect(await bench.deliveries.accept(delivery(601, { objectId: undefined }))).toBe('duplicate');
  const [kept] = await rowsOf(
    sql`select payload from inbox where source = 'stripe' and external_id = 'evt_601'`,
  );
  expect(String(kept?.['payload'])).toBe('{"id":"evt_601"}');
});

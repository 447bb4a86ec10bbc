import Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

const secrets = ['whsec_new_0123456789', 'whsec_old_0123456789'] as const;
let product: Product;
let admin: Tester;
beforeAll(async () => {
  product = await startProduct({
    settings: {
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      // Nobody listens there: what is asked for stays asked for.
      STRIPE_API_BASE: 'http://127.0.0.1:9',
      STRIPE_WEBHOOK_SECRET: secrets.join(),
    },
  });
  admin = await product.admin();
});
afterAll(() => product.stop());

let serial = 0;

/** One event as Stripe's own library signs it; answers its id and the status that came back. */
async function deliver(
  changes: Record<string, unknown> = {},
  { secret = secrets[0] as string, ageSeconds = 0 } = {},
): Promise<{ id: string; status: number }> {
  const id = `evt_${++serial}`;
  const payload = JSON.stringify({
    id,
    object: 'event',
    type: 'checkout.session.completed',
    created: 1_780_000_000,
    livemode: false,
    api_version: '2026-10-28.endive',
    data: { object: { id: `cs_test_${serial}`, object: 'checkout.session' } },
    ...changes,
  });
  const timestamp = Math.floor(product.clock.now().getTime() / 1000) - ageSeconds;
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const answer = await fetch(`${product.app().url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': header },
    body: payload,
  });
  return { id, status: answer.status };
}

async function keptAs(id: string) {
  const { rows } = await product.database.db.execute<{ kind: string; asked: boolean }>(
    `select kind, exists (select 1 from pgboss.job where name = 'payment-hear'
       and data->>'objectId' = convert_from(payload, 'utf8')::jsonb->'data'->'object'->>'id') as asked
     from inbox where source = 'stripe' and external_id = '${id}'`,
  );
  return rows[0];
}

const figures = async () => (await fetch(`${product.app().url}/metrics`)).text();
const told = (text: string) =>
  eventually(() => expect(admin.texts().filter((each) => each.includes(text))).toHaveLength(1));

it('an event of ours is kept, its object asked for, and it is counted by its kind', async () => {
  const { id, status } = await deliver();
  expect(status).toBe(200);
  expect(await keptAs(id)).toEqual({ kind: 'checkout.session.completed', asked: true });
  expect(await figures()).toMatch(
    /webhooks_received_total\{source="stripe",kind="checkout.session.completed",outcome="stored"\} 1/,
  );
});

it('either of two secrets is good while one replaces the other', async () => {
  expect((await deliver({}, { secret: secrets[1] })).status).toBe(200);
  expect((await deliver({}, { secret: 'whsec_stranger' })).status).toBe(400);
});

it('an event in the shape of another version is taken all the same, and admins are told once', async () => {
  for (const api_version of ['2025-09-30.clover', '2024-06-20', null]) {
    const { id, status } = await deliver({ api_version });
    expect([status, (await keptAs(id))?.asked]).toEqual([200, true]);
  }
  await told('другой версией API');
});

it('an event of the other mode is kept and acknowledged, changes nothing, and admins are told once', async () => {
  for (let time = 0; time < 3; time++) {
    const { id, status } = await deliver({ livemode: true });
    expect([status, (await keptAs(id))?.asked]).toEqual([200, false]);
  }
  await told('другого режима');
});

it('a kind that nobody asked for is kept and acknowledged, and asks nobody', async () => {
  const { id, status } = await deliver({
    type: 'payout.paid',
    data: { object: { id: 'po_1', object: 'payout' } },
  });
  expect([status, await keptAs(id)]).toEqual([200, { kind: 'payout.paid', asked: false }]);
  expect(await figures()).toContain('kind="other"');
});

it('a clock that is wrong shows as the age of signatures, and in the log', async () => {
  expect((await deliver({}, { ageSeconds: 200 })).status).toBe(200);
  expect(
    Number(/webhook_age_seconds\{source="stripe"\} (\d+)/.exec(await figures())?.[1]),
  ).toBeGreaterThanOrEqual(200);
  expect((await deliver({}, { ageSeconds: 900 })).status).toBe(400);
  expect(
    Number(/webhook_age_seconds\{source="stripe"\} (\d+)/.exec(await figures())?.[1]),
  ).toBeGreaterThanOrEqual(900);
  expect(product.log.join('\n')).toContain('check the clock');
});

it('a thin event is acknowledged and asks nobody, and what it holds is not logged', async () => {
  const thin = await deliver({ object: 'v2.core.event', data: undefined, note: 'canary-of-the-test' });
  expect([thin.status, (await keptAs(thin.id))?.asked]).toEqual([200, false]);
  expect(product.log.join('\n')).not.toContain('canary-of-the-test');
});

it('looks at the header before anything else: garbage is refused unread, however long it is', async () => {
  const ask = async (signature: string | undefined) => {
    const headers = signature === undefined ? {} : { 'stripe-signature': signature };
    const body = 'x'.repeat(600 * 1024);
    return (await fetch(`${product.app().url}/webhooks/stripe`, { method: 'POST', headers, body })).status;
  };
  for (const wrong of [undefined, '', 'garbage', 't=1', `v1=${'0'.repeat(64)}`, `t=1,v1=${'z'.repeat(64)}`])
    expect(await ask(wrong)).toBe(400);
  expect(await ask(`t=1,v1=${'0'.repeat(64)}`)).toBe(413);
});

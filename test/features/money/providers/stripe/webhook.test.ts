import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { deliveredEvents } from '../../../../../src/features/money/providers/stripe/api/events.ts';
import { hearStripe } from '../../../../../src/features/money/providers/stripe/webhook.ts';
import { verifyStripeWebhook } from '../../../../../src/features/money/providers/stripe/api/webhook.ts';
import { createHearing } from '../../../../../src/features/money/providers/stripe/hearing.ts';
import { eventually } from '../../../../support/eventually.ts';
import { openShop } from './shop.ts';

const now = new Date('2026-06-01T12:00:00Z');
const clock = { now: () => now };
const secret = 'whsec_test_secret';
const body = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'checkout.session.completed',
  created: 1_780_000_000,
  livemode: false,
  api_version: '2026-10-28.endive',
  data: { object: { id: 'cs_test_1', object: 'checkout.session', customer_email: 'who@example.com' } },
});

/** Signed by Stripe's own library, not by our stand-in. */
function signed(payload: string, options: { secret?: string; ageSeconds?: number; scheme?: string } = {}) {
  return Stripe.webhooks.generateTestHeaderString({
    payload,
    secret: options.secret ?? secret,
    timestamp: Math.floor(now.getTime() / 1000) - (options.ageSeconds ?? 0),
    ...(options.scheme !== undefined && { scheme: options.scheme }),
  });
}

function verdict(payload: string | Buffer, header: string | string[] | undefined, secrets = [secret]) {
  return verifyStripeWebhook({ raw: Buffer.from(payload), header, secrets, clock });
}

describe('a delivery', () => {
  test.each(['2026-06-01T11:59:00.000Z', 1_780_000_000])(
    'of a thin event that is signed is genuine, and about nothing of ours',
    (created) => {
      const event = JSON.stringify({
        id: 'evt_test_65R2GVrDnPQfSs0rAX916QwtRhfMSQ',
        object: 'v2.core.event',
        type: 'v1.billing.meter.error_report_triggered',
        created,
        livemode: false,
        related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
      });
      const heard = hearStripe(
        { headers: { 'stripe-signature': signed(event) }, raw: Buffer.from(event) },
        { secrets: [secret], isLive: false, clock },
      );
      expect(heard).toMatchObject({ kind: 'v1.billing.meter.error_report_triggered', objectId: undefined });
      expect(heard).not.toHaveProperty('strange');
      expect(verdict(event, 't=1,v1=00')).toEqual({ isGenuine: false, why: 'signature' });
    },
  );

  test('of Stripe is read down to what it is about', () => {
    expect(verdict(body, signed(body))).toEqual({
      isGenuine: true,
      event: {
        id: 'evt_1',
        object: 'event',
        type: 'checkout.session.completed',
        created: 1_780_000_000,
        livemode: false,
        api_version: '2026-10-28.endive',
        data: { object: { id: 'cs_test_1', object: 'checkout.session' } },
      },
      signedAt: now,
    });
  });

  test('signed with either of two secrets is taken, while one replaces the other', () => {
    expect(verdict(body, signed(body), ['whsec_new', secret]).isGenuine).toBe(true);
    expect(verdict(body, signed(body, { secret: 'whsec_new' }), ['whsec_new', secret]).isGenuine).toBe(true);
    const rolled = `${signed(body, { secret: 'whsec_old' })},${signed(body).split(',')[1]}`;
    expect(verdict(body, rolled).isGenuine).toBe(true);
  });

  test.each<[string, string | Buffer, string | string[] | undefined, string[]?]>([
    ['without a signature', body, undefined],
    ['with an empty signature', body, ''],
    ['with two headers', body, [signed(body), signed(body)]],
    ['of somebody else', body, signed(body, { secret: 'whsec_other' })],
    ['changed on the way', body.replace('cs_test_1', 'cs_test_2'), signed(body)],
    ['signed in another scheme', body, signed(body, { scheme: 'v0' })],
    ['with an unreadable time', body, signed(body).replace(/t=\d+/, 't=abc')],
    [
      'behind a byte order mark',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)]),
      signed(body),
    ],
    ['when our secret is blank', body, signed(body, { secret: ' ' }), [' ', '']],
    ['when we hold no secret', body, signed(body), []],
  ])('%s is refused', (_name, payload, header, secrets) => {
    expect(verdict(payload, header, secrets)).toEqual({ isGenuine: false, why: 'signature' });
  });

  test('that is too old is refused as stale, and one from a clock ahead is not', () => {
    expect(verdict(body, signed(body, { ageSeconds: 301 }))).toEqual({
      isGenuine: false,
      why: 'stale',
      signedAt: new Date(now.getTime() - 301_000),
    });
    expect(verdict(body, signed(body, { ageSeconds: 299 })).isGenuine).toBe(true);
    expect(verdict(body, signed(body, { ageSeconds: -600 })).isGenuine).toBe(true);
  });

  test.each([
    ['no JSON', '{"id":'],
    ['a thin event', JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'v1.invoice.paid' })],
    ['an event without an object', JSON.stringify({ ...(JSON.parse(body) as object), data: {} })],
  ])('properly signed with %s is unreadable, and says nothing of itself', (_name, payload) => {
    expect(verdict(payload, signed(payload))).toEqual({ isGenuine: false, why: 'unreadable' });
  });
});

/** A server that takes deliveries the way the bot does, and counts. */
async function openReceiver() {
  const taken: { raw: Buffer; header: string | string[] | undefined }[] = [];
  const receiver = { status: 200, taken, url: '' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push({ raw: Buffer.concat(chunks), header: request.headers['stripe-signature'] });
      response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe`;
  onTestFinished(() => void server.close());
  return receiver;
}

async function openWatchedShop() {
  const shop = await openShop();
  const receiver = await openReceiver();
  const { secret: told = '', id } = await shop.client.ensureWebhook({ url: receiver.url }, 'webhook:1');
  const check = (index: number) => {
    const delivery = receiver.taken[index];
    if (!delivery) throw new Error('nothing came');
    return verifyStripeWebhook({ ...delivery, secrets: [told], clock: shop.clock });
  };
  const sell = async () => {
    const checkout = await shop.client.createCheckout(shop.request(), `key-${receiver.taken.length}`);
    shop.stripe.act.pay(checkout.id);
    await shop.stripe.idle();
    return checkout.id;
  };
  return { ...shop, receiver, endpointId: id, check, sell };
}

describe('the endpoint', () => {
  test('is made once with its secret, then only looked at, and repaired when somebody changed it', async () => {
    const { client, stripe, receiver, endpointId } = await openWatchedShop();
    const known = { url: receiver.url, knownId: endpointId };
    expect(await client.ensureWebhook(known, 'webhook:2')).toEqual({
      id: endpointId,
      secret: undefined,
      outcome: 'as-wanted',
    });
    stripe.tables.endpoints[endpointId]!.enabled_events = ['*'];
    stripe.tables.endpoints[endpointId]!.status = 'disabled';
    expect(await client.ensureWebhook(known, 'webhook:3')).toMatchObject({ outcome: 'changed' });
    expect(stripe.tables.endpoints[endpointId]).toMatchObject({ status: 'enabled' });
    expect(stripe.tables.endpoints[endpointId]?.enabled_events).not.toContain('*');
  });

  test('is only looked at when it is somebody else’s: what it lacks is said, and nothing is changed', async () => {
    const { client, stripe, receiver, endpointId } = await openWatchedShop();
    const right = { isThere: true, isOn: true, isOurVersion: true, missingEvents: [] };
    expect(await client.checkWebhook(receiver.url)).toEqual(right);
    const endpoint = stripe.tables.endpoints[endpointId]!;
    Object.assign(endpoint, { enabled_events: ['*'] });
    expect(await client.checkWebhook(receiver.url)).toEqual(right);
    const lesser = {
      status: 'disabled',
      api_version: '2025-09-30.clover',
      enabled_events: deliveredEvents.filter((type) => type !== 'invoice.paid'),
    };
    Object.assign(endpoint, lesser);
    const missingEvents = ['invoice.paid'];
    expect(await client.checkWebhook(receiver.url)).toEqual({
      isThere: true,
      isOn: false,
      isOurVersion: false,
      missingEvents,
    });
    expect(stripe.tables.endpoints[endpointId]).toMatchObject(lesser);
    expect(await client.checkWebhook(`${receiver.url}/other`)).toMatchObject({ isThere: false });
  });

  test('whose secret is lost is replaced', async () => {
    const { client, stripe, receiver, endpointId } = await openWatchedShop();
    const made = await client.ensureWebhook({ url: receiver.url }, 'webhook:2');
    expect(made).toMatchObject({ outcome: 'created', secret: expect.stringMatching(/^whsec_/) });
    expect(Object.keys(stripe.tables.endpoints)).toEqual([made.id]);
    expect(made.id).not.toBe(endpointId);
  });
});

describe('what the stand-in delivers', () => {
  test('is genuine to our verification, and its objects are to be fetched', async () => {
    const { receiver, check, sell } = await openWatchedShop();
    const id = await sell();
    expect(receiver.taken).toHaveLength(2);
    const events = [check(0), check(1)].map((each) => (each.isGenuine ? each.event : undefined));
    expect(new Set(events.map((event) => event?.type))).toEqual(
      new Set(['checkout.session.completed', 'payment_intent.succeeded']),
    );
    expect(events.map((event) => event?.data.object.id)).toContain(id);
  });

  test('is delivered again until it is taken', async () => {
    const { receiver, stripe, clock, sell } = await openWatchedShop();
    receiver.status = 503;
    await sell();
    expect(receiver.taken).toHaveLength(2);
    receiver.status = 200;
    clock.advance(10_000);
    await eventually(() => expect(receiver.taken).toHaveLength(4));
    await stripe.idle();
    clock.advance(86_400_000);
    await stripe.idle();
    expect(receiver.taken).toHaveLength(4);
  });

  test('is lost when deliveries are off, and still found in the list of events', async () => {
    const { receiver, stripe, client, sell } = await openWatchedShop();
    stripe.faults.set({ webhooks: { off: true } });
    const id = await sell();
    expect(receiver.taken).toHaveLength(0);
    const { data } = await client.listEvents({ types: ['checkout.session.completed'] });
    expect(data).toMatchObject([{ type: 'checkout.session.completed', data: { object: { id } } }]);
  });

  test.each([
    ['duplicates', { duplicates: 2 }, 6, true],
    ['signed by somebody else', { wrongSecret: true }, 2, false],
    ['signed long ago', { oldTimestamp: true }, 2, false],
    ['thin', { thin: true }, 2, true],
  ] as const)('can come as %s', async (_name, faults, count, isGenuine) => {
    const { receiver, stripe, check, sell } = await openWatchedShop();
    stripe.faults.set({ webhooks: faults });
    await sell();
    expect(receiver.taken).toHaveLength(count);
    expect(check(0).isGenuine).toBe(isGenuine);
  });

  test('can come in the wrong order, late, and in another version', async () => {
    const { receiver, stripe, clock, check, sell } = await openWatchedShop();
    stripe.faults.set({ webhooks: { reorder: true, otherVersion: true } });
    await sell();
    clock.advance(1_000);
    await stripe.idle();
    expect(receiver.taken).toHaveLength(2);
    const first = check(0);
    expect(first).toMatchObject({ event: { api_version: '2025-09-30.clover' } });
    stripe.faults.set({ webhooks: { reorder: false, delayMs: 60_000 } });
    await sell();
    expect(receiver.taken).toHaveLength(2);
    clock.advance(60_000);
    await stripe.idle();
    expect(receiver.taken).toHaveLength(4);
  });
});

test('garbage has the secrets read once, and a delivery by a secret that is new has them read anew', async () => {
  let reads = 0;
  let current = ['whsec_first'];
  const hear = createHearing({
    secrets: async () => {
      reads += 1;
      return current;
    },
    isLive: false,
    clock,
  });
  const raw = Buffer.from('{}');
  const garbage = { 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` };
  for (let time = 0; time < 50; time += 1)
    expect(await hear({ headers: garbage, raw })).toMatchObject({ refused: 'signature' });
  expect(reads).toBe(1);
  current = ['whsec_second', 'whsec_first'];
  const signed = Stripe.webhooks.generateTestHeaderString({
    payload: '{}',
    secret: 'whsec_second',
    timestamp: now.getTime() / 1000,
  });
  await eventually(async () =>
    expect(await hear({ headers: { 'stripe-signature': signed }, raw })).toMatchObject({
      refused: 'unreadable',
    }),
  );
});

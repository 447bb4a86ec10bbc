import { describe, expect, test } from 'vitest';
import { createStripeClient } from '../../../../../src/features/money/providers/stripe/api/create-client.ts';
import { idOf, readAll } from '../../../../../src/features/money/providers/stripe/api/answers.ts';
import { systemClock } from '../../../../../src/platform/clock.ts';
import { failureOf, openShop } from './shop.ts';

describe('a checkout', () => {
  test('is made as ordered, and after paying says paid and which payment', async () => {
    const { client, stripe, request } = await openShop();
    const made = await client.createCheckout(request(), 'order:1:checkout:1');
    expect(made).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      client_reference_id: '7001',
      metadata: { order_id: '7001', env: 'test' },
      amount_total: 499,
      currency: 'usd',
      livemode: false,
      payment_intent: null,
    });
    expect(stripe.act.pay(made.id)).toBe('paid');
    const paid = await client.findCheckout(made.id);
    expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    expect(await client.findPayment(idOf(paid?.payment_intent) ?? '')).toMatchObject({
      status: 'succeeded',
      amount_received: 499,
      metadata: { order_id: '7001' },
    });
  });

  test('that is asked for twice under one key is one checkout', async () => {
    const { client, stripe, request } = await openShop();
    const first = await client.createCheckout(request(), 'key');
    const again = await client.createCheckout(request(), 'key');
    expect(again.id).toBe(first.id);
    expect(Object.keys(stripe.tables.sessions)).toHaveLength(1);
  });

  test('under a used key with other values is refused', async () => {
    const { client, request } = await openShop();
    await client.createCheckout(request(), 'key');
    const error = await failureOf(
      client.createCheckout(request({ money: { minor: 500, currency: 'USD' } }), 'key'),
    );
    expect(error).toMatchObject({ class: 'refused', code: 'idempotency_error' });
  });

  test('that comes too late to be expired says that it was paid', async () => {
    const { client, stripe, request } = await openShop();
    const made = await client.createCheckout(request(), 'key');
    stripe.act.pay(made.id);
    expect(await client.expireCheckout(made.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
    });
  });

  test('expires of itself when its time is over', async () => {
    const { client, clock, request } = await openShop();
    const made = await client.createCheckout(request(), 'key');
    clock.advance(36 * 60_000);
    expect(await client.findCheckout(made.id)).toMatchObject({ status: 'expired', payment_status: 'unpaid' });
  });

  test('whose money comes later is complete, unpaid, and then paid or not', async () => {
    const { client, stripe, request } = await openShop();
    const [lucky, unlucky] = [
      await client.createCheckout(request(), 'a'),
      await client.createCheckout(request(), 'b'),
    ];
    stripe.act.payLater(lucky.id);
    stripe.act.payLater(unlucky.id);
    expect(await client.findCheckout(lucky.id)).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
    });
    stripe.act.settleLater(lucky.id, true);
    stripe.act.settleLater(unlucky.id, false);
    expect(await client.findCheckout(lucky.id)).toMatchObject({ payment_status: 'paid' });
    expect(await client.findCheckout(unlucky.id)).toMatchObject({ payment_status: 'unpaid' });
  });

  test('whose id was lost is found in the list by its order, over several pages', async () => {
    const { client, request } = await openShop();
    for (let orderId = 1; orderId <= 5; orderId++)
      await client.createCheckout(request({ orderId }), `key-${orderId}`);
    const found = await readAll((after) => client.listCheckouts({ limit: 2, ...after }));
    expect(found.map((checkout) => checkout.client_reference_id)).toEqual(['1', '2', '3', '4', '5']);
  });

  test('that Stripe does not know is nothing', async () => {
    const { client } = await openShop();
    expect(await client.findCheckout('cs_test_nobody')).toBeUndefined();
  });
});

describe('a failed call', () => {
  test.each(['saves-then-500', 'saves-then-reset', 'truncated'] as const)(
    'that may have been carried out (%s) is unknown, and the same key finds what was made',
    async (fault) => {
      const { client, stripe, request } = await openShop();
      // The library repeats a broken connection once by itself, whatever it was told.
      stripe.faults.script(fault, ...(fault === 'saves-then-reset' ? [fault] : []));
      const error = await failureOf(client.createCheckout(request(), 'key'));
      expect(error.class).toBe('unknown');
      const repeated = await client.createCheckout(request(), 'key');
      expect(Object.keys(stripe.tables.sessions)).toEqual([repeated.id]);
    },
  );

  test('whose 500 was kept under the key is unknown at every repeat, and the list shows that nothing was made', async () => {
    const { client, stripe, request } = await openShop();
    stripe.faults.script('error500');
    expect((await failureOf(client.createCheckout(request(), 'key'))).class).toBe('unknown');
    expect((await failureOf(client.createCheckout(request(), 'key'))).class).toBe('unknown');
    expect((await client.listCheckouts()).data).toEqual([]);
    expect(await client.createCheckout(request(), 'key:2')).toMatchObject({ status: 'open' });
  });

  test('that was turned away by haste can simply be made later', async () => {
    const { client, stripe, request } = await openShop();
    stripe.faults.script('rate-limited');
    expect(await failureOf(client.createCheckout(request(), 'key'))).toMatchObject({
      class: 'retry',
      status: 429,
    });
  });

  test('after an attempt that nobody answered is unknown even when the last attempt was turned away', async () => {
    const { client, stripe, request } = await openShop({ retries: 1 });
    stripe.faults.script('saves-then-reset', 'rate-limited');
    expect((await failureOf(client.createCheckout(request(), 'key'))).class).toBe('unknown');
  });

  test('that only reads can always be tried again', async () => {
    const { client, stripe } = await openShop();
    stripe.faults.set({ api: { always: 'error500' } });
    expect((await failureOf(client.findCheckout('cs_test_1'))).class).toBe('retry');
  });

  test('with a wrong key is for the operator, and shows neither key nor values', async () => {
    const { stripe, request, clock } = await openShop();
    const stranger = createStripeClient({
      secretKey: 'sk_test_wrong',
      apiBase: stripe.url,
      clock,
      retries: 0,
    });
    const error = await failureOf(stranger.createCheckout(request(), 'key'));
    expect(error).toMatchObject({ class: 'misconfigured', status: 401 });
    expect(`${JSON.stringify(error)} ${error.message} ${error.stack ?? ''}`).not.toMatch(/sk_test|VPN|7001/);
  });

  test('towards nobody is retry: nothing has left this machine', async () => {
    const { stripe, client, request } = await openShop();
    await stripe.stop();
    expect(await failureOf(client.createCheckout(request(), 'key'))).toMatchObject({
      class: 'retry',
      code: 'ECONNREFUSED',
    });
  });

  test('with a value that Stripe refuses names the parameter', async () => {
    const { client, request } = await openShop();
    const [line] = request().line_items ?? [];
    const unknown = { ...line, price_data: { ...line?.price_data, currency: 'xxx' } };
    const error = await failureOf(client.createCheckout({ ...request(), line_items: [unknown] }, 'key'));
    expect(error).toMatchObject({
      class: 'refused',
      parameter: 'line_items[0][price_data][currency]',
    });
    expect(
      await failureOf(client.createCheckout(request({ money: { minor: 10, currency: 'USD' } }), 'other')),
    ).toMatchObject({
      class: 'refused',
      code: 'amount_too_small',
    });
  });
});

test('each exchange is reported once, by name and outcome', async () => {
  const seen: string[] = [];
  const { client, stripe, request } = await openShop({
    onRequest: ({ operation, outcome }) => seen.push(`${operation} ${outcome}`),
  });
  await client.createCheckout(request(), 'key');
  stripe.faults.script('rate-limited');
  await failureOf(client.createCheckout(request(), 'key2'));
  expect(seen).toEqual(['create checkout ok', 'create checkout retry']);
});

test('a key or an address that cannot be right is refused before the first call, without being shown', () => {
  const make = (secretKey: string, apiBase: string) => () =>
    createStripeClient({ secretKey, apiBase, clock: systemClock });
  expect(make('pk_test_public', 'https://api.stripe.com')).toThrow(/must begin with sk_test_/);
  expect(make('sk_test_1', 'http://stripe.example.com')).toThrow(/must be https/);
  expect(make('sk_test_1', 'https://api.stripe.com/v1')).toThrow(/without a path/);
  expect(createStripeClient({ secretKey: 'rk_live_1', clock: systemClock }).livemode).toBe(true);
});

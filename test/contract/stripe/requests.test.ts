import Stripe from 'stripe';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { idOf } from '../../../src/features/money/providers/stripe/api/answers.ts';
import { createStripeClient } from '../../../src/features/money/providers/stripe/api/create-client.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { howToInstall, isMockInstalled, startStripeMock } from './real/mock.ts';
import { monthly, saleAt } from './sale.ts';
import { defineStripeRequests, type StripeTarget } from './requests.ts';

const nowSeconds = () => Math.floor(Date.now() / 1000);

defineStripeRequests('the stand-in', async (): Promise<StripeTarget> => {
  const stripe = await startStripeStandIn();
  const { secretKey, url, act, tables } = stripe;
  const client = createStripeClient({ secretKey, apiBase: url, clock: systemClock });
  onTestFinished(async () => {
    client.close();
    await stripe.stop();
  });
  const sell = async (mode: 'payment' | 'subscription') => {
    const renews = mode === 'subscription' ? { renews: monthly } : {};
    const key = `sell:${mode}:${nowSeconds()}:${Object.keys(tables.sessions).length}`;
    const made = await client.createCheckout(saleAt(new Date(), renews), key);
    act.pay(made.id);
    const paid = await client.findCheckout(made.id);
    if (!paid) throw new Error('not sold');
    return paid;
  };
  const [once, disputed, renewing] = [
    await sell('payment'),
    await sell('payment'),
    await sell('subscription'),
  ];
  const paymentId = idOf(once.payment_intent) ?? '';
  const customerId = idOf(renewing.customer) ?? '';
  return {
    client,
    nowSeconds,
    customerId: async () => customerId,
    paid: {
      paymentId,
      chargeId: idOf((await client.findPayment(paymentId))?.latest_charge) ?? '',
      customerId,
      subscriptionId: idOf(renewing.subscription) ?? '',
      invoiceId: idOf(renewing.invoice) ?? '',
      disputeId: act.dispute(idOf(disputed.payment_intent) ?? '').id,
      warningId: act.warn(paymentId).id,
    },
  };
});

test('stripe-mock is there to be asked', () => {
  const whatIsMissing = isMockInstalled() ? undefined : howToInstall;
  expect(whatIsMissing).toBeUndefined();
});

if (isMockInstalled()) {
  const mock = await startStripeMock();
  afterAll(mock.stop);
  // It has one made-up object of each kind, whatever id is asked for.
  defineStripeRequests('stripe-mock', async () => ({
    client: createStripeClient({
      secretKey: 'sk_test_mock',
      apiBase: mock.url,
      clock: systemClock,
      retries: 0,
    }),
    nowSeconds,
    customerId: async () => 'cus_1',
    isOlder: true,
    paid: {
      paymentId: 'pi_1',
      chargeId: 'ch_1',
      customerId: 'cus_1',
      subscriptionId: 'sub_1',
      invoiceId: 'in_1',
      disputeId: 'du_1',
      warningId: 'issfr_1',
    },
  }));
}

/** A test account of one's own; it is left with an expired checkout, a customer and an endpoint or two. */
const secretKey = process.env['STRIPE_TEST_SECRET_KEY'];
if (secretKey !== undefined && secretKey !== '')
  defineStripeRequests('a test account', async () => ({
    client: createStripeClient({ secretKey, clock: systemClock }),
    nowSeconds,
    customerId: async () => (await new Stripe(secretKey).customers.create({})).id,
  }));

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CryptoPayStandIn,
  startCryptoPayStandIn,
} from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import { createKeyWatch } from '../../../../src/features/money/providers/key-watch.ts';
import { startStripeStandIn, type StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { newcomer, press } from '../../../support/journeys.ts';
import { eventually } from '../../../support/eventually.ts';
import { type Product, startProduct } from '../../../support/product.ts';
import { startJob } from '../../../support/start-job.ts';

let stripe: StripeStandIn;
let crypto: CryptoPayStandIn;
let product: Product;
beforeAll(async () => {
  [stripe, crypto] = await Promise.all([startStripeStandIn(), startCryptoPayStandIn()]);
  product = await startProduct({
    settings: {
      STRIPE_SECRET_KEY: 'sk_test_of_somebody_else',
      STRIPE_API_BASE: stripe.url,
      CRYPTO_PAY_TOKEN: crypto.token,
      CRYPTO_PAY_API_BASE: crypto.url,
    },
  });
});
afterAll(async () => {
  await product.stop();
  await Promise.all([stripe.stop(), crypto.stop()]);
});

const health = async () => await (await fetch(`${product.app().url}/health`)).json();
const reconcile = () => startJob(product.database, { name: 'payments-reconcile' });

describe('a key that the provider refuses', () => {
  it('is a warning of the health, and admins are told of it once in six hours, by the provider’s name', async () => {
    const admin = await product.admin();
    const told = () => admin.texts().filter((text) => text.includes('не принимает ключ бота'));
    await eventually(async () => expect(await health()).toEqual({ status: 'warn' }));
    await reconcile();
    await eventually(() => expect(told()).toHaveLength(1));
    expect(told()[0]).toContain('Stripe');
    const refusals = () =>
      product.log.filter((line) => line.includes('a list of payments was not read')).length;
    const before = refusals();
    await reconcile();
    await eventually(() => expect(refusals()).toBeGreaterThan(before));
    await product.settled();
    expect(told()).toHaveLength(1);
    product.clock.advance(6 * 60 * 60_000);
    await reconcile();
    await eventually(() => expect(told()).toHaveLength(2));
  });

  it('is well again once it is taken', async () => {
    await product.restart({ STRIPE_SECRET_KEY: stripe.secretKey });
    await reconcile();
    await eventually(async () => expect(await health()).toEqual({ status: 'pass' }));
  });
});

describe('an account that may not sell yet', () => {
  it('is a warning of the health and a line of the log that says what to ask for, until a payment opens', async () => {
    const buyer = await newcomer(product);
    await buyer.says('/plans');
    stripe.faults.set({ api: { always: 'not-ready' } });
    await press(buyer, 'Неделя', 'Картой');
    await eventually(async () => expect(await health()).toEqual({ status: 'warn' }));
    expect(product.log.find((line) => line.includes('refuses what we ask'))).toContain('req_sandboxname');
    stripe.faults.set({ api: { always: null } });
    await buyer.says('/plans');
    await press(buyer, 'Неделя', 'Картой');
    // A list may have been refused meanwhile, too.
    await reconcile();
    await eventually(async () => expect(await health()).toEqual({ status: 'pass' }));
  });
});

describe('a clock that is wrong', () => {
  const figures = async () => {
    const text = await (await fetch(`${product.app().url}/metrics`)).text();
    const found = text.matchAll(/vpnbot_clock_skew_seconds\{source="([^"]+)"\} (\S+)/g);
    return new Map([...found].map(([, source, seconds]) => [source, Number(seconds)]));
  };

  it('is known from the answers of everybody who is asked, and as long as it is right nothing is said', async () => {
    await reconcile();
    await eventually(async () =>
      expect(await figures().then((all) => new Set(all.keys()))).toEqual(
        new Set(['crypto-pay', `panel:${product.panel.domain}`, 'stripe', 'telegram']),
      ),
    );
    for (const seconds of (await figures()).values()) expect(Math.abs(seconds)).toBeLessThan(5);
  });

  it('is told to admins before any sale fails, and is a warning of the health until it is right', async () => {
    const admin = await product.admin();
    const told = () => admin.texts().filter((text) => text.includes('идут неверно'));
    // Three answers of one counterpart, of the three who judge, are not enough.
    stripe.faults.set({ api: { dateAheadSeconds: 90 } });
    await reconcile();
    await eventually(async () => expect((await figures()).get('stripe')).toBeLessThan(-80));
    await reconcile();
    await product.settled();
    expect(await health()).toEqual({ status: 'pass' });
    await product.restart({ STRIPE_SECRET_KEY: stripe.secretKey, CRYPTO_PAY_TOKEN: '' });
    await reconcile();
    await eventually(() => expect(told()).toHaveLength(1));
    for (const part of ['отстают на', 'По ответам Stripe', 'пяти минутах']) expect(told()[0]).toContain(part);
    await eventually(async () => expect(await health()).toEqual({ status: 'warn' }));
    // Nothing has failed by that.
    const sessions = Object.keys(stripe.tables.sessions).length;
    const buyer = await newcomer(product);
    await buyer.says('/plans');
    await press(buyer, 'Неделя', 'Картой');
    await eventually(() => expect(Object.keys(stripe.tables.sessions)).toHaveLength(sessions + 1));
    stripe.faults.set({ api: { dateAheadSeconds: 0 } });
    await reconcile();
    await eventually(async () => expect(await health()).toEqual({ status: 'pass' }));
    expect(told()).toHaveLength(1);
  });
});

describe('a key that may read and not sell', () => {
  it('is not well because reading goes on, and is once selling works', () => {
    const told: string[] = [];
    const keys = createKeyWatch((provider) => told.push(provider));
    keys.note({ provider: 'stripe', operation: 'create checkout', outcome: 'misconfigured' });
    keys.note({ provider: 'stripe', operation: 'list refunds', outcome: 'ok' });
    keys.note({ provider: 'stripe', operation: 'create checkout', outcome: 'retry' });
    expect(() => keys.assertTaken()).toThrow('stripe: create checkout');
    keys.note({ provider: 'stripe', operation: 'create checkout', outcome: 'ok' });
    expect(() => keys.assertTaken()).not.toThrow();
    expect(told).toEqual(['stripe']);
  });
});

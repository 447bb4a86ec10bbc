import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { paymentsControlRoutes } from '@hiddify-vpn-bot/sandbox/providers/control-routes.ts';
import { startProviders } from '@hiddify-vpn-bot/sandbox/providers/providers.ts';

async function openRoutes() {
  // Nobody listens there, and the providers take any free port.
  const providers = await startProviders({ botPort: 65_535, file: '/nowhere/providers.json' });
  const app = Fastify();
  await app.register(paymentsControlRoutes(providers));
  onTestFinished(async () => {
    await app.close();
    await providers.stop();
  });
  const set = (body: object) => app.inject({ method: 'PUT', url: '/control/payments/faults', body });
  const state = async () => (await app.inject('/control/payments/state')).json<object>();
  return { providers, set, state };
}

test('each switch of the page breaks what it says, and mends it', async () => {
  const { providers, set, state } = await openRoutes();
  const { stripe, cryptoPay } = providers;
  await set({ webhooksOff: true, duplicates: true });
  await set({ stripe500: true, cryptoPay500: true });
  expect(await state()).toMatchObject({
    faults: { webhooksOff: true, duplicates: true, stripe500: true, cryptoPay500: true },
  });
  expect(stripe.faults.webhooks()).toMatchObject({ off: true, duplicates: 1 });
  expect(cryptoPay.faults()).toMatchObject({ webhooksOff: true, duplicates: 1, api: 'error500' });
  const authorization = `Bearer ${stripe.secretKey}`;
  const ask = async () => (await fetch(`${stripe.url}/v1/events`, { headers: { authorization } })).status;
  expect(await ask()).toBe(500);
  await set({ webhooksOff: false, duplicates: false, stripe500: false, cryptoPay500: false });
  expect(await ask()).toBe(200);
  expect(stripe.faults.webhooks()).toMatchObject({ off: false, duplicates: 0 });
});

test('what is asked of Stripe can be watched, and an unknown switch is refused', async () => {
  const { providers, set, state } = await openRoutes();
  const { url, secretKey } = providers.stripe;
  await fetch(`${url}/v1/events`, { headers: { authorization: `Bearer ${secretKey}` } });
  expect(await state()).toMatchObject({
    stripeUrl: url,
    requests: [{ method: 'GET', path: '/v1/events', status: 200 }],
  });
  expect((await set({ nothing: true })).statusCode).toBe(400);
});

test('what the bot is told are addresses and secrets under the names of its settings', async () => {
  const { providers } = await openRoutes();
  expect(Object.keys(providers.environment()).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'CRYPTO_PAY_API_BASE',
    'CRYPTO_PAY_TOKEN',
    'STRIPE_API_BASE',
    'STRIPE_SECRET_KEY',
    'STRIPE_WEBHOOK_SECRET',
  ]);
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStripeClient } from '../../../../../src/features/money/providers/stripe/api/create-client.ts';
import { createStripeEndpoint } from '../../../../../src/features/money/providers/stripe/endpoint.ts';
import { createSeal } from '../../../../../src/platform/seal.ts';
import { type StripeStandIn, startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { type ServiceBench, startServices } from '../../../../support/services.ts';

let bench: ServiceBench;
let stripe: StripeStandIn;
beforeAll(async () => {
  [bench, stripe] = await Promise.all([startServices(), startStripeStandIn()]);
});
afterAll(async () => {
  await Promise.all([bench.stop(), stripe.stop()]);
});

const url = 'https://bot.example.com/webhooks/stripe';

const keyOf = (words: string) => createHash('sha256').update(words).digest('base64url');

function openWebhook(sealKey = 'a key of the test') {
  const { secretKey, url: apiBase } = stripe;
  const { clock, database } = bench;
  const client = createStripeClient({ secretKey, apiBase, clock });
  return createStripeEndpoint({ client, db: database.db, clock, seal: createSeal(keyOf(sealKey)), url });
}

test('the bot makes its webhook once, and a restart finds it as it is', async () => {
  await openWebhook().ensure();
  const [secret] = Object.values(stripe.tables.secrets);
  expect(await openWebhook().secrets()).toEqual([secret]);
  await openWebhook().ensure();
  expect(Object.values(stripe.tables.secrets)).toEqual([secret]);
  const { rows } = await bench.database.db.execute<{ sealed: string }>(
    'select sealed_secret as sealed from provider_webhooks',
  );
  expect(rows[0]?.sealed).not.toContain('whsec_');
});

test('while one endpoint replaces another both of their secrets are good, and no older one', async () => {
  const [first] = await openWebhook().secrets();
  const replaced = [first];
  for (let time = 0; time < 2; time++) {
    for (const id of Object.keys(stripe.tables.endpoints)) delete stripe.tables.endpoints[id];
    await openWebhook().ensure();
    replaced.unshift((await openWebhook().secrets())[0]);
  }
  expect(new Set(replaced).size).toBe(3);
  expect(await openWebhook().secrets()).toEqual(replaced.slice(0, 2));
});

test('whose secret cannot be opened any more is made anew', async () => {
  const [lost] = await openWebhook().secrets();
  expect(await openWebhook('another key').secrets()).toEqual([]);
  await openWebhook('another key').ensure();
  const held = await openWebhook('another key').secrets();
  expect(held).toHaveLength(1);
  expect(held).not.toContain(lost);
});

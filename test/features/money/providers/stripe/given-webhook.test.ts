import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStripeClient } from '../../../../../src/features/money/providers/stripe/api/create-client.ts';
import {
  deliveredEvents,
  pinnedApiVersion,
} from '../../../../../src/features/money/providers/stripe/api/events.ts';
import { startStripeStandIn, type StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { eventually } from '../../../../support/eventually.ts';
import { type Product, startProduct } from '../../../../support/product.ts';

let stripe: StripeStandIn;
let product: Product;
beforeAll(async () => {
  stripe = await startStripeStandIn();
  product = await startProduct({
    settings: {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: 'whsec_made_by_hand',
    },
  });
});
afterAll(async () => {
  await product.stop();
  await stripe.stop();
});

const warnings = () => product.log.filter((line) => line.includes('is not as the bot needs it'));

describe('a webhook whose secret was given', () => {
  it('is not made by the bot: that there is none is logged once and told to the first admin', async () => {
    await eventually(() => expect(warnings()).toHaveLength(1));
    const admin = await product.admin();
    await eventually(() =>
      expect(admin.texts().some((text) => text.includes('нет вебхука с адресом бота'))).toBe(true),
    );
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('"lacks":["endpoint"]');
    expect(Object.keys(stripe.tables.endpoints)).toEqual([]);
  });

  it('that lacks an event is left as it is, and the event is named', async () => {
    const client = createStripeClient({
      secretKey: stripe.secretKey,
      apiBase: stripe.url,
      clock: product.clock,
    });
    const url = new URL('/webhooks/stripe', product.app().url).href;
    const { id } = await client.ensureWebhook({ url }, 'by-hand');
    client.close();
    const enabled = deliveredEvents.filter((type) => type !== 'charge.dispute.created');
    Object.assign(stripe.tables.endpoints[id]!, { enabled_events: enabled });
    product.clock.advance(6 * 60 * 60_000);
    await product.restart();
    const admin = await product.admin();
    const lack = 'Не включены события: charge.dispute.created.';
    await eventually(() => expect(admin.texts().some((text) => text.includes(lack))).toBe(true));
    expect(stripe.tables.endpoints[id]?.enabled_events).toEqual(enabled);
  });
});

describe('the manual', () => {
  it('names every event to enable and the version, and no other event', async () => {
    const text = await readFile(new URL('../../../../../docs/payments.md', import.meta.url), 'utf8');
    const [, list = ''] = /<!-- events -->([\s\S]*?)<!-- end of events -->/.exec(text) ?? [];
    const named = [...list.matchAll(/`([a-z_.]+)`/g)].map(([, name = '']) => name);
    expect(new Set(named)).toEqual(new Set(deliveredEvents));
    expect(text).toContain(`\`${pinnedApiVersion}\``);
  });
});

import type Stripe from 'stripe';
import { expectObject } from './answers.ts';
import type { StripeClient } from './client.ts';
import type { StripeExchange } from './exchange.ts';

const operation = 'open portal';

/**
 * The features of the portal, which people may use: change the card, see invoices, stop renewing at the end of
 * the period. Not pause and not change the plan, which the bot does.
 */
const features = {
  payment_method_update: { enabled: true },
  invoice_history: { enabled: true },
  subscription_cancel: { enabled: true, mode: 'at_period_end', proration_behavior: 'none' },
} satisfies Stripe.BillingPortal.ConfigurationCreateParams.Features;

/** Changes with the features, so that a new release brings its own configuration. */
const madeBy = 'hiddify-vpn-bot-1';

export function portalOperations(exchange: StripeExchange): Pick<StripeClient, 'openPortal'> {
  let configuration: Promise<string> | undefined;
  const configurationId = () =>
    (configuration ??= ensureConfiguration(exchange).catch((error: unknown) => {
      configuration = undefined;
      throw error;
    }));

  return {
    async openPortal({ customerId, returnUrl, locale }) {
      const portal = { configuration: await configurationId(), customer: customerId };
      // Nothing that lasts is made, so a repeat may simply open another one.
      const session = await exchange.read(operation, (api) =>
        api.billingPortal.sessions.create({ ...portal, return_url: returnUrl, locale }),
      );
      return { url: expectObject(operation, session, 'billing_portal.session').url };
    },
  };
}

async function ensureConfiguration(exchange: StripeExchange): Promise<string> {
  const list = await exchange.read(operation, (api) =>
    api.billingPortal.configurations.list({ active: true, limit: 100 }),
  );
  const ours = list.data.find((each) => each.metadata?.['made_by'] === madeBy);
  if (ours) return ours.id;
  const made = await exchange.change(operation, `portal:${madeBy}`, (api, keyed) =>
    api.billingPortal.configurations.create({ features, metadata: { made_by: madeBy } }, keyed),
  );
  return expectObject(operation, made, 'billing_portal.configuration').id;
}

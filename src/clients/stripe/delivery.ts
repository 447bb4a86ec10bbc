import type Stripe from 'stripe';
import type { StripeClient, StripeWebhookEndpoint } from './client.ts';
import { deliveredEvents, pinnedApiVersion, readStripeEvent } from './events.ts';
import type { StripeExchange } from './exchange.ts';
import { pageOf, pageParams } from './pages.ts';
import { expectObject } from './read.ts';

const operation = 'ensure webhook';

export function deliveryOperations(
  exchange: StripeExchange,
): Pick<StripeClient, 'listEvents' | 'ensureWebhook'> {
  return {
    async listEvents(options = {}) {
      const list = await exchange.read('list events', (api) =>
        api.events.list({
          ...pageParams(options),
          ...(options.types && { types: [...options.types] }),
          ...(options.onlyUndelivered && { delivery_success: false }),
        }),
      );
      return pageOf('list events', list, readStripeEvent);
    },
    async ensureWebhook({ url, knownId }, key) {
      const ours = (await allEndpoints(exchange)).filter((endpoint) => endpoint.url === url);
      const kept = ours.find(
        (endpoint) => endpoint.id === knownId && endpoint.api_version === pinnedApiVersion,
      );
      const endpoint = kept ? await corrected(exchange, kept, key) : await created(exchange, url, key);
      for (const other of ours) if (other.id !== endpoint.id) await removed(exchange, other.id, key);
      return endpoint;
    },
  };
}

/** An account has sixteen endpoints at most. */
async function allEndpoints(exchange: StripeExchange): Promise<Stripe.WebhookEndpoint[]> {
  const list = await exchange.read(operation, (api) => api.webhookEndpoints.list({ limit: 100 }));
  return expectObject(operation, list, 'list').data;
}

async function corrected(
  exchange: StripeExchange,
  endpoint: Stripe.WebhookEndpoint,
  key: string,
): Promise<StripeWebhookEndpoint> {
  const { id } = endpoint;
  const hasAll = deliveredEvents.every((type) => endpoint.enabled_events.includes(type));
  const isExact = hasAll && endpoint.enabled_events.length === deliveredEvents.length;
  if (isExact && endpoint.status === 'enabled') return { id, secret: undefined, outcome: 'as-wanted' };
  await exchange.change(operation, `${key}:change`, (api, keyed) =>
    api.webhookEndpoints.update(id, { enabled_events: [...deliveredEvents], disabled: false }, keyed),
  );
  return { id, secret: undefined, outcome: 'changed' };
}

async function created(exchange: StripeExchange, url: string, key: string): Promise<StripeWebhookEndpoint> {
  const endpoint = await exchange.change(operation, key, (api, keyed) =>
    api.webhookEndpoints.create(
      { url, enabled_events: [...deliveredEvents], api_version: pinnedApiVersion },
      keyed,
    ),
  );
  const { id, secret } = expectObject(operation, endpoint, 'webhook_endpoint');
  return { id, secret, outcome: 'created' };
}

async function removed(exchange: StripeExchange, id: string, key: string): Promise<void> {
  await exchange.change(operation, `${key}:delete:${id}`, (api, keyed) =>
    api.webhookEndpoints.del(id, {}, keyed),
  );
}

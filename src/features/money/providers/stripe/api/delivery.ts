import type Stripe from 'stripe';
import { expectObject } from './answers.ts';
import type { EndpointState, EnsuredEndpoint, StripeClient } from './client.ts';
import { checkingWebhook, deliveredEvents, pinnedApiVersion } from './events.ts';
import type { StripeExchange } from './exchange.ts';

const ensuring = 'ensure webhook';

export function deliveryOperations(
  exchange: StripeExchange,
): Pick<StripeClient, 'listEvents' | 'ensureWebhook' | 'checkWebhook'> {
  return {
    async listEvents(params) {
      const list = await exchange.read('list events', (api) => api.events.list({ limit: 100, ...params }));
      return expectObject('list events', list, 'list');
    },
    async ensureWebhook({ url, knownId }, key) {
      const ours = (await allEndpoints(exchange, ensuring)).filter((endpoint) => endpoint.url === url);
      const kept = ours.find(
        (endpoint) => endpoint.id === knownId && endpoint.api_version === pinnedApiVersion,
      );
      const endpoint = kept ? await corrected(exchange, kept, key) : await created(exchange, url, key);
      for (const other of ours) if (other.id !== endpoint.id) await removed(exchange, other.id, key);
      return endpoint;
    },
    async checkWebhook(url) {
      const ours = (await allEndpoints(exchange, checkingWebhook)).filter((endpoint) => endpoint.url === url);
      const [best] = ours.map(stateOf).toSorted((one, other) => faultsIn(one) - faultsIn(other));
      return best ?? { isThere: false, isOn: false, isOurVersion: false, missingEvents: deliveredEvents };
    },
  };
}

function stateOf({ status, api_version, enabled_events: enabled }: Stripe.WebhookEndpoint): EndpointState {
  return {
    isThere: true,
    isOn: status === 'enabled',
    isOurVersion: api_version === pinnedApiVersion,
    missingEvents: enabled.includes('*') ? [] : deliveredEvents.filter((type) => !enabled.includes(type)),
  };
}

function faultsIn({ isOn, isOurVersion, missingEvents }: EndpointState): number {
  return (isOn ? 0 : 1_000) + missingEvents.length + (isOurVersion ? 0 : 1);
}

/** An account has sixteen endpoints at most. */
async function allEndpoints(exchange: StripeExchange, operation: string): Promise<Stripe.WebhookEndpoint[]> {
  const list = await exchange.read(operation, (api) => api.webhookEndpoints.list({ limit: 100 }));
  return expectObject(operation, list, 'list').data;
}

async function corrected(
  exchange: StripeExchange,
  endpoint: Stripe.WebhookEndpoint,
  key: string,
): Promise<EnsuredEndpoint> {
  const { id } = endpoint;
  const hasAll = deliveredEvents.every((type) => endpoint.enabled_events.includes(type));
  const isExact = hasAll && endpoint.enabled_events.length === deliveredEvents.length;
  if (isExact && endpoint.status === 'enabled') return { id, secret: undefined, outcome: 'as-wanted' };
  await exchange.change(ensuring, `${key}:change`, (api, keyed) =>
    api.webhookEndpoints.update(id, { enabled_events: [...deliveredEvents], disabled: false }, keyed),
  );
  return { id, secret: undefined, outcome: 'changed' };
}

async function created(exchange: StripeExchange, url: string, key: string): Promise<EnsuredEndpoint> {
  const endpoint = await exchange.change(ensuring, key, (api, keyed) =>
    api.webhookEndpoints.create(
      { url, enabled_events: [...deliveredEvents], api_version: pinnedApiVersion },
      keyed,
    ),
  );
  const { id, secret } = expectObject(ensuring, endpoint, 'webhook_endpoint');
  return { id, secret, outcome: 'created' };
}

async function removed(exchange: StripeExchange, id: string, key: string): Promise<void> {
  await exchange.change(ensuring, `${key}:delete:${id}`, (api, keyed) =>
    api.webhookEndpoints.del(id, {}, keyed),
  );
}

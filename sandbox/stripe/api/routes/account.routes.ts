import type Stripe from 'stripe';
import { z } from 'zod';
import { randomLetters } from '../../ids.ts';
import { newEndpoint, newPortalSession, newPortalSettings } from '../../objects/portal.ts';
import type { StripeWorld } from '../../state.ts';
import { unixNow } from '../../state.ts';
import { listOf } from '../lists.ts';
import { expand, listParams, metadata, short, webAddress, yesOrNo } from '../params.ts';
import { noSuch, StripeProblem } from '../problem.ts';
import { type ApiRoute, route } from '../route.ts';
import { known } from './money.routes.ts';

/** These lists cannot be asked for by date. */
const { created: _created, ...undatedListParams } = listParams;

const one = z.strictObject({ expand: expand.optional() });
const events = z.array(z.string().regex(/^(\*|[a-z0-9_.]+)$/)).min(1);
const feature = z.strictObject({ enabled: yesOrNo }).optional();

export const accountRoutes: readonly ApiRoute[] = [
  route(
    'POST /v1/webhook_endpoints',
    z.strictObject({
      url: webAddress,
      enabled_events: events,
      api_version: z.string().optional(),
      description: short.optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    ({ world, params }) => createEndpoint(world, params),
  ),
  route('GET /v1/webhook_endpoints', z.strictObject(undatedListParams), ({ world, params }) =>
    listOf(Object.values(world.tables.endpoints), params, {
      object: 'webhook_endpoint',
      url: '/v1/webhook_endpoints',
    }),
  ),
  route('GET /v1/webhook_endpoints/:id', one, ({ world, id }) => getEndpoint(world, id)),
  route(
    'POST /v1/webhook_endpoints/:id',
    z.strictObject({
      enabled_events: events.optional(),
      disabled: yesOrNo.optional(),
      url: webAddress.optional(),
      description: short.optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    ({ world, id, params }) => {
      const endpoint = getEndpoint(world, id);
      endpoint.enabled_events = params.enabled_events ?? endpoint.enabled_events;
      endpoint.url = params.url ?? endpoint.url;
      if (params.disabled !== undefined) endpoint.status = params.disabled ? 'disabled' : 'enabled';
      return endpoint;
    },
  ),
  route('DELETE /v1/webhook_endpoints/:id', z.strictObject({}), ({ world, id }) => {
    getEndpoint(world, id);
    delete world.tables.endpoints[id];
    delete world.tables.secrets[id];
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
  route(
    'POST /v1/billing_portal/configurations',
    z.strictObject({
      features: z.strictObject({
        payment_method_update: feature,
        invoice_history: feature,
        subscription_cancel: z
          .strictObject({
            enabled: yesOrNo,
            mode: z.enum(['at_period_end', 'immediately']).optional(),
            proration_behavior: z.enum(['none', 'always_invoice', 'create_prorations']).optional(),
          })
          .optional(),
      }),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    ({ world, params }) => {
      const { features, metadata: given = {} } = params;
      const settings = newPortalSettings({ features, metadata: given, now: unixNow(world) });
      world.tables.portalSettings[settings.id] = settings;
      return settings;
    },
  ),
  route(
    'GET /v1/billing_portal/configurations',
    z.strictObject({ ...undatedListParams, active: yesOrNo.optional() }),
    ({ world, params }) => {
      const { active } = params;
      const rows = Object.values(world.tables.portalSettings).filter((each) =>
        [undefined, each.active].includes(active),
      );
      return listOf(rows, params, {
        object: 'billing_portal.configuration',
        url: '/v1/billing_portal/configurations',
      });
    },
  ),
  route(
    'POST /v1/billing_portal/sessions',
    z.strictObject({
      customer: z.string(),
      configuration: z.string().optional(),
      return_url: webAddress.optional(),
      locale: z.enum(['auto', 'ru', 'en', 'de']).optional(),
      expand: expand.optional(),
    }),
    ({ world, params }) => createPortal(world, params),
  ),
];

function getEndpoint(world: StripeWorld, id: string): Stripe.WebhookEndpoint {
  return known(world.tables.endpoints[id], ['webhook endpoint', id]);
}

/** The secret is told here and never again. Real Stripe wants a public address; the sandbox lives on loopback. */
function createEndpoint(
  world: StripeWorld,
  params: {
    url: string;
    enabled_events: string[];
    api_version?: string | undefined;
    description?: string | undefined;
    metadata?: Stripe.Metadata | undefined;
  },
): Stripe.WebhookEndpoint {
  if (Object.keys(world.tables.endpoints).length >= 16)
    throw new StripeProblem({ message: 'You have reached the maximum of 16 test webhook endpoints.' });
  const endpoint = newEndpoint({
    url: params.url,
    events: params.enabled_events,
    apiVersion: params.api_version,
    description: params.description,
    metadata: params.metadata ?? {},
    now: unixNow(world),
  });
  const secret = `whsec_${randomLetters(32)}`;
  world.tables.endpoints[endpoint.id] = endpoint;
  world.tables.secrets[endpoint.id] = secret;
  return { ...endpoint, secret };
}

function createPortal(
  world: StripeWorld,
  params: {
    customer: string;
    configuration?: string | undefined;
    return_url?: string | undefined;
    locale?: 'auto' | 'ru' | 'en' | 'de' | undefined;
  },
): Stripe.BillingPortal.Session {
  if (!world.tables.customers[params.customer]) throw noSuch('customer', params.customer, 'customer');
  const configuration = params.configuration ?? Object.keys(world.tables.portalSettings)[0];
  if (configuration === undefined)
    throw new StripeProblem({
      message: 'No configuration provided and your test mode default configuration has not been created.',
    });
  if (!world.tables.portalSettings[configuration])
    throw noSuch('configuration', configuration, 'configuration');
  const portal = newPortalSession({
    configuration,
    customer: params.customer,
    returnUrl: params.return_url,
    locale: params.locale,
    origin: world.origin(),
    now: unixNow(world),
  });
  world.tables.portals[portal.id] = portal;
  return portal;
}

import type Stripe from 'stripe';
import { newId, randomLetters } from '../ids.ts';

export interface PortalFeatures {
  payment_method_update?: { enabled: boolean } | undefined;
  invoice_history?: { enabled: boolean } | undefined;
  subscription_cancel?:
    | {
        enabled: boolean;
        mode?: 'at_period_end' | 'immediately' | undefined;
        proration_behavior?: 'none' | 'always_invoice' | 'create_prorations' | undefined;
      }
    | undefined;
}

export function newPortalSettings(given: {
  features: PortalFeatures;
  metadata: Stripe.Metadata;
  now: number;
}): Stripe.BillingPortal.Configuration {
  const { features, metadata, now } = given;
  return {
    id: newId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: now,
    default_return_url: null,
    features: {
      customer_update: { allowed_updates: [], enabled: false },
      invoice_history: { enabled: features.invoice_history?.enabled ?? false },
      payment_method_update: {
        enabled: features.payment_method_update?.enabled ?? false,
        payment_method_configuration: null,
      },
      subscription_cancel: {
        cancellation_reason: { enabled: false, feedback_options: null, options: [] },
        enabled: features.subscription_cancel?.enabled ?? false,
        mode: features.subscription_cancel?.mode ?? 'at_period_end',
        proration_behavior: features.subscription_cancel?.proration_behavior ?? 'none',
      },
      subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
      subscription_update: {
        billing_cycle_anchor: null,
        default_allowed_updates: [],
        enabled: false,
        proration_behavior: 'none',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'end_trial',
      },
    },
    is_default: false,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata,
    name: null,
    updated: now,
  };
}

export function newPortalSession(given: {
  configuration: string;
  customer: string;
  returnUrl: string | undefined;
  locale: Stripe.BillingPortal.Session.Locale | undefined;
  origin: string;
  now: number;
}): Stripe.BillingPortal.Session {
  const secret = randomLetters(40);
  return {
    id: `bps_1${randomLetters(23)}`,
    object: 'billing_portal.session',
    configuration: given.configuration,
    created: given.now,
    customer: given.customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: given.locale ?? null,
    on_behalf_of: null,
    return_url: given.returnUrl ?? null,
    url: `${given.origin}/p/session/test_${secret}`,
  };
}

export function newEndpoint(given: {
  url: string;
  events: string[];
  apiVersion: string | undefined;
  description: string | undefined;
  metadata: Stripe.Metadata;
  now: number;
}): Stripe.WebhookEndpoint {
  return {
    id: newId('we'),
    object: 'webhook_endpoint',
    api_version: given.apiVersion ?? null,
    application: null,
    created: given.now,
    description: given.description ?? null,
    enabled_events: given.events,
    livemode: false,
    metadata: given.metadata,
    status: 'enabled',
    url: given.url,
  };
}

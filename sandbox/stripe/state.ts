import type Stripe from 'stripe';
import type { StandInClock } from '../kit/clock.ts';

/** What the session was made with and does not show: Stripe copies it to what comes of a payment. */
export interface CheckoutPlan {
  name: string;
  amount: number;
  currency: string;
  recurring: { interval: 'day' | 'week' | 'month' | 'year'; count: number } | undefined;
  paymentMetadata: Stripe.Metadata;
  paymentDescription: string | null;
  subscriptionMetadata: Stripe.Metadata;
}

/** Plain JSON, so that a later start can go on with it. */
export interface StripeTables {
  sessions: Record<string, Stripe.Checkout.Session>;
  plans: Record<string, CheckoutPlan>;
  payments: Record<string, Stripe.PaymentIntent>;
  charges: Record<string, Stripe.Charge>;
  customers: Record<string, Stripe.Customer>;
  subscriptions: Record<string, Stripe.Subscription>;
  invoices: Record<string, Stripe.Invoice>;
  invoicePayments: Record<string, Stripe.InvoicePayment>;
  refunds: Record<string, Stripe.Refund>;
  disputes: Record<string, Stripe.Dispute>;
  warnings: Record<string, Stripe.Radar.EarlyFraudWarning>;
  events: Record<string, StoredEvent>;
  endpoints: Record<string, Stripe.WebhookEndpoint>;
  secrets: Record<string, string>;
  portals: Record<string, Stripe.BillingPortal.Session>;
  portalSettings: Record<string, Stripe.BillingPortal.Configuration>;
  /** Subscriptions whose next renewal the bank refuses. */
  refusing: Record<string, true>;
}

/** An event as it is listed and delivered, and how its delivery went. */
export interface StoredEvent {
  body: EventBody;
  /** Endpoints that have not taken it yet. */
  waitingFor: string[];
}

export interface EventBody {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: { id: string; object: string }; previous_attributes?: Record<string, unknown> };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

export interface StripeWorld {
  tables: StripeTables;
  clock: StandInClock;
  secretKey: string;
  apiVersion: string;
  /** `http://127.0.0.1:PORT` of the stand-in itself. */
  origin: () => string;
  /** Says that something happened; stored, and delivered to whoever asked for this type. */
  emit: (type: string, object: { id: string; object: string }, before?: Record<string, unknown>) => void;
}

export function emptyTables(): StripeTables {
  return {
    sessions: {},
    plans: {},
    payments: {},
    charges: {},
    customers: {},
    subscriptions: {},
    invoices: {},
    invoicePayments: {},
    refunds: {},
    disputes: {},
    warnings: {},
    events: {},
    endpoints: {},
    secrets: {},
    portals: {},
    portalSettings: {},
    refusing: {},
  };
}

export const unixNow = (world: Pick<StripeWorld, 'clock'>): number =>
  Math.floor(world.clock.now().getTime() / 1000);

/** The id in a field that Stripe may expand; an empty one when there is none. */
export function idIn(field: string | { id: string } | null | undefined): string {
  return typeof field === 'string' ? field : (field?.id ?? '');
}

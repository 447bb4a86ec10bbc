/**
 * Stripe's objects in our words. Amounts are in minor units of `currency`, which is an upper-case ISO code. A state that
 * Stripe invents after us reads as `unrecognised`: it must lead to a look, never to a grant.
 */

export type Unrecognised = 'unrecognised';

/** A plain JSON value on purpose: store it before the first call and hand it over unchanged at every repeat. */
export interface CheckoutRequest {
  /** `payment` one period, paid once · `subscription` renews itself every `every`. */
  mode: 'payment' | 'subscription';
  orderId: string;
  /** Which deployment sold it, such as `production`; comes back as `environment`. */
  environment: string;
  amountMinor: number;
  currency: string;
  productName: string;
  /** Only for `subscription`, and then required. */
  every?: { unit: 'day' | 'week' | 'month' | 'year'; count: number };
  customerId?: string;
  /** Unix seconds; Stripe takes 30 minutes to 24 hours from its own now. */
  expiresAtSeconds: number;
  successUrl: string;
  cancelUrl: string;
  locale: 'ru' | 'en';
}

export interface Checkout {
  id: string;
  mode: 'payment' | 'subscription' | Unrecognised;
  status: 'open' | 'complete' | 'expired' | Unrecognised;
  /** `paid` alone means money; `unpaid` with status `complete` is an asynchronous payment under way. */
  payment: 'paid' | 'unpaid' | 'none-required' | Unrecognised;
  orderId: string | undefined;
  environment: string | undefined;
  amountMinor: number | undefined;
  currency: string | undefined;
  livemode: boolean;
  /** Where the person pays; only while open. */
  url: string | undefined;
  createdAt: Date;
  expiresAt: Date;
  paymentId: string | undefined;
  subscriptionId: string | undefined;
  invoiceId: string | undefined;
  customerId: string | undefined;
}

/** Stripe's PaymentIntent. */
export interface StripePayment {
  id: string;
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'processing'
    | 'requires_capture'
    | 'canceled'
    | 'succeeded'
    | Unrecognised;
  amountMinor: number;
  receivedMinor: number;
  currency: string;
  orderId: string | undefined;
  environment: string | undefined;
  chargeId: string | undefined;
  customerId: string | undefined;
  /** Why the last try failed, such as `card_declined` or `insufficient_funds`. */
  failureCode: string | undefined;
  livemode: boolean;
  createdAt: Date;
}

export interface StripeCharge {
  id: string;
  paymentId: string | undefined;
  amountMinor: number;
  refundedMinor: number;
  currency: string;
  isPaid: boolean;
  isDisputed: boolean;
  livemode: boolean;
  createdAt: Date;
}

export interface StripeCustomer {
  id: string;
  userId: string | undefined;
  livemode: boolean;
}

/** A Billing subscription: what renews itself. Access never comes from it, but from paid invoices. */
export interface StripeSubscription {
  id: string;
  status:
    | 'incomplete'
    | 'incomplete_expired'
    | 'trialing'
    | 'active'
    | 'past_due'
    | 'canceled'
    | 'unpaid'
    | 'paused'
    | Unrecognised;
  customerId: string;
  orderId: string | undefined;
  environment: string | undefined;
  periodStart: Date | undefined;
  periodEnd: Date | undefined;
  /** When it ends of itself; nothing while it goes on renewing. Covers both ways in which Stripe writes it. */
  endsAt: Date | undefined;
  endedAt: Date | undefined;
  /** It ended because its invoices were not paid. */
  isUnpaid: boolean;
  latestInvoiceId: string | undefined;
  livemode: boolean;
  createdAt: Date;
}

export interface StripeInvoiceLine {
  /** One line is one period: the key of its grant. */
  id: string;
  periodStart: Date;
  periodEnd: Date;
  amountMinor: number;
  isProration: boolean;
}

export interface StripeInvoice {
  id: string;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void' | Unrecognised;
  /** `subscription_create` the first, `subscription_cycle` a renewal, or another word of Stripe's. */
  reason: string | undefined;
  customerId: string | undefined;
  subscriptionId: string | undefined;
  /** The order whose checkout began the subscription. */
  orderId: string | undefined;
  environment: string | undefined;
  dueMinor: number;
  paidMinor: number;
  currency: string;
  lines: StripeInvoiceLine[];
  /** Payments made for it, the paid ones only. */
  paymentIds: string[];
  attempts: number;
  nextAttemptAt: Date | undefined;
  /** Where the person can pay or confirm it. */
  payUrl: string | undefined;
  livemode: boolean;
  createdAt: Date;
}

/** A plain JSON value, like every request with a key. */
export interface RefundRequest {
  orderId: string;
  environment: string;
  paymentId: string;
  /** Unset: everything that is left. */
  amountMinor?: number;
  reason: 'requested_by_customer' | 'duplicate' | 'fraudulent';
}

export interface StripeRefund {
  id: string;
  /** `succeeded` may still become `failed` days later. */
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled' | Unrecognised;
  amountMinor: number;
  currency: string;
  paymentId: string | undefined;
  chargeId: string | undefined;
  orderId: string | undefined;
  failureReason: string | undefined;
  createdAt: Date;
}

export interface StripeDispute {
  id: string;
  status:
    | 'warning_needs_response'
    | 'warning_under_review'
    | 'warning_closed'
    | 'needs_response'
    | 'under_review'
    | 'appeal_needs_response'
    | 'appeal_under_review'
    | 'prevented'
    | 'won'
    | 'lost'
    | Unrecognised;
  reason: string;
  amountMinor: number;
  currency: string;
  chargeId: string;
  paymentId: string | undefined;
  isRefundable: boolean;
  evidenceDueAt: Date | undefined;
  livemode: boolean;
  createdAt: Date;
}

export interface FraudWarning {
  id: string;
  isActionable: boolean;
  kind: string;
  chargeId: string;
  paymentId: string | undefined;
  livemode: boolean;
  createdAt: Date;
}

/** All that is read of an event: enough to fetch the object itself, whatever order events came in. */
export interface StripeEvent {
  id: string;
  /** Such as `checkout.session.completed`. */
  type: string;
  createdAt: Date;
  livemode: boolean;
  /** Another one than ours means that the endpoint was not made by us. */
  apiVersion: string | undefined;
  objectId: string;
  /** Stripe's word for the object, such as `checkout.session`. */
  objectType: string;
}

/** One page of a list, newest first. */
export interface StripePage<T> {
  items: T[];
  /** Hand it over as `after` for the next page; nothing when this was the last. */
  next: string | undefined;
}

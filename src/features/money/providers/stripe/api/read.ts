import type Stripe from 'stripe';
import { PaymentError } from '../../payment-error.ts';
import type {
  Checkout,
  FraudWarning,
  StripeCharge,
  StripeCustomer,
  StripeDispute,
  StripePayment,
  StripeRefund,
  Unrecognised,
} from './model.ts';

/** An expandable field is an id, the object itself, or nothing. */
export function idOf(field: string | { id: string } | null | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.id;
}

export function dateOf(seconds: number | null | undefined): Date | undefined {
  return seconds === null || seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** One of the words we know, or `unrecognised`: Stripe adds words without a new version. */
export function known<const T extends string>(words: readonly T[], word: unknown): T | Unrecognised {
  return words.find((each) => each === word) ?? 'unrecognised';
}

/** An answer without the object asked for, such as a 500 in other words, must not pass for it. */
export function expectObject<T extends { object: string }>(
  operation: string,
  answer: T,
  object: T['object'],
): T {
  if (answer.object === object) return answer;
  throw new PaymentError({ provider: 'stripe', class: 'unknown', operation, code: 'not_understood' });
}

export function metadataOf(metadata: Stripe.Metadata | null | undefined): {
  orderId: string | undefined;
  environment: string | undefined;
} {
  return { orderId: metadata?.['order_id'], environment: metadata?.['env'] };
}

export function readCheckout(session: Stripe.Checkout.Session): Checkout {
  const { orderId, environment } = metadataOf(session.metadata);
  return {
    id: session.id,
    mode: known(['payment', 'subscription'], session.mode),
    status: known(['open', 'complete', 'expired'], session.status),
    payment: paymentOf(session.payment_status),
    orderId: session.client_reference_id ?? orderId,
    environment,
    amountMinor: session.amount_total ?? undefined,
    currency: session.currency?.toUpperCase(),
    livemode: session.livemode,
    url: session.url ?? undefined,
    createdAt: new Date(session.created * 1000),
    expiresAt: new Date(session.expires_at * 1000),
    paymentId: idOf(session.payment_intent),
    subscriptionId: idOf(session.subscription),
    invoiceId: idOf(session.invoice),
    customerId: idOf(session.customer),
  };
}

function paymentOf(status: string): Checkout['payment'] {
  if (status === 'no_payment_required') return 'none-required';
  return known(['paid', 'unpaid'], status);
}

const paymentStatuses = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'canceled',
  'succeeded',
] as const;

export function readPayment(intent: Stripe.PaymentIntent): StripePayment {
  return {
    id: intent.id,
    status: known(paymentStatuses, intent.status),
    amountMinor: intent.amount,
    receivedMinor: intent.amount_received,
    currency: intent.currency.toUpperCase(),
    ...metadataOf(intent.metadata),
    chargeId: idOf(intent.latest_charge),
    customerId: idOf(intent.customer),
    failureCode: intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code,
    livemode: intent.livemode,
    createdAt: new Date(intent.created * 1000),
  };
}

export function readCharge(charge: Stripe.Charge): StripeCharge {
  return {
    id: charge.id,
    paymentId: idOf(charge.payment_intent),
    amountMinor: charge.amount,
    refundedMinor: charge.amount_refunded,
    currency: charge.currency.toUpperCase(),
    isPaid: charge.paid,
    isDisputed: charge.disputed,
    livemode: charge.livemode,
    createdAt: new Date(charge.created * 1000),
  };
}

export function readCustomer(customer: Stripe.Customer): StripeCustomer {
  return {
    id: customer.id,
    userId: customer.metadata['user_id'],
    livemode: customer.livemode,
  };
}

export function readRefund(refund: Stripe.Refund): StripeRefund {
  return {
    id: refund.id,
    status: known(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'], refund.status),
    amountMinor: refund.amount,
    currency: refund.currency.toUpperCase(),
    paymentId: idOf(refund.payment_intent),
    chargeId: idOf(refund.charge),
    orderId: metadataOf(refund.metadata).orderId,
    failureReason: refund.failure_reason,
    createdAt: new Date(refund.created * 1000),
  };
}

const disputeStatuses = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'needs_response',
  'under_review',
  'appeal_needs_response',
  'appeal_under_review',
  'prevented',
  'won',
  'lost',
] as const;

export function readDispute(dispute: Stripe.Dispute): StripeDispute {
  return {
    id: dispute.id,
    status: known(disputeStatuses, dispute.status),
    reason: dispute.reason,
    amountMinor: dispute.amount,
    currency: dispute.currency.toUpperCase(),
    chargeId: typeof dispute.charge === 'string' ? dispute.charge : dispute.charge.id,
    paymentId: idOf(dispute.payment_intent),
    isRefundable: dispute.is_charge_refundable,
    evidenceDueAt: dateOf(dispute.evidence_details.due_by),
    livemode: dispute.livemode,
    createdAt: new Date(dispute.created * 1000),
  };
}

export function readFraudWarning(warning: Stripe.Radar.EarlyFraudWarning): FraudWarning {
  return {
    id: warning.id,
    isActionable: warning.actionable,
    kind: warning.fraud_type,
    chargeId: typeof warning.charge === 'string' ? warning.charge : warning.charge.id,
    paymentId: idOf(warning.payment_intent),
    livemode: warning.livemode,
    createdAt: new Date(warning.created * 1000),
  };
}

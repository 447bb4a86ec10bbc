import type Stripe from 'stripe';
import { type DisputeTerms, newDispute } from '../objects/dispute.ts';
import { newRefund, newWarning } from '../objects/payment.ts';
import type { StripeWorld } from '../state.ts';
import { idIn, unixNow } from '../state.ts';
import { Impossible } from './steps.ts';

export interface RefundWish {
  charge: Stripe.Charge;
  amount: number;
  reason: Stripe.Refund.Reason | null;
  metadata: Stripe.Metadata;
  isPending?: boolean;
}

/** Gives money back; the caller has checked that there is as much. */
export function refund(world: StripeWorld, wish: RefundWish): Stripe.Refund {
  const { charge, amount } = wish;
  const status = wish.isPending ? 'pending' : 'succeeded';
  const made = newRefund({ ...wish, status, now: unixNow(world) });
  world.tables.refunds[made.id] = made;
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  world.emit('refund.created', made);
  world.emit('charge.refunded', charge, before);
  return made;
}

/** The bank sends a refund back: the money is ours again. */
export function failRefund(world: StripeWorld, id: string): void {
  const made = world.tables.refunds[id];
  const charge = world.tables.charges[idIn(made?.charge)];
  if (!made || !charge || made.status === 'failed') throw new Impossible('there is no such refund');
  made.status = 'failed';
  made.failure_reason = 'lost_or_stolen_card';
  charge.amount_refunded -= made.amount;
  charge.refunded = false;
  world.emit('refund.updated', made);
  world.emit('refund.failed', made);
}

/**
 * All that is left where no terms say another. A part leaves the rest to further disputes, as one charge may have several;
 * what another currency says of is not counted against it.
 */
export function dispute(world: StripeWorld, paymentId: string, terms: DisputeTerms = {}): Stripe.Dispute {
  const charge = chargeOf(world, paymentId);
  const left = leftToDispute(world, charge);
  if (charge.disputed && (terms.amount === undefined || left === 0))
    throw new Impossible('it is disputed already');
  const isOwn = terms.currency === undefined || terms.currency === charge.currency;
  if (isOwn && terms.amount !== undefined && terms.amount > left)
    throw new Impossible('there is not as much to dispute');
  const made = newDispute(charge, unixNow(world), terms);
  world.tables.disputes[made.id] = made;
  charge.disputed = true;
  world.emit('charge.dispute.created', made);
  world.emit('charge.dispute.funds_withdrawn', made);
  return made;
}

function leftToDispute(world: StripeWorld, charge: Stripe.Charge): number {
  return Object.values(world.tables.disputes)
    .filter((one) => one.charge === charge.id && one.currency === charge.currency)
    .reduce((left, { amount }) => left - amount, charge.amount - charge.amount_refunded);
}

/** The bank only asks: no money moves, and it may still be given back. */
export function inquire(world: StripeWorld, paymentId: string): Stripe.Dispute {
  const charge = chargeOf(world, paymentId);
  const made: Stripe.Dispute = {
    ...newDispute(charge, unixNow(world)),
    status: 'warning_needs_response',
    is_charge_refundable: true,
  };
  world.tables.disputes[made.id] = made;
  world.emit('charge.dispute.created', made);
  return made;
}

export function closeDispute(world: StripeWorld, id: string, outcome: 'won' | 'lost'): void {
  const made = world.tables.disputes[id];
  if (!made || ['won', 'lost', 'warning_closed'].includes(made.status))
    throw new Impossible('there is no such dispute');
  if (made.status === 'warning_needs_response') {
    made.status = 'warning_closed';
    world.emit('charge.dispute.closed', made);
    return;
  }
  made.status = outcome;
  if (outcome === 'won') world.emit('charge.dispute.funds_reinstated', made);
  world.emit('charge.dispute.closed', made);
}

export function warn(world: StripeWorld, paymentId: string): Stripe.Radar.EarlyFraudWarning {
  const warning = newWarning(chargeOf(world, paymentId), unixNow(world));
  world.tables.warnings[warning.id] = warning;
  world.emit('radar.early_fraud_warning.created', warning);
  return warning;
}

/** The charge that paid this. */
export function chargeOf(world: StripeWorld, paymentId: string): Stripe.Charge {
  const charge = world.tables.charges[idIn(world.tables.payments[paymentId]?.latest_charge)];
  if (charge) return charge;
  throw new Impossible('nothing was paid');
}

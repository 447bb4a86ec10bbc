import type Stripe from 'stripe';
import { newCharge, paymentFailure } from '../objects/payment.ts';
import type { StripeWorld } from '../state.ts';
import { unixNow } from '../state.ts';

/** The cardholder cannot do this now; shown on the page and answered by the control routes. */
export class Impossible extends Error {}

export function complete(
  world: StripeWorld,
  session: Stripe.Checkout.Session,
  payment: 'paid' | 'unpaid' | 'no_payment_required',
): void {
  session.status = 'complete';
  session.payment_status = payment;
  session.url = null;
  world.emit('checkout.session.completed', session);
}

export function succeed(world: StripeWorld, payment: Stripe.PaymentIntent): Stripe.Charge {
  const charge = newCharge(payment, unixNow(world));
  world.tables.charges[charge.id] = charge;
  payment.status = 'succeeded';
  payment.amount_received = payment.amount;
  payment.latest_charge = charge.id;
  payment.last_payment_error = null;
  world.emit('charge.succeeded', charge);
  world.emit('payment_intent.succeeded', payment);
  return charge;
}

export function refuse(world: StripeWorld, payment: Stripe.PaymentIntent, why: string): void {
  payment.status = 'requires_payment_method';
  payment.last_payment_error = paymentFailure(why);
  world.emit('payment_intent.payment_failed', payment);
}

import type Stripe from 'stripe';
import { newPayment } from '../objects/payment.ts';
import type { StripeWorld } from '../state.ts';
import { idIn, unixNow } from '../state.ts';
import { beginSubscription } from './renewing.ts';
import { complete, Impossible, refuse, succeed } from './steps.ts';

/** Stripe's test cards, and what the bank says to them. Any other sixteen digits are refused by the form itself. */
const cards: Readonly<Record<string, string | null>> = {
  '4242424242424242': null,
  '5555555555554444': null,
  '4000000000000002': 'generic_decline',
  '4000000000009995': 'insufficient_funds',
  '4000000000000069': 'expired_card',
};

export function openSession(world: StripeWorld, id: string): Stripe.Checkout.Session {
  const session = world.tables.sessions[id];
  if (session?.status === 'open' && session.expires_at <= unixNow(world)) expireSession(world, session);
  if (session?.status === 'open') return session;
  throw new Impossible(session ? `the session is ${session.status}` : 'there is no such session');
}

/** The person has so much with the account already: the first bill of a subscription takes it before any card. */
export function payWithCredit(world: StripeWorld, id: string, credit: number): void {
  beginSubscription(world, openSession(world, id), { credit });
}

/** Pays an open session by card; says the bank's reason when it refuses, and the session stays open then. */
export function payByCard(world: StripeWorld, id: string, card: string): 'paid' | { refused: string } {
  const session = openSession(world, id);
  const digits = card.replace(/\D/g, '');
  if (!(digits in cards)) throw new Impossible('the sandbox knows only test cards: 4242 4242 4242 4242 pays');
  const refusal = cards[digits];
  if (refusal) {
    refuse(world, intentOf(world, session), refusal);
    return { refused: refusal };
  }
  if (session.mode === 'subscription') {
    beginSubscription(world, session);
    return 'paid';
  }
  const payment = intentOf(world, session);
  succeed(world, payment);
  complete(world, session, 'paid');
  return 'paid';
}

/** Pays by a method whose money comes days later: complete at once, paid when `settleLater` says so. */
export function payLater(world: StripeWorld, id: string): void {
  const session = openSession(world, id);
  if (session.mode !== 'payment') throw new Impossible('a subscription is paid by card here');
  const payment = intentOf(world, session);
  payment.status = 'processing';
  payment.payment_method_types = ['sepa_debit'];
  world.emit('payment_intent.processing', payment);
  complete(world, session, 'unpaid');
}

/** The money of an asynchronous payment comes, or does not. */
export function settleLater(world: StripeWorld, id: string, hasCome: boolean): void {
  const session = world.tables.sessions[id];
  const payment = session && world.tables.payments[idIn(session.payment_intent)];
  if (!payment || payment.status !== 'processing') throw new Impossible('nothing is under way');
  if (hasCome) {
    succeed(world, payment);
    session.payment_status = 'paid';
    world.emit('checkout.session.async_payment_succeeded', session);
    return;
  }
  refuse(world, payment, 'insufficient_funds');
  world.emit('checkout.session.async_payment_failed', session);
}

export function expireSession(world: StripeWorld, session: Stripe.Checkout.Session): void {
  session.status = 'expired';
  session.url = null;
  world.emit('checkout.session.expired', session);
}

/** The payment of a session is made when somebody first tries to pay. */
function intentOf(world: StripeWorld, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const known = world.tables.payments[idIn(session.payment_intent)];
  if (known) return known;
  const plan = world.tables.plans[session.id];
  if (!plan) throw new Impossible('there is no such session');
  const payment = newPayment({
    amount: plan.amount,
    currency: plan.currency,
    now: unixNow(world),
    metadata: plan.paymentMetadata,
    description: plan.paymentDescription,
    customer: session.customer === null ? null : idIn(session.customer),
  });
  world.tables.payments[payment.id] = payment;
  if (session.mode === 'payment') session.payment_intent = payment.id;
  world.emit('payment_intent.created', payment);
  return payment;
}

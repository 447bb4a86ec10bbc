import type Stripe from 'stripe';
import { newCustomer, newSubscription } from '../objects/billing.ts';
import { newInvoice, newInvoicePayment } from '../objects/invoice.ts';
import { newPayment } from '../objects/payment.ts';
import type { StripeWorld } from '../state.ts';
import { idIn, unixNow } from '../state.ts';
import { complete, Impossible, refuse, succeed } from './steps.ts';

/** Days between the tries of a renewal that the bank refuses; after the last the subscription ends. */
const retryAfterDays = [3, 5, 7] as const;

/** A paid checkout in `subscription` mode: customer, subscription, first invoice. */
export function beginSubscription(
  world: StripeWorld,
  session: Stripe.Checkout.Session,
  terms: BillTerms = {},
): void {
  const plan = world.tables.plans[session.id];
  if (!plan?.recurring) throw new Impossible('the session sells nothing that renews itself');
  const now = unixNow(world);
  const customer = session.customer === null ? makeCustomer(world, now) : idIn(session.customer);
  const subscription = newSubscription({
    plan,
    recurring: plan.recurring,
    customer,
    now,
    periodEnd: periodAfter(now, plan.recurring.interval, plan.recurring.count),
  });
  world.tables.subscriptions[subscription.id] = subscription;
  const invoice = bill(world, subscription, { reason: 'subscription_create', terms });
  payInvoice(world, invoice);
  world.emit('customer.subscription.created', subscription);
  session.customer = customer;
  session.subscription = subscription.id;
  session.invoice = invoice.id;
  complete(world, session, invoice.amount_due > 0 ? 'paid' : 'no_payment_required');
  planRenewal(world, subscription.id);
}

function makeCustomer(world: StripeWorld, now: number): string {
  const customer = newCustomer({}, now);
  world.tables.customers[customer.id] = customer;
  world.emit('customer.created', customer);
  return customer.id;
}

/** What makes a bill something else than its price, each in the smallest unit. */
export interface BillTerms {
  /** What a coupon takes off. */
  discount?: number;
  /** What the customer has with the account, or, below nothing, owes it from before. */
  credit?: number;
  /** Marked as paid to somebody else: nothing is charged. */
  isPaidElsewhere?: boolean;
}

/** Bills a change in the middle of a period: no period of its own. */
export function billBeside(world: StripeWorld, id: string): Stripe.Invoice {
  const subscription = world.tables.subscriptions[id];
  if (!subscription || subscription.ended_at !== null) throw new Impossible('the subscription has ended');
  const invoice = bill(world, subscription, { reason: 'subscription_update' });
  for (const line of invoice.lines.data)
    if (line.parent?.subscription_item_details) line.parent.subscription_item_details.proration = true;
  payInvoice(world, invoice);
  return invoice;
}

/** Bills the next period now, as it is done of itself when the period ends. */
export function renew(world: StripeWorld, id: string, terms: BillTerms = {}): void {
  const subscription = world.tables.subscriptions[id];
  const item = subscription?.items.data[0];
  if (!item || subscription.ended_at !== null) throw new Impossible('the subscription has ended');
  if (isEnding(subscription)) {
    end(world, subscription, 'cancellation_requested');
    return;
  }
  const { interval = 'month', interval_count: count = 1 } = item.price.recurring ?? {};
  item.current_period_start = item.current_period_end;
  item.current_period_end = periodAfter(item.current_period_start, interval, count);
  const invoice = bill(world, subscription, { reason: 'subscription_cycle', terms });
  tryToPay(world, { subscription, invoice, tries: 0 });
  planRenewal(world, id);
}

function tryToPay(
  world: StripeWorld,
  dunning: { subscription: Stripe.Subscription; invoice: Stripe.Invoice; tries: number },
): void {
  const { subscription, invoice, tries } = dunning;
  if (invoice.status !== 'open' || subscription.ended_at !== null) return;
  if (world.tables.refusing[subscription.id] === undefined) {
    payInvoice(world, invoice);
    change(world, subscription, { status: 'active' });
    return;
  }
  const waitDays = retryAfterDays[tries];
  invoice.attempted = true;
  invoice.attempt_count += 1;
  invoice.next_payment_attempt = waitDays === undefined ? null : unixNow(world) + waitDays * 86_400;
  refuse(world, paymentOf(world, invoice), 'insufficient_funds');
  world.emit('invoice.payment_failed', invoice);
  change(world, subscription, { status: 'past_due' });
  if (waitDays === undefined) end(world, subscription, 'payment_failed');
  else world.clock.setTimer(waitDays * 86_400_000, () => tryToPay(world, { ...dunning, tries: tries + 1 }));
}

/** The person pays an open invoice on its page. */
export function payOpenInvoice(world: StripeWorld, id: string): void {
  const invoice = world.tables.invoices[id];
  if (invoice?.status !== 'open') throw new Impossible('there is nothing to pay');
  payInvoice(world, invoice);
  const subscription = world.tables.subscriptions[idIn(invoice.parent?.subscription_details?.subscription)];
  if (subscription && subscription.ended_at === null) change(world, subscription, { status: 'active' });
}

function bill(
  world: StripeWorld,
  subscription: Stripe.Subscription,
  { reason, terms = {} }: { reason: Parameters<typeof newInvoice>[0]['reason']; terms?: BillTerms },
): Stripe.Invoice {
  const item = subscription.items.data[0];
  const invoice = newInvoice({
    subscription,
    reason,
    period: { start: item?.current_period_start ?? 0, end: item?.current_period_end ?? 0 },
    number: Object.keys(world.tables.invoices).length + 1,
    now: unixNow(world),
    origin: world.origin(),
  });
  apply(invoice, terms);
  world.tables.invoices[invoice.id] = invoice;
  subscription.latest_invoice = invoice.id;
  world.emit('invoice.finalized', invoice);
  return invoice;
}

function apply(invoice: Stripe.Invoice, { discount = 0, credit = 0, isPaidElsewhere }: BillTerms): void {
  invoice.total -= discount;
  invoice.starting_balance = credit === 0 ? 0 : -credit;
  invoice.ending_balance = Math.min(0, invoice.total - credit);
  invoice.amount_due = Math.max(0, invoice.total - credit);
  invoice.amount_remaining = invoice.amount_due;
  if (isPaidElsewhere === true) invoice.amount_paid_off_stripe = invoice.amount_due;
}

function paymentOf(world: StripeWorld, invoice: Stripe.Invoice): Stripe.PaymentIntent {
  const earlier = Object.values(world.tables.invoicePayments).find((each) => each.invoice === invoice.id);
  const known = world.tables.payments[idIn(earlier?.payment.payment_intent)];
  if (known) return known;
  const payment = newPayment({
    amount: invoice.amount_due,
    currency: invoice.currency,
    now: unixNow(world),
    metadata: {},
    description: 'Subscription update',
    customer: idIn(invoice.customer),
  });
  world.tables.payments[payment.id] = payment;
  const link = newInvoicePayment(invoice, payment, unixNow(world));
  world.tables.invoicePayments[link.id] = link;
  return payment;
}

function payInvoice(world: StripeWorld, invoice: Stripe.Invoice): void {
  const now = unixNow(world);
  const isCharged = invoice.amount_due > (invoice.amount_paid_off_stripe ?? 0);
  const payment = isCharged ? paymentOf(world, invoice) : undefined;
  if (payment) succeed(world, payment);
  const link = Object.values(world.tables.invoicePayments).find(
    (each) => payment !== undefined && each.payment.payment_intent === payment.id,
  );
  invoice.status = 'paid';
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  invoice.attempted = true;
  invoice.attempt_count += 1;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = now;
  world.emit('invoice.paid', invoice);
  if (!link || !payment) return;
  Object.assign(link, { status: 'paid', amount_paid: payment.amount });
  link.status_transitions.paid_at = now;
  world.emit('invoice_payment.paid', link);
}

/** Changes fields of a subscription and says so, with what they were before. */
export function change(
  world: StripeWorld,
  subscription: Stripe.Subscription,
  fields: Partial<Stripe.Subscription>,
): void {
  const before = Object.fromEntries(
    Object.entries(subscription).filter(([name, value]) => name in fields && value !== fields[name as 'id']),
  );
  if (Object.keys(before).length === 0) return;
  Object.assign(subscription, fields);
  world.emit('customer.subscription.updated', subscription, before);
}

export function end(
  world: StripeWorld,
  subscription: Stripe.Subscription,
  reason: 'cancellation_requested' | 'payment_failed',
): void {
  const now = unixNow(world);
  subscription.status = 'canceled';
  subscription.ended_at = now;
  subscription.canceled_at ??= now;
  subscription.cancellation_details = { comment: null, feedback: null, feedback_option: null, reason };
  world.emit('customer.subscription.deleted', subscription);
}

function isEnding(subscription: Stripe.Subscription): boolean {
  return subscription.cancel_at !== null || subscription.cancel_at_period_end;
}

/** Renews when the period ends, by the clock of the sandbox. */
export function planRenewal(world: StripeWorld, id: string): void {
  const subscription = world.tables.subscriptions[id];
  const due = subscription?.items.data[0]?.current_period_end;
  if (due === undefined || subscription?.ended_at !== null) return;
  world.clock.setTimer(due * 1000 - world.clock.now().getTime(), () => {
    const isDue = subscription.items.data[0]?.current_period_end === due && subscription.ended_at === null;
    if (isDue) renew(world, id);
  });
}

function periodAfter(start: number, interval: string, count: number): number {
  const date = new Date(start * 1000);
  if (interval === 'day' || interval === 'week') return start + count * (interval === 'day' ? 1 : 7) * 86_400;
  const months = interval === 'year' ? count * 12 : count;
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return Math.floor(date.getTime() / 1000);
}

import { html } from '../../telegram/screens/html.ts';
import type {
  purchases as russianPurchases,
  revenue as russianRevenue,
  story as russianStory,
} from '../ru/money-desk.ts';

/** Who holds money, as they are written. */
const houses: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  stars: 'Telegram',
  'crypto-pay': 'Crypto Pay',
};

export const story: typeof russianStory = {
  title: (zone) => `What happened (${zone}):`,
  earlier: 'Earlier things did not fit.',
  ordered: (name) => `${name} was ordered`,
  asked: (provider) => `payment asked for (${provider})`,
  heard: (what) => `the provider told us: ${what}`,
  heardOf: {
    invoice_paid: 'the invoice is paid',
    'checkout.session.completed': 'the payment page was completed',
    'checkout.session.async_payment_succeeded': 'the delayed payment went through',
    'checkout.session.async_payment_failed': 'the delayed payment failed',
    'checkout.session.expired': 'the payment page ran out of time',
    'payment_intent.payment_failed': 'the payment failed',
    'payment_intent.succeeded': 'the payment went through',
    'refund.created': 'a refund has begun',
    'refund.updated': 'a refund has changed',
    'refund.failed': 'a refund failed',
    'charge.refunded': 'the money went back to the payer',
    'charge.dispute.created': 'the bank opened a dispute',
    'charge.dispute.updated': 'there is news in the dispute',
    'charge.dispute.closed': 'the dispute is closed',
    'charge.dispute.funds_withdrawn': 'the bank took the money while it decides',
    'charge.dispute.funds_reinstated': 'the bank gave the money back',
    'radar.early_fraud_warning.created': 'the bank suspects fraud',
    'invoice.paid': 'the period was charged',
    'invoice.payment_failed': 'the charge for the period failed',
    'invoice.payment_action_required': 'the bank waits for the payer to confirm',
    'invoice_payment.paid': 'the bill of the period is paid',
    'customer.subscription.updated': 'the auto-renewal has changed',
    'customer.subscription.deleted': 'the auto-renewal has ended',
    'customer.subscription.paused': 'the auto-renewal is paused',
  },
  paid: 'the money came in',
  paidInTest: 'test money came in: there is no real money behind it',
  given: (days) => `access given: ${days}`,
  takenBack: 'access taken back',
  verified: 'the server confirmed the access',
  moved: (money, from, to) => `in the books ${money}: ${from} → ${to}`,
  refund: (money, state) => `refund of ${money}: ${state}`,
  refundRefused: (money, why) => `refund of ${money} failed, the provider says: ${why}`,
  refundToBalance: (money) => `refund of ${money} to the person’s balance`,
  refundStates: { requested: 'asked for', pending: 'under way', succeeded: 'done', failed: 'failed' },
  staff: (actor, what, reason) =>
    reason === '' ? `admin ${actor}: ${what}` : `admin ${actor}: ${what}. Reason: ${reason}`,
  actions: {
    refund: 'give the money back',
    'refund to balance': 'give back to the balance',
    'provider asked again': 'ask the provider again',
  },
  decisions: {
    accepted: 'accept for an order',
    credited: 'put on a balance',
    returned: 'give back to the payer',
    outside: 'dealt with',
  },
  looks: (count, next) => `Times that we asked the provider ourselves: ${count}. Again: ${next}.`,
  accounts: {
    revenue: 'revenue',
    refunds: 'refunds',
    disputes: 'disputes',
    unassigned: 'undecided',
    returning: 'going back',
    outside: 'dealt with',
    clearing: (provider) => `money at ${houses[provider] ?? provider}`,
    user: (id) => `balance of ${id}`,
    receivable: (id) => `owed by ${id}`,
  },
};

export const revenue: typeof russianRevenue = {
  open: 'Revenue',
  title: (from, to) => html`<b>Revenue</b>\n${from} — ${to}`,
  titleDay: (day) => html`<b>Revenue</b>\n${day}`,
  none: 'Nothing was sold or given back in this time.',
  total: (net) => html`<b>In all: ${net}</b>`,
  provider: (name) => html`<i>${name}</i>`,
  received: (money, sales) => `received ${money}, sales: ${sales}`,
  firsts: (first, again) => `first ones: ${first}, again: ${again}`,
  back: (money) => `given back ${money}`,
  disputed: (money) => `taken in disputes ${money}`,
  periods: {
    today: 'Today',
    week: '7 days',
    month: '30 days',
    quarter: '90 days',
    'this-month': 'This month',
    'last-month': 'Last month',
  },
};

export const purchases: typeof russianPurchases = {
  open: 'Purchases',
  title: (name, id) => html`<b>Purchases</b>: ${name} (<code>${id}</code>)`,
  balance: (money) => `On the balance: ${money}`,
  debt: (money) => `Owes: ${money}`,
  none: 'There were no purchases.',
  orderLine: (id, plan, state) => `Order ${id}, ${plan}: ${state}`,
};

import type Stripe from 'stripe';
import { button, day, html, type Language, type Markup, money, shell } from '../../provider-pages/layout.ts';
import type { StripeWorld } from '../state.ts';
import { words } from './words.ts';
import { idIn } from '../state.ts';

const shown = 30;

/** The shop's side: everything that happened, with what banks and cardholders can do about it. */
export function accountPage(world: StripeWorld, language: Language): string {
  const say = words[language];
  const { sessions, subscriptions, disputes, refunds } = world.tables;
  const body = html`<h1>${say.account}</h1>
${list(say.sessions, Object.values(sessions), (each) => sessionCard(world, each, language))}
${list(say.subscriptions, Object.values(subscriptions), (each) => subscriptionCard(world, each, language))}
${list(say.disputes, Object.values(disputes), (each) => disputeCard(each, language))}
${list(say.refunds, Object.values(refunds), (each) => refundCard(each, language))}`;
  return shell({ title: say.account, language, body });
}

function list<T>(title: string, rows: readonly T[], card: (row: T) => Markup): Markup {
  const newest = rows.slice(-shown).toReversed();
  return html`<h2>${title}</h2>${newest.length === 0 ? html`<p class="soft">—</p>` : newest.map(card)}`;
}

type Deed =
  | 'refund'
  | 'dispute'
  | 'warn'
  | 'inquire'
  | 'win'
  | 'lose'
  | 'come'
  | 'fail'
  | 'expire'
  | 'renew'
  | 'refuse'
  | 'accept'
  | 'bounce';

function deed(what: Deed, id: string, language: Language): Markup {
  return button({ action: `/do/${what}`, text: words[language][what], fields: { id }, kind: 'quiet' });
}

function sessionCard(world: StripeWorld, session: Stripe.Checkout.Session, language: Language): Markup {
  const payment = world.tables.payments[idIn(session.payment_intent)];
  const order = session.client_reference_id;
  return html`<section class="card">
<b>${world.tables.plans[session.id]?.name ?? ''} · ${money(session.amount_total ?? 0, session.currency ?? 'usd', language)}</b>
<p class="soft">${session.status ?? ''} · ${session.payment_status} · ${day(session.created, language)}${order === null ? '' : ` · ${words[language].order} ${order}`}</p>
<div class="deeds">
${session.url === null ? undefined : html`<a class="link" href="${session.url}">${words[language].open}</a>${deed('expire', session.id, language)}`}
${payment?.status === 'processing' ? html`${deed('come', session.id, language)}${deed('fail', session.id, language)}` : undefined}
${payment && bankDeeds(world, payment, language)}
</div></section>`;
}

/** What a bank and its cardholder can still do about money that was paid. */
function bankDeeds(
  world: StripeWorld,
  payment: Stripe.PaymentIntent,
  language: Language,
): Markup | undefined {
  const charge = world.tables.charges[idIn(payment.latest_charge)];
  if (charge === undefined || charge.refunded || charge.disputed) return undefined;
  const deeds = ['refund', 'warn', 'inquire', 'dispute'] as const;
  return html`${deeds.map((what) => deed(what, payment.id, language))}`;
}

/** The payment of the newest period. */
function newestPayment(
  world: StripeWorld,
  { latest_invoice: invoice }: Stripe.Subscription,
): Stripe.PaymentIntent | undefined {
  const link = Object.values(world.tables.invoicePayments).find((each) => each.invoice === idIn(invoice));
  return world.tables.payments[idIn(link?.payment.payment_intent)];
}

function subscriptionCard(world: StripeWorld, subscription: Stripe.Subscription, language: Language): Markup {
  const { id } = subscription;
  const isOver = subscription.ended_at !== null;
  const isRefusing = world.tables.refusing[id] !== undefined;
  const payment = newestPayment(world, subscription);
  return html`<section class="card"><b>${subscription.description ?? ''}</b>
<p class="soft">${subscription.status} · ${day(subscription.items.data[0]?.current_period_end ?? 0, language)}</p>
<div class="deeds">${isOver ? undefined : html`${deed('renew', id, language)}${deed(isRefusing ? 'accept' : 'refuse', id, language)}`}
${payment && bankDeeds(world, payment, language)}</div></section>`;
}

function disputeCard(dispute: Stripe.Dispute, language: Language): Markup {
  const isOpen = ['needs_response', 'warning_needs_response'].includes(dispute.status);
  return html`<section class="card"><b>${money(dispute.amount, dispute.currency, language)}</b>
<p class="soft">${dispute.status} · ${dispute.reason}</p>
${isOpen ? html`<div class="deeds">${deed('win', dispute.id, language)}${deed('lose', dispute.id, language)}</div>` : undefined}</section>`;
}

function refundCard(refund: Stripe.Refund, language: Language): Markup {
  return html`<section class="card"><b>${money(refund.amount, refund.currency, language)}</b>
<p class="soft">${refund.status ?? ''} · ${day(refund.created, language)}</p>
${refund.status === 'failed' ? undefined : html`<div class="deeds">${deed('bounce', refund.id, language)}</div>`}</section>`;
}

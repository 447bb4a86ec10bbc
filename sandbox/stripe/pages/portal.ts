import type Stripe from 'stripe';
import { Impossible } from '../acts/steps.ts';
import { button, day, html, type Language, type Markup, money, shell } from '../../provider-pages/layout.ts';
import type { StripeWorld } from '../state.ts';
import { wayBack } from './checkout.ts';
import { words } from './words.ts';

/** What a customer sees of their own subscriptions. */
export function portalPage(
  world: StripeWorld,
  portal: Stripe.BillingPortal.Session,
  language: Language,
): string {
  const say = words[language];
  const own = Object.values(world.tables.subscriptions).filter(
    ({ customer }) => customer === portal.customer,
  );
  const { pathname } = new URL(portal.url);
  const body = html`<h1>${say.portal}</h1>
${own.length === 0 ? html`<p>${say.noSubscriptions}</p>` : own.map((each) => card(each, pathname, language))}
${wayBack(portal.return_url, language)}`;
  return shell({ title: say.portal, language, body });
}

function card(subscription: Stripe.Subscription, action: string, language: Language): Markup {
  const say = words[language];
  const item = subscription.items.data[0];
  const deed = (how: 'stop' | 'keep' | 'card', kind: 'quiet' | 'danger') =>
    button({
      action,
      text: { stop: say.stop, keep: say.keep, card: say.newCard }[how],
      fields: { how, subscription: subscription.id },
      kind,
    });
  const isEnding = subscription.cancel_at !== null;
  const isOver = subscription.ended_at !== null;
  const when = isOver ? say.ended : isEnding ? say.endsAt : say.renewsAt;
  const at = subscription.ended_at ?? subscription.cancel_at ?? item?.current_period_end ?? 0;
  return html`<section class="card"><h1>${subscription.description ?? ''}</h1>
<p>${money(item?.price.unit_amount ?? 0, subscription.currency, language)}</p>
<p class="soft">${when}: ${day(at, language)}</p>
${isOver ? undefined : html`${isEnding ? deed('keep', 'quiet') : deed('stop', 'danger')}${deed('card', 'quiet')}`}</section>`;
}

/** An invoice that a person can pay when the card was refused. */
export function invoicePage(world: StripeWorld, id: string, language: Language): string {
  const say = words[language];
  const invoice = world.tables.invoices[id];
  if (!invoice) throw new Impossible('404');
  const isOpen = invoice.status === 'open';
  const body = html`<h1>${say.invoice} ${invoice.number ?? ''}</h1>
<p class="price">${money(invoice.amount_due, invoice.currency, language)}</p>
${isOpen ? button({ action: `/i/${id}`, text: say.pay }) : html`<p>${invoice.status === 'paid' ? say.paid : say.stopped}</p><p>${say.returns}</p>`}`;
  return shell({ title: say.invoice, language, body });
}

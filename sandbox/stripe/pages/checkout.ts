import type Stripe from 'stripe';
import { button, html, type Language, type Markup, money, shell } from '../../provider-pages/layout.ts';
import type { CheckoutPlan } from '../state.ts';
import { words } from './words.ts';

/** The form of an open session; `refused` is the bank's reason for the card just tried. */
export function checkoutPage(given: {
  session: Stripe.Checkout.Session;
  plan: CheckoutPlan;
  language: Language;
  refused?: string;
}): string {
  const { session, plan, language, refused } = given;
  const say = words[language];
  const action = `/c/pay/${session.id}`;
  const price = money(plan.amount, plan.currency, language);
  const isOnce = session.mode === 'payment';
  const alert = refused === 'insufficient_funds' ? say.poor : say.refused;
  const body = html`
<h1>${plan.name}</h1>
<p class="price">${price}</p>
${plan.recurring && html`<p class="soft">${say.renewsEvery(price, everyOf(plan.recurring, language))}</p>`}
${refused === undefined ? undefined : html`<p class="alert" role="alert">${alert}</p>`}
<form method="post" action="${action}" class="card">
<input type="hidden" name="how" value="card">
<label for="card">${say.card}</label>
<input id="card" name="card" inputmode="numeric" autocomplete="off" required value="4242 4242 4242 4242" aria-describedby="cards">
<div class="row"><div><label for="until">${say.until}</label><input id="until" name="until" autocomplete="off" value="12 / 34"></div>
<div><label for="code">${say.code}</label><input id="code" name="code" inputmode="numeric" autocomplete="off" value="123"></div></div>
<p class="soft" id="cards">${say.cards}</p>
<button class="main">${isOnce ? say.pay : say.subscribe} · ${price}</button>
</form>
${isOnce ? button({ action, text: say.later, fields: { how: 'later' }, kind: 'quiet' }) : undefined}
${button({ action, text: say.cancel, fields: { how: 'cancel' }, kind: 'quiet' })}`;
  return shell({ title: plan.name, language, body });
}

function everyOf({ interval, count }: NonNullable<CheckoutPlan['recurring']>, language: Language): string {
  return `${count} ${words[language].units[interval]}`;
}

/** A session that cannot be paid any more: what became of it, and the way back. */
export function donePage(session: Stripe.Checkout.Session, language: Language): string {
  const say = words[language];
  const isPaid = session.payment_status === 'paid';
  const title = session.status === 'expired' ? say.expired : isPaid ? say.paid : say.processing;
  const back = session.status === 'expired' ? session.cancel_url : session.success_url;
  const target = back?.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
  const body = html`<h1>${title}</h1>${wayBack(target, language)}`;
  return shell({ title, language, body });
}

/** For whoever does not pay after all. */
export function leftPage(session: Stripe.Checkout.Session, language: Language): string {
  const say = words[language];
  const body = html`<h1>${say.left}</h1>${wayBack(session.cancel_url, language)}
<a class="link" href="/c/pay/${session.id}">${say.pay}</a>`;
  return shell({ title: say.left, language, body });
}

/** A link on this machine; an address of Telegram would lead out of the sandbox, where nobody waits. */
export function wayBack(target: string | null | undefined, language: Language): Markup {
  const say = words[language];
  const isHere = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(target ?? '');
  return isHere ? html`<a class="link" href="${target ?? ''}">${say.back}</a>` : html`<p>${say.returns}</p>`;
}

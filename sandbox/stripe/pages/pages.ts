import type Stripe from 'stripe';
import type { Act } from '../acts/acts.ts';
import { openSession } from '../acts/paying.ts';
import { Impossible } from '../acts/steps.ts';
import type { ApiAnswer, ApiRequest } from '../api/http.ts';
import { objectionToPage } from '../../kit/door.ts';
import { html, type Language, languageOf, shell } from '../../provider-pages/layout.ts';
import type { StripeWorld } from '../state.ts';
import { accountPage } from './account.ts';
import { checkoutPage, donePage, leftPage } from './checkout.ts';
import { invoicePage, portalPage } from './portal.ts';
import { words } from './words.ts';

export interface Pages {
  answer(request: ApiRequest): ApiAnswer;
}

interface Visit {
  id: string;
  form: URLSearchParams;
  language: Language;
}

/** Pages where people do what they do at Stripe: pay, look after the card, stop renewing; and the account as a list. */
export function createPages(world: StripeWorld, act: Act): Pages {
  const shown: readonly [RegExp, (visit: Visit) => ApiAnswer][] = [
    [/^\/$/, ({ language }) => page(accountPage(world, language))],
    [/^\/c\/pay\/(\w+)$/, (visit) => showCheckout(world, visit)],
    [/^\/p\/session\/test_(\w+)$/, (visit) => showPortal(world, visit)],
    [/^\/i\/(\w+)$/, ({ id, language }) => page(invoicePage(world, id, language))],
  ];
  const done: readonly [RegExp, (visit: Visit) => ApiAnswer][] = [
    [/^\/c\/pay\/(\w+)$/, (visit) => pay(world, act, visit)],
    [/^\/p\/session\/test_(\w+)$/, (visit) => changePortal(world, act, visit)],
    [
      /^\/i\/(\w+)$/,
      ({ id }) => {
        act.payInvoice(id);
        return seeOther(`/i/${id}`);
      },
    ],
    [
      /^\/do\/(\w+)$/,
      ({ id, form }) => {
        perform(act, id, form);
        return seeOther('/');
      },
    ],
  ];

  return {
    answer(request) {
      const language = languageOf(request.headers['accept-language']);
      const objection = objectionToPage(request);
      if (objection) return { ...failed(objection.reason, language), status: objection.status };
      for (const [pattern, act] of request.method === 'POST' ? done : shown) {
        const match = pattern.exec(request.path);
        if (match) {
          const visit = { id: match[1] ?? '', form: new URLSearchParams(request.body), language };
          return guarded(() => act(visit), language);
        }
      }
      return failed('404', language);
    },
  };
}

function guarded(run: () => ApiAnswer, language: Language): ApiAnswer {
  try {
    return run();
  } catch (error) {
    if (error instanceof Impossible) return failed(error.message, language);
    throw error;
  }
}

function showCheckout(world: StripeWorld, { id, language }: Visit): ApiAnswer {
  const session = world.tables.sessions[id];
  const plan = world.tables.plans[id];
  if (!session || !plan) return failed('404', language);
  const shownIn = chosen(session.locale, language);
  if (session.status === 'open') {
    const current = guarded(() => {
      openSession(world, id);
      return page(checkoutPage({ session, plan, language: shownIn }));
    }, shownIn);
    return current;
  }
  return page(donePage(session, shownIn));
}

function pay(world: StripeWorld, act: Act, { id, form, language }: Visit): ApiAnswer {
  const session = openSession(world, id);
  const how = form.get('how');
  if (how === 'cancel') return page(leftPage(session, chosen(session.locale, language)));
  if (how === 'later') act.payLater(id);
  else {
    const outcome = act.pay(id, form.get('card') ?? '');
    const plan = world.tables.plans[id];
    const shownIn = chosen(session.locale, language);
    if (outcome !== 'paid' && plan)
      return page(checkoutPage({ session, plan, language: shownIn, refused: outcome.refused }));
  }
  return seeOther(`/c/pay/${id}`);
}

function portalOf(world: StripeWorld, id: string): Stripe.BillingPortal.Session {
  const portal = Object.values(world.tables.portals).find((each) => each.url.endsWith(`/test_${id}`));
  if (portal) return portal;
  throw new Impossible('404');
}

function showPortal(world: StripeWorld, { id, language }: Visit): ApiAnswer {
  const portal = portalOf(world, id);
  const shownIn = chosen(portal.locale, language);
  return page(portalPage(world, portal, shownIn));
}

function changePortal(world: StripeWorld, act: Act, { id, form }: Visit): ApiAnswer {
  const portal = portalOf(world, id);
  const subscription = world.tables.subscriptions[form.get('subscription') ?? ''];
  if (subscription?.customer !== portal.customer) throw new Impossible('404');
  if (form.get('how') === 'card') act.refuseRenewals(subscription.id, false);
  else act.stopRenewing(subscription.id, form.get('how') === 'stop');
  return seeOther(`/p/session/test_${id}`);
}

function perform(act: Act, what: string, form: URLSearchParams): void {
  const id = form.get('id') ?? '';
  const deeds: Readonly<Record<string, () => unknown>> = {
    refund: () => act.refund(id),
    dispute: () => act.dispute(id),
    warn: () => act.warn(id),
    inquire: () => act.inquire(id),
    win: () => act.closeDispute(id, 'won'),
    lose: () => act.closeDispute(id, 'lost'),
    come: () => act.settleLater(id, true),
    fail: () => act.settleLater(id, false),
    expire: () => act.expire(id),
    renew: () => act.renew(id),
    refuse: () => act.refuseRenewals(id, true),
    accept: () => act.refuseRenewals(id, false),
    bounce: () => act.failRefund(id),
  };
  const deed = deeds[what];
  if (!deed) throw new Impossible('404');
  deed();
}

function page(body: string): ApiAnswer {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
    },
    body,
  };
}

function failed(message: string, language: Language): ApiAnswer {
  const title = words[language].cannot;
  const body = shell({ title, language, body: html`<h1>${title}</h1><p>${message}</p>` });
  return { ...page(body), status: message === '404' ? 404 : 409 };
}

function seeOther(location: string): ApiAnswer {
  return { status: 303, headers: { location }, body: '' };
}

/** The language the bot asked for, else the browser's. */
function chosen(locale: string | null, otherwise: Language): Language {
  return locale === 'ru' || locale === 'en' ? locale : otherwise;
}

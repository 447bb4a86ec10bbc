import type { Action, Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Money } from '../../../platform/money.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { wayHome } from '../../../texts/navigation.ts';
import { monthlyText, trafficText } from '../../../texts/traffic.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Plan } from '../../plans/service.ts';
import { providerBy } from '../providers/registry.ts';
import { beginningLine } from './beginning.screens.ts';
import type { Offer, Way } from './service.ts';
import { daysText } from './terms.screens.ts';
import * as taps from './taps.ts';

/** All plans with what they cost, one button each. With a code, its discount comes with the next screen. */
export function plansScreen(
  voice: Voice,
  view: { plans: readonly Plan[]; currency: Money['currency']; promoId: number; hasCode: boolean },
): Screen {
  const { t, format } = voice;
  const { plans, currency, promoId } = view;
  const lines = plans.map((plan) =>
    t.shop.planLine(plan.names[voice.language], daysText(voice, plan.days), trafficText(voice, plan)),
  );
  const priceOf = ({ prices }: Plan): Money => {
    const minor = prices[currency];
    return minor === undefined ? { minor: prices.XTR ?? 0, currency: 'XTR' } : { minor, currency };
  };
  const labelOf = (plan: Plan) => clip(`${plan.names[voice.language]} · ${format.money(priceOf(plan))}`, 40);
  return {
    text: join(
      [
        t.shop.title,
        view.hasCode ? t.shop.codeTaken : plain(plans.length === 0 ? t.shop.noPlans : t.shop.choose),
        join(lines),
      ],
      '\n\n',
    ),
    buttons: [
      ...plans.map((plan): Button[] => [{ label: labelOf(plan), action: taps.offer(plan.id, promoId) }]),
      [
        { label: t.shop.enterCode, action: taps.enterCode(0) },
        { label: t.shop.orders, action: taps.list(0) },
      ],
      wayHome(voice),
    ],
  };
}

/** One plan with its price by each way of paying. */
export function offerScreen(voice: Voice, offer: Offer): Screen {
  const { plan, promo, ways, tooLittle, renews, canRenew } = offer;
  const { t, format } = voice;
  const first = ways[0]?.quote;
  const promoId = promo?.id ?? 0;
  const monthly = monthlyText(voice, plan);
  const beginning = beginningLine(voice, offer);
  return {
    text: join(
      [
        t.shop.planTitle(plan.names[voice.language]),
        join([
          plain(t.shop.planFacts(daysText(voice, plan.days), trafficText(voice, plan))),
          monthly !== undefined && plain(monthly),
        ]),
        join([
          first !== undefined && priceLine(voice, first),
          promo !== undefined && t.shop.code(promo.code),
        ]),
        beginning !== undefined && plain(beginning),
        renews && first !== undefined && plain(renewsLine(voice, offer)),
        tooLittle.length > 0 &&
          plain(t.shop.tooLittle(tooLittle.map((way) => t.shop.wayWords[way]).join(', '))),
        plain(ways.length === 0 ? t.shop.noWays : t.shop.howToPay),
      ],
      '\n\n',
    ),
    buttons: [
      ...ways.map(({ way, quote }): Button[] => {
        const price = format.money({ minor: quote.totalMinor, currency: quote.currency });
        return [{ label: t.shop.ways[way](price), action: actionOf(offer, { way, quote }) }];
      }),
      ...(canRenew ? [[renewsSwitch(voice, offer)]] : []),
      [
        {
          label: promo === undefined ? t.shop.enterCode : t.shop.otherCode,
          action: taps.enterCode(plan.id),
        },
      ],
      wayHome(voice, { label: t.general.back, action: taps.listPlans(promoId) }),
    ],
  };
}

/** What is with us already is asked about once before it is spent, in the currency that it is in. */
function actionOf({ plan, promo, renews, begins }: Offer, { way, quote }: Offer['ways'][number]): Action {
  const chosen = [plan.id, promo?.id ?? 0, way, quote.totalMinor, { renews, begins }] as const;
  if (way === 'free') return taps.askSure(...chosen);
  if (providerBy(way).traits.pays === 'here') return taps.askSpend(...chosen, quote.currency);
  return taps.pay(...chosen);
}

function renewsSwitch({ t }: Voice, { plan, promo, renews, begins }: Offer): Button {
  const label = renews ? t.shop.renewsOn : t.shop.renewsOff;
  return { label, action: taps.offer(plan.id, promo?.id ?? 0, { renews: !renews, begins }) };
}

/** What follows by itself is said before anything is paid. */
function renewsLine({ t, format }: Voice, { plan }: Offer): string {
  return t.shop.renewsHow(format.days(plan.days ?? 0));
}

function priceLine({ t, format }: Voice, quote: Offer['ways'][number]['quote']): Html {
  const { listMinor, totalMinor, currency } = quote;
  const total = format.money({ minor: totalMinor, currency });
  if (listMinor === totalMinor) return plain(t.shop.price(total));
  return t.shop.discounted(format.money({ minor: listMinor, currency }), total);
}

/** Asks once before money that is here already is spent. */
export function buyQuestion(
  voice: Voice,
  offer: Offer,
  { way, currency: chosen }: { way: Way; currency?: Money['currency'] | undefined },
): Screen {
  const { t, format } = voice;
  const { plan, promo, ways, renews, begins } = offer;
  const beginning = beginningLine(voice, offer);
  const isChosen = (offered: Offer['ways'][number]) =>
    offered.way === way && (chosen === undefined || offered.quote.currency === chosen);
  const quote = ways.find(isChosen)?.quote;
  const name = plan.names[voice.language];
  const minor = quote?.totalMinor ?? 0;
  const currency = quote?.currency ?? 'USD';
  const isFree = way === 'free';
  const promoId = promo?.id ?? 0;
  return {
    text: isFree
      ? join([t.shop.sureFree(name), beginning !== undefined && plain(beginning)], '\n\n')
      : join(
          [
            t.shop.sure(name, format.money({ minor, currency })),
            beginning !== undefined && plain(beginning),
            renews && plain(t.shop.renewsHow(format.days(plan.days ?? 0))),
          ],
          '\n\n',
        ),
    buttons: [
      [
        {
          label: isFree ? t.shop.confirmFree : t.shop.confirm,
          action: taps.confirm(plan.id, promoId, way, minor, { renews, begins }, chosen),
          style: 'primary',
        },
      ],
      wayHome(voice, { label: t.general.back, action: taps.offer(plan.id, promoId, { renews, begins }) }),
    ],
  };
}

export function paySupportScreen(voice: Voice, contact: string | undefined): Screen {
  const { t } = voice;
  return {
    text: t.paymentHelp.support(contact ?? t.paymentHelp.noContact),
    buttons: [[{ label: t.shop.orders, action: taps.list(0) }], wayHome(voice)],
  };
}

export function termsScreen(voice: Voice, service: string): Screen {
  return { text: voice.t.paymentHelp.terms(service), buttons: [wayHome(voice)] };
}

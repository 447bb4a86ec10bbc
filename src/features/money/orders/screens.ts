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
import { perMonth, savedPercent } from './saving.rules.ts';
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
  const priceOf = ({ prices }: Plan): Money => {
    const minor = prices[currency];
    return minor === undefined ? { minor: prices.XTR ?? 0, currency: 'XTR' } : { minor, currency };
  };
  const priced = plans.map((plan) => ({ days: plan.days, price: priceOf(plan) }));
  const lines = plans.map((plan) => {
    const month = perMonth({ days: plan.days, price: priceOf(plan) });
    return t.shop.planLine(plan.names[voice.language], {
      days: daysText(voice, plan.days),
      traffic: trafficText(voice, plan),
      month: month && format.money(month),
    });
  });
  const labelOf = (plan: Plan) => {
    const price = priceOf(plan);
    const saved = savedPercent({ days: plan.days, price }, priced);
    const end = ` · ${format.money(price)}${saved === undefined ? '' : ` · ${t.shop.saved(saved)}`}`;
    return `${clip(plan.names[voice.language], 40 - Array.from(end).length)}${end}`;
  };
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
  const { plan, promo, ways, codeAside, renews, canRenew } = offer;
  const { t, format } = voice;
  const first = ways[0]?.quote;
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
        codeAside !== undefined && t.shop.codeAside(codeAside.code),
        renews && first !== undefined && plain(renewsLines(voice, offer).join('\n')),
        ...closedLines(voice, offer),
        plain(ways.length === 0 ? noneOpen(voice, offer) : t.shop.howToPay),
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
      wayHome(voice, { label: t.general.back, action: taps.listPlans((promo ?? codeAside)?.id ?? 0) }),
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

/** A code comes along: it counts again where nothing is to renew itself. */
function renewsSwitch({ t }: Voice, { plan, promo, codeAside, renews, begins }: Offer): Button {
  const code = (promo ?? codeAside)?.id ?? 0;
  return {
    label: renews ? t.shop.renewsOn : t.shop.renewsOff,
    action: taps.offer(plan.id, code, { renews: !renews, begins }),
  };
}

/** What follows by itself is said before anything is paid: when, and that the first payment waits for nothing. */
function renewsLines({ t, format }: Voice, { plan, charges }: Pick<Offer, 'plan' | 'charges'>): string[] {
  const words = (ways: readonly Way[]) => ways.map((way) => t.shop.wayWords[way]).join(t.general.or);
  const { runsUntil, next = [] } = charges ?? {};
  return [
    t.shop.renewsHow(format.days(plan.days ?? 0)),
    ...next.map(({ ways, at, after }) => t.shop.nextCharge(words(ways), format.date(at), format.date(after))),
    ...(runsUntil === undefined ? [] : [t.shop.runsUntil(format.date(runsUntil))]),
  ];
}

/** Why it cannot be paid in the ways that are missing. */
function closedLines({ t, format }: Voice, { tooLittle, closed }: Offer): Html[] {
  const little = tooLittle.map((way) => t.shop.wayWords[way]).join(', ');
  const lines = closed.map((one) => {
    const way = t.shop.wayWords[one.way];
    return one.why === 'short'
      ? t.shop.closed.short(way, format.money(one.has))
      : t.shop.closed[one.why](way);
  });
  return [...(little === '' ? [] : [t.shop.tooLittle(little)]), ...lines].map(plain);
}

function noneOpen({ t }: Voice, { closed, renews }: Offer): string {
  if (renews) return t.shop.noneRenews;
  return closed.length > 0 ? t.shop.noneOpen : t.shop.noWays;
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
  const { plan, promo, codeAside, charges, ways, renews, begins } = offer;
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
            renews && plain(renewsLines(voice, { plan, charges: chargesBy(charges, way) }).join('\n')),
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
      wayHome(voice, {
        label: t.general.back,
        action: taps.offer(plan.id, codeAside?.id ?? promoId, { renews, begins }),
      }),
    ],
  };
}

function chargesBy(charges: Offer['charges'], way: Way): Offer['charges'] {
  return charges && { ...charges, next: charges.next.filter(({ ways }) => ways.includes(way)) };
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

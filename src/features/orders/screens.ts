import { action, type Button } from '../../platform/telegram/buttons.ts';
import { clip } from '../../platform/telegram/clip.ts';
import { type Html, join, plain } from '../../platform/telegram/html.ts';
import type { Money } from '../../platform/money.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { pageRow, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { Plan } from '../plans/service.ts';
import type { Offer, Order, OrderView, Way } from './service.ts';

/** How long something is for, in the person's words. */
function daysText({ t, format }: Voice, days: number | null): string {
  return days === null ? t.general.forEver : format.days(days);
}

function trafficText({ t, format }: Voice, bytes: number | null): string {
  return bytes === null ? t.general.unlimited : format.size(bytes);
}

/** All plans with what they cost, one button each. With a code, its discount comes with the next screen. */
export function plansScreen(
  voice: Voice,
  view: { plans: readonly Plan[]; currency: Money['currency']; promoId: number; hasCode: boolean },
): Screen {
  const { t, format } = voice;
  const { plans, currency, promoId } = view;
  const lines = plans.map((plan) =>
    t.shop.planLine(
      plan.names[voice.language],
      daysText(voice, plan.days),
      trafficText(voice, plan.trafficBytes),
    ),
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
      ...plans.map((plan): Button[] => [{ label: labelOf(plan), action: action('buy', plan.id, promoId) }]),
      [
        { label: t.shop.enterCode, action: action('buy.code', 0) },
        { label: t.shop.orders, action: action('orders', 0) },
      ],
      wayHome(voice),
    ],
  };
}

/** One plan with its price by each way of paying. */
export function offerScreen(voice: Voice, { plan, promo, ways }: Offer): Screen {
  const { t, format } = voice;
  const first = ways[0]?.quote;
  const promoId = promo?.id ?? 0;
  return {
    text: join(
      [
        t.shop.planTitle(plan.names[voice.language]),
        plain(t.shop.planFacts(daysText(voice, plan.days), trafficText(voice, plan.trafficBytes))),
        join([
          first !== undefined && priceLine(voice, first),
          promo !== undefined && t.shop.code(promo.code),
        ]),
        plain(ways.length === 0 ? t.shop.noWays : t.shop.howToPay),
      ],
      '\n\n',
    ),
    buttons: [
      ...ways.map(({ way, quote }): Button[] => {
        const price = format.money({ minor: quote.totalMinor, currency: quote.currency });
        const leads = way === 'balance' || way === 'free' ? 'buy.sure' : 'buy.pay';
        return [
          { label: t.shop.ways[way](price), action: action(leads, plan.id, promoId, way, quote.totalMinor) },
        ];
      }),
      [
        {
          label: promo === undefined ? t.shop.enterCode : t.shop.otherCode,
          action: action('buy.code', plan.id),
        },
      ],
      wayHome(voice, { label: t.general.back, action: action('plans', promoId) }),
    ],
  };
}

function priceLine({ t, format }: Voice, quote: Offer['ways'][number]['quote']): Html {
  const { listMinor, totalMinor, currency } = quote;
  const total = format.money({ minor: totalMinor, currency });
  if (listMinor === totalMinor) return plain(t.shop.price(total));
  return t.shop.discounted(format.money({ minor: listMinor, currency }), total);
}

/** Asks once before money that is here already is spent. */
export function buyQuestion(voice: Voice, { plan, promo, ways }: Offer, way: Way): Screen {
  const { t, format } = voice;
  const quote = ways.find((offered) => offered.way === way)?.quote;
  const name = plan.names[voice.language];
  const minor = quote?.totalMinor ?? 0;
  const currency = quote?.currency ?? 'USD';
  const isFree = way === 'free';
  const promoId = promo?.id ?? 0;
  return {
    text: isFree ? t.shop.sureFree(name) : t.shop.sure(name, format.money({ minor, currency })),
    buttons: [
      [
        {
          label: isFree ? t.shop.confirmFree : t.shop.confirm,
          action: action('buy.pay', plan.id, promoId, way, minor),
          style: 'primary',
        },
      ],
      wayHome(voice, { label: t.general.back, action: action('buy', plan.id, promoId) }),
    ],
  };
}

/** One order: what was sold, what has happened so far, and what can be done now. */
export function orderScreen(voice: Voice, view: OrderView): Screen {
  const { t, format } = voice;
  const { order } = view;
  const total = format.money({ minor: order.totalMinor, currency: order.currency });
  const name = order.planNames[voice.language];
  const wayName = t.orders.wayNames[order.provider as keyof typeof t.orders.wayNames];
  return {
    text: join(
      [
        t.orders.heading(order.id, name),
        plain(
          [
            t.orders.terms(daysText(voice, order.days), trafficText(voice, order.trafficBytes)),
            order.paidAt === null ? t.orders.total(total) : t.orders.receipt(total, wayName),
          ].join('\n'),
        ),
        join(timeline(voice, view).map(plain)),
      ],
      '\n\n',
    ),
    buttons: [
      ...orderRows(voice, view),
      wayHome(voice, { label: t.shop.orders, action: action('orders', 0) }),
    ],
  };
}

function timeline(voice: Voice, view: OrderView): string[] {
  const { t, format } = voice;
  const { order } = view;
  const lines = [t.orders.created(format.moment(order.createdAt))];
  if (order.paidAt !== null) lines.push(t.orders.paid(format.moment(order.paidAt)));
  return [...lines, ...stateLines(voice, view)];
}

function stateLines(voice: Voice, view: OrderView): string[] {
  const { t, format } = voice;
  const { order, payment } = view;
  if (payment?.status === 'review') return [t.orders.review];
  switch (order.status) {
    case 'pending':
      if (payment?.status === 'creating') return [t.orders.opening];
      return [
        t.orders.waiting(format.moment(order.expiresAt)),
        ...(order.provider === 'stars' ? [t.orders.starsBelow] : []),
      ];
    case 'paid':
      return [accessLine(voice, view)];
    case 'partially_refunded':
      return [t.orders.partlyRefunded, accessLine(voice, view)];
    case 'processing':
    case 'failed':
    case 'expired':
    case 'cancelled':
    case 'refunded':
    case 'disputed':
      return [t.orders[order.status]];
  }
}

/** Set up means that the panel was seen to hold it. */
function accessLine({ t }: Voice, { order, subscription }: OrderView): string {
  const isThere = (subscription?.appliedVersion ?? 0) >= (order.accessVersion ?? 0);
  if (isThere) return t.orders.setUp;
  return subscription?.failure === null ? t.orders.settingUp : t.orders.delayed;
}

function orderRows({ t, format }: Voice, { order, payment }: OrderView): Button[][] {
  if (payment?.status === 'review') return [];
  const otherWay: Button = {
    label: t.shop.otherWay,
    action: action('buy', order.planId, order.promoId ?? 0),
  };
  const check: Button = { label: t.shop.check, action: action('ord.check', order.id) };
  if (order.status === 'pending') {
    const total = format.money({ minor: order.totalMinor, currency: order.currency });
    const url = payment?.url;
    return [
      ...(url ? [[{ label: t.shop.pay(total), url }]] : []),
      payment?.status === 'creating'
        ? [{ label: t.shop.retry, action: action('ord.open', order.id) }]
        : [check],
      [otherWay, { label: t.shop.drop, action: action('ord.drop', order.id) }],
    ];
  }
  if (order.status === 'processing') return [[check]];
  if (order.status === 'paid' || order.status === 'partially_refunded')
    return [
      [{ label: t.home.getKey, action: action('key'), style: 'primary' }],
      [{ label: t.home.subscription, action: action('profile') }],
    ];
  return [[{ label: t.shop.again, action: action('plans', 0) }]];
}

/** Every purchase, newest first, and what is on the balance. */
export function ordersScreen(
  voice: Voice,
  view: { orders: readonly Order[]; total: number; offset: number; balances: readonly Money[] },
): Screen {
  const { t, format } = voice;
  const { orders, total, offset, balances } = view;
  const balance = balances.map((money) => format.money(money)).join(', ');
  return {
    text: join(
      [
        t.orders.title,
        total === 0 && plain(t.orders.none),
        balances.length > 0 && plain(t.orders.balance(balance)),
      ],
      '\n\n',
    ),
    buttons: [
      ...orders.map((order): Button[] => [
        {
          label: orderLabel(voice, order),
          action: action('ord', order.id),
        },
      ]),
      pageRow(voice, { offset, limit: ordersPage, total }, 'orders'),
      [{ label: t.shop.buy, action: action('plans', 0) }],
      wayHome(voice),
    ].filter((row) => row.length > 0),
  };
}

function orderLabel({ t, language }: Voice, order: Order): string {
  return clip(`№ ${order.id} · ${order.planNames[language]} · ${t.orders.states[order.status]}`, 40);
}

/** So many fit on one screen. */
export const ordersPage = 8;

export function paySupportScreen(voice: Voice, contact: string | undefined): Screen {
  const { t } = voice;
  return {
    text: t.paymentHelp.support(contact ?? t.paymentHelp.noContact),
    buttons: [[{ label: t.shop.orders, action: action('orders', 0) }], wayHome(voice)],
  };
}

export function termsScreen(voice: Voice, service: string): Screen {
  return { text: voice.t.paymentHelp.terms(service), buttons: [wayHome(voice)] };
}

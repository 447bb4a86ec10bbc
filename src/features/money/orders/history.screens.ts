import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { join, plain } from '../../../telegram/screens/html.ts';
import type { Money } from '../../../platform/money.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { pageRow, wayHome } from '../../../texts/navigation.ts';
import { trafficText } from '../../../texts/traffic.ts';
import type { Voice } from '../../../texts/voice.ts';
import { findProvider } from '../providers/registry.ts';
import type { Order, OrderView } from './service.ts';
import { daysText } from './terms.screens.ts';
import * as taps from './taps.ts';
import * as keyTaps from '../../keys/taps.ts';
import * as subscriptionTaps from '../../subscriptions/taps.ts';

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
            t.orders.terms(daysText(voice, order.days), trafficText(voice, order)),
            ...reducedLines(voice, view),
            order.paidAt === null ? unpaidLine(voice, order) : t.orders.receipt(total, wayName),
            ...renewalLines(voice, order),
          ].join('\n'),
        ),
        join(timeline(voice, view).map(plain)),
      ],
      '\n\n',
    ),
    buttons: [...orderRows(voice, view), wayHome(voice, { label: t.shop.orders, action: taps.list(0) })],
  };
}

/** What it would have cost without what was taken off, and what took it. */
function reducedLines({ t, format }: Voice, { order, code }: Pick<OrderView, 'order' | 'code'>): string[] {
  const { listMinor, discountMinor, currency } = order;
  if (discountMinor === 0) return [];
  const sum = (minor: number) => format.money({ minor, currency });
  return [t.orders.reduced(sum(listMinor), sum(discountMinor), code)];
}

/** The price of a purchase that was not paid; it is to be paid only while it is under way. */
export function unpaidLine({ t, format }: Voice, { status, totalMinor: minor, currency }: Order): string {
  const price = format.money({ minor, currency });
  return status === 'pending' || status === 'processing' ? t.orders.total(price) : t.shop.price(price);
}

/** A purchase that began a renewal, or is one of its periods, says so. */
function renewalLines({ t, format }: Voice, { period, days }: Order): string[] {
  if (period === null || days === null) return [];
  return [period === 1 ? t.orders.renews(format.days(days)) : t.orders.renewal];
}

function timeline(voice: Voice, view: OrderView): string[] {
  const { t, format } = voice;
  const { order } = view;
  const lines = [t.orders.created(format.moment(order.createdAt))];
  if (order.paidAt !== null) lines.push(t.orders.paid(format.moment(order.paidAt)));
  return [...lines, ...stateLines(voice, view)];
}

/** The invoice of one that renews itself is a link. */
function isPaidInChat({ provider, renewalId }: Order): boolean {
  return renewalId === null && findProvider(provider)?.traits.pays === 'chat';
}

/** How it stands, in words. */
export function stateLines(voice: Voice, view: OrderView): string[] {
  const { t, format } = voice;
  const { order, payment } = view;
  if (payment?.status === 'review') return [t.orders.review];
  if (isUnopened(view)) return [t.orders.notOpened];
  switch (order.status) {
    case 'pending':
      if (payment?.status === 'creating') return [t.orders.opening];
      return [
        t.orders.waiting(format.moment(order.expiresAt)),
        ...(isPaidInChat(order) ? [t.orders.starsBelow] : []),
      ];
    case 'paid':
      return accessLines(voice, view);
    case 'partially_refunded':
      return [partLine(voice, order), ...accessLines(voice, view)];
    case 'refunded':
      return [payment?.isDisputed === true ? t.orders.disputeLost : t.orders.refunded];
    case 'processing':
    case 'failed':
    case 'expired':
    case 'cancelled':
    case 'replaced':
    case 'disputed':
      return [t.orders[order.status]];
  }
}

/** Its provider would not take it: the other ways may. */
function isUnopened({ order, payment }: Pick<OrderView, 'order' | 'payment'>): boolean {
  return order.status === 'failed' && payment?.reason === 'not-opened';
}

/** For ever stays for ever until all of the money went back. */
function partLine({ t }: Voice, { days, trafficBytes }: Order): string {
  const { partlyRefunded } = t.orders;
  if (days !== null) return partlyRefunded.shorter;
  return trafficBytes === null ? partlyRefunded.stays : partlyRefunded.thinner;
}

/** With the day on which used-up traffic comes anew. */
function accessLines(voice: Voice, view: OrderView): string[] {
  const line = accessLine(voice, view);
  const { resetsAt = null } = view.subscription ?? {};
  if (line !== voice.t.orders.usedUp || resetsAt === null) return [line];
  return [line, voice.t.subscription.newTraffic(voice.format.date(resetsAt))];
}

/** Set up means that the panel was seen to hold it; what has become of it since is said as everywhere. */
function accessLine({ t }: Voice, { order, subscription, access }: OrderView): string {
  if (access === 'ended') return t.orders.ended;
  if (access === 'switched-off') return t.orders.switchedOff;
  const isThere = (subscription?.appliedVersion ?? 0) >= (order.accessVersion ?? 0);
  if (isThere) return access === 'used-up' ? t.orders.usedUp : t.orders.setUp;
  return subscription?.failure === null ? t.orders.settingUp : t.orders.delayed;
}

function orderRows({ t, format }: Voice, { order, payment, access }: OrderView): Button[][] {
  if (payment?.status === 'review') return [];
  const otherWay: Button = {
    label: t.shop.otherWay,
    action: taps.offer(order.planId, order.promoId ?? 0, {
      renews: order.renewalId !== null,
      begins: undefined,
    }),
  };
  const check: Button = { label: t.shop.check, action: taps.check(order.id) };
  if (order.status === 'pending') {
    const total = format.money({ minor: order.totalMinor, currency: order.currency });
    const url = payment?.url;
    return [
      ...(url ? [[{ label: t.shop.pay(total), url }]] : []),
      payment?.status === 'creating' ? [{ label: t.shop.retry, action: taps.reopen(order.id) }] : [check],
      [otherWay, { label: t.shop.drop, action: taps.cancel(order.id) }],
    ];
  }
  if (order.status === 'processing') return [[check]];
  if (order.status === 'paid' || order.status === 'partially_refunded')
    return [
      access === 'ready' || access === 'pending'
        ? [{ label: t.home.getKey, action: keyTaps.show(), style: 'primary' }]
        : [{ label: t.shop.again, action: taps.listPlans(0) }],
      [{ label: t.home.subscription, action: subscriptionTaps.show() }],
    ];
  const again: Button = { label: t.shop.again, action: taps.listPlans(0) };
  return isUnopened({ order, payment }) ? [[otherWay], [again]] : [[again]];
}

/** Every purchase, newest first, and what is on the balance. */
export function ordersScreen(
  voice: Voice,
  view: {
    orders: readonly Order[];
    total: number;
    offset: number;
    balances: readonly Money[];
    /** What they owe us. */
    debts: readonly Money[];
  },
): Screen {
  const { t, format } = voice;
  const { orders, total, offset, balances, debts } = view;
  const listed = (sums: readonly Money[]) => sums.map((money) => format.money(money)).join(' · ');
  return {
    text: join(
      [
        t.orders.title,
        total === 0 && plain(t.orders.none),
        balances.length > 0 && plain(t.orders.balance(listed(balances))),
        debts.length > 0 && plain(t.orders.debt(listed(debts))),
      ],
      '\n\n',
    ),
    buttons: [
      ...orders.map((order): Button[] => [
        {
          label: orderLabel(voice, order),
          action: taps.show(order.id),
        },
      ]),
      pageRow(voice, { offset, limit: ordersPage, total }, taps.list),
      [{ label: t.shop.buy, action: taps.listPlans(0) }],
      wayHome(voice),
    ].filter((row) => row.length > 0),
  };
}

/** Which, when, and what became of it; a long name of a plan makes room. */
function orderLabel({ t, format, language }: Voice, order: Order): string {
  const beginning = `${t.general.numbered(order.id)} · ${format.shortDate(order.createdAt)} · `;
  const end = ` · ${t.orders.states[order.status]}`;
  const room = 40 - Array.from(beginning + end).length;
  return clip(`${beginning}${clip(order.planNames[language], Math.max(3, room))}${end}`, 40);
}

/** So many fit on one screen. */
export const ordersPage = 8;

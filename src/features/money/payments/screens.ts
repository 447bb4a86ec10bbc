import type { Button } from '../../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import { brandOf } from './words.screens.ts';
import type { AccessLeft, MoneyNewsKind } from '../settlement/case.rules.ts';
import * as orderTaps from '../orders/taps.ts';
import * as subscriptionTaps from '../../subscriptions/taps.ts';
import * as moneyTaps from '../desk/taps.ts';

type Details = Readonly<Record<string, string>>;

function priceOf({ format }: Voice, { minor = '0', currency = 'USD' }: Details): string {
  return format.money({ minor: Number(minor), currency });
}

/** What became of somebody's money. */
export function moneyNewsScreen(voice: Voice, _person: unknown, details: Details): Screen {
  const { t } = voice;
  const { order } = details;
  const route = order === undefined ? orderTaps.list(0) : orderTaps.show(Number(order));
  return {
    text: newsText(voice, details),
    buttons: [[{ label: t.shop.orders, action: route }], wayHome(voice)],
  };
}

function newsText(voice: Voice, details: Details): Html {
  const { moneyNews } = voice.t;
  const price = priceOf(voice, details);
  const access = accessOf(details);
  switch (details['what'] as MoneyNewsKind) {
    case 'paid':
      return moneyNews.paid(price);
    case 'renewed':
      return moneyNews.renewed(price);
    case 'credited':
      return moneyNews.credited(price);
    case 'refunded':
      return access === undefined ? moneyNews.returned(price) : moneyNews.refunded[access](price);
    case 'returned':
      return moneyNews.returned(price);
    case 'moved-to-balance':
      return access === undefined ? moneyNews.creditMoney(price) : moneyNews.movedToBalance[access](price);
    case 'disputed':
      return moneyNews.disputed(price);
    case 'dispute-won':
      return moneyNews.disputeWon(price);
    case 'dispute-lost':
      return moneyNews.disputeLost(price);
    case 'refund-failed':
      return details['access'] === 'back' ? moneyNews.refundFailed(price) : moneyNews.returnFailed(price);
    case 'put-aside':
      return moneyNews.putAside;
    case 'closed':
      return moneyNews.closed(price);
    case 'failed':
      return moneyNews.failed;
  }
}

const left = ['ended', 'shorter', 'thinner', 'stays'] as const satisfies AccessLeft[];

function accessOf({ access }: Details): AccessLeft | undefined {
  return left.find((word) => word === access);
}

/** What somebody was given by staff. */
export function creditScreen(voice: Voice, _person: unknown, details: Details): Screen {
  const { t, format } = voice;
  const days = Number(details['days'] ?? 0);
  const given = days === 0 ? t.moneyNews.creditForEver : t.moneyNews.creditDays(format.days(days));
  const text = details['what'] === 'money' ? t.moneyNews.creditMoney(priceOf(voice, details)) : given;
  return {
    text,
    buttons: [[{ label: t.home.subscription, action: subscriptionTaps.show() }], wayHome(voice)],
  };
}

/** Tells an admin that a person has to look at money. */
export function moneyAlarmScreen(voice: Voice, _person: unknown, details: Details): Screen {
  const { t } = voice;
  const what = details['what'] as keyof typeof t.moneyNews.alarms;
  // Of drift it is the number of whatever shows it, which need not be a payment.
  const payment = what === 'drift' ? undefined : details['payment'];
  return {
    text: join(
      [
        t.moneyNews.alarm(t.moneyNews.alarms[what] ?? String(what), brandOf(details['provider'])),
        ...lackLines(voice, details['lacks']),
        payment !== undefined && plain(t.moneyNews.payment(payment)),
      ],
      '\n\n',
    ),
    buttons: [...(payment === undefined ? [] : [[lookButton(voice, payment)]]), wayHome(voice)],
  };
}

/** What a webhook lacks: a line for each fault, and one for all events. */
function lackLines({ t }: Voice, lacks: string | undefined): Html[] {
  const words: Record<string, string> = t.moneyNews.lacks;
  const codes = lacks?.split(' ') ?? [];
  const faults = codes.flatMap((code) => words[code] ?? []);
  const events = codes.filter((code) => !(code in words));
  return [...faults, ...(events.length > 0 ? [t.moneyNews.lacksEvents(events.join(', '))] : [])].map(plain);
}

function lookButton({ t }: Voice, payment: string): Button {
  return { label: t.moneyNews.look, action: moneyTaps.show(Number(payment)) };
}

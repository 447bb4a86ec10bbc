import type { Button } from '../../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import { brandOf } from './words.screens.ts';
import type { AccessLeft, AccessOutcome, MoneyAlarm, MoneyOutcome } from '../settlement/case.rules.ts';
import * as orderTaps from '../orders/taps.ts';
import * as subscriptionTaps from '../../subscriptions/taps.ts';
import * as moneyTaps from '../desk/taps.ts';

interface Sum {
  minor: number;
  currency: string;
}

export interface MoneyDetails extends Sum {
  what: MoneyOutcome;
  /** Undefined: it belongs to no order. */
  order?: number | undefined;
  access?: AccessOutcome | undefined;
  /** Nothing is sold here for what is on the balance now. */
  spends?: 'no' | undefined;
  /** It came to access that there is, which works on until then (absent: for ever), or has to be looked at. */
  added?: 'on' | 'more' | undefined;
  until?: Date | undefined;
}

/** The screen of what became of somebody's money. */
export function moneyNoticeScreen(voice: Voice, details: MoneyDetails): Screen {
  const { t } = voice;
  const { order } = details;
  const route = order === undefined ? orderTaps.list(0) : orderTaps.show(order);
  return {
    text: moneyText(voice, details),
    buttons: [
      ...(details.added === undefined
        ? []
        : [[{ label: t.home.subscription, action: subscriptionTaps.show() } satisfies Button]]),
      [{ label: t.shop.orders, action: route }],
      wayHome(voice),
    ],
  };
}

/** What was paid for is there at once where access works already; else it is being set up, and that is told. */
function nextText({ t: { moneyNotices }, format }: Voice, { added, until }: MoneyDetails): Html {
  const { next } = moneyNotices;
  if (added === undefined) return plain(next.settingUp);
  if (added === 'more') return plain(next.added);
  return plain(until === undefined ? next.forEver : next.longer(format.date(until)));
}

function moneyText(voice: Voice, details: MoneyDetails): Html {
  const {
    t: { moneyNotices },
    format,
  } = voice;
  const price = format.money(details);
  const access = leftOf(details);
  const use = details.spends === 'no' ? moneyNotices.unspendable : moneyNotices.spendable;
  const withUse = (said: Html) => join([said, plain(use)], '\n\n');
  switch (details.what) {
    case 'paid':
      return join(
        [details.minor === 0 ? moneyNotices.paidCovered : moneyNotices.paid(price), nextText(voice, details)],
        '\n\n',
      );
    case 'renewed':
      return details.minor === 0 ? moneyNotices.renewedCovered : moneyNotices.renewed(price);
    case 'credited':
      return withUse(moneyNotices.credited(price));
    case 'refunded':
      return access === undefined ? moneyNotices.returned(price) : moneyNotices.refunded[access](price);
    case 'returned':
      return moneyNotices.returned(price);
    case 'moved-to-balance':
      return access === undefined
        ? moneyNotices.creditMoney(price)
        : withUse(moneyNotices.movedToBalance[access](price));
    case 'owed':
      return moneyNotices.owed(price);
    case 'paid-off':
      return moneyNotices.paidOff(price);
    case 'paid-out':
      return moneyNotices.paidOut(price);
    case 'disputed':
      return moneyNotices.disputed(price);
    case 'dispute-won':
      return moneyNotices.disputeWon(price);
    case 'dispute-lost':
      return moneyNotices.disputeLost(price);
    case 'refund-failed':
      return details.access === 'back' ? moneyNotices.refundFailed(price) : moneyNotices.returnFailed(price);
    case 'put-aside':
      return moneyNotices.putAside;
    case 'closed':
      return moneyNotices.closed(price);
    case 'failed':
      return moneyNotices.failed;
    case 'not-opened':
      return moneyNotices.notOpened;
  }
}

function leftOf({ access }: MoneyDetails): AccessLeft | undefined {
  return access === 'back' ? undefined : access;
}

export type CreditDetails = ({ what: 'money' } & Sum) | { what: 'days' /** 0: for ever. */; days: number };

/** The screen of what somebody was given by staff. */
export function creditScreen(voice: Voice, details: CreditDetails): Screen {
  const { t } = voice;
  return {
    text: creditText(voice, details),
    buttons: [[{ label: t.home.subscription, action: subscriptionTaps.show() }], wayHome(voice)],
  };
}

/** A gift that was a mistake is gone again. */
export function takenGiftScreen(
  voice: Voice,
  gift: { what: 'access' } | { what: 'money'; minor: number; currency: string },
): Screen {
  const { t, format } = voice;
  const { takenMoney, takenAccess } = t.moneyNotices;
  return {
    text: gift.what === 'money' ? takenMoney(format.money(gift)) : takenAccess,
    buttons: [[{ label: t.home.subscription, action: subscriptionTaps.show() }], wayHome(voice)],
  };
}

function creditText({ t, format }: Voice, details: CreditDetails): Html {
  if (details.what === 'money') return t.moneyNotices.creditMoney(format.money(details));
  const { days } = details;
  return days === 0 ? t.moneyNotices.creditForEver : t.moneyNotices.creditDays(format.days(days));
}

export interface MoneyAlarmDetails {
  what: MoneyAlarm;
  payment?: number | undefined;
  provider?: string | undefined;
  /** What a webhook lacks: faults by their code, and events by the provider's name. */
  lacks?: readonly string[] | undefined;
  /** Why a provider says no, in its own code. */
  why?: string | undefined;
  /** By how many seconds the clock is ahead, and by whose answers. */
  ahead?: number | undefined;
  source?: string | undefined;
}

/** Tells an admin that a person has to look at money. */
export function moneyAlarmScreen(voice: Voice, details: MoneyAlarmDetails): Screen {
  const { t, format } = voice;
  const { what, provider, lacks = [], why, ahead } = details;
  // Of drift it is the number of whatever shows it, which need not be a payment.
  const payment = what === 'drift' ? undefined : details.payment;
  return {
    text: join(
      [
        t.moneyNotices.alarm(t.moneyNotices.alarms[what], brandOf(provider)),
        ...lackLines(voice, lacks),
        ahead !== undefined &&
          plain(t.moneyNotices.clockIs(nameOf(details.source), format.span(Math.abs(ahead)), ahead > 0)),
        why !== undefined && t.moneyNotices.why(why),
        payment !== undefined && plain(t.moneyNotices.payment(String(payment))),
      ],
      '\n\n',
    ),
    buttons: [...(payment === undefined ? [] : [[lookButton(voice, payment)]]), wayHome(voice)],
  };
}

/** The name of whoever told of it: a provider, or Telegram itself. */
function nameOf(source = ''): string {
  return source === 'telegram' ? 'Telegram' : (brandOf(source) ?? source);
}

/** The lines of what a webhook lacks: a line for each fault, and one for all events. */
function lackLines({ t }: Voice, codes: readonly string[]): Html[] {
  const words: Record<string, string> = t.moneyNotices.lacks;
  const faults = codes.flatMap((code) => words[code] ?? []);
  const events = codes.filter((code) => !(code in words));
  return [...faults, ...(events.length > 0 ? [t.moneyNotices.lacksEvents(events.join(', '))] : [])].map(
    plain,
  );
}

function lookButton({ t }: Voice, payment: number): Button {
  return { label: t.moneyNotices.look, action: moneyTaps.show(payment) };
}

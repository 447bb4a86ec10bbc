import type { Button } from '../../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Plan } from '../../plans/service.ts';
import { findProvider } from '../providers/registry.ts';
import type { Renewal, RenewalView } from './service.ts';
import { isOn, isToRemind, type RenewalTurn } from './standing.rules.ts';
import * as subscriptionTaps from '../../subscriptions/taps.ts';
import * as taps from './taps.ts';
import * as orderTaps from '../orders/taps.ts';

/** A renewal that the balance could pay: the plan, and when it would be charged first. */
export interface FromBalance {
  plan: Plan;
  amountMinor: number;
  currency: string;
  /** Undefined: at once. */
  firstChargeAt: Date | undefined;
}

/** How it stands, and what can be done about it. */
export function renewalScreen(
  voice: Voice,
  view: RenewalView & { now: Date; expiresAt: Date | null; fromBalance: FromBalance | undefined },
): Screen {
  const { t } = voice;
  const runs = view.renewal !== undefined && isOn(view.renewal);
  const lines = runs ? liveLines(voice, view.renewal as Renewal, view.now) : offLines(voice, view);
  return {
    text: join([t.renewals.title, ...lines], '\n\n'),
    buttons: [
      ...(runs ? liveRows(voice, view) : offRows(voice, view)),
      wayHome(voice, { label: t.home.subscription, action: subscriptionTaps.show() }),
    ],
  };
}

function liveLines(voice: Voice, renewal: Renewal, now: Date): Html[] {
  const { t, format } = voice;
  const { planNames, amountMinor: minor, currency, days, provider, nextChargeAt, nextTryAt } = renewal;
  const price = format.money({ minor, currency });
  const terms = [
    t.renewals.terms(planNames[voice.language], price, format.days(days)),
    wayOf(voice, provider),
  ];
  const charge = isToRemind(renewal, now) ? t.renewals.nextChargeReminded : t.renewals.nextCharge;
  if (renewal.status === 'active')
    return [
      plain(terms.join('\n')),
      ...(nextChargeAt === null ? [] : [plain(charge(format.date(nextChargeAt)))]),
    ];
  const trouble = [
    t.renewals.failing,
    ...(nextTryAt === null ? [] : [t.renewals.nextTry(format.moment(nextTryAt))]),
    ...scheduleOf(voice, provider),
  ];
  return [plain(terms.join('\n')), plain(trouble.join(' '))];
}

function offLines(
  voice: Voice,
  {
    renewal,
    expiresAt,
    fromBalance,
  }: RenewalView & { expiresAt: Date | null; fromBalance: FromBalance | undefined },
): Html[] {
  const { t, format } = voice;
  const isStopping = renewal?.status === 'stopping';
  return [
    plain(isStopping ? t.renewals.stopping : t.renewals.off),
    ...(expiresAt === null ? [] : [plain(t.renewals.paidUntil(format.date(expiresAt)))]),
    plain(t.renewals.howTo),
    ...(fromBalance === undefined
      ? []
      : [plain(t.renewals.fromBalance(priceOf(voice, fromBalance), fromBalance.plan.names[voice.language]))]),
  ];
}

function liveRows({ t }: Voice, { renewal, hasPortal }: RenewalView): Button[][] {
  const payUrl = renewal?.payUrl ?? null;
  return [
    ...(payUrl === null ? [] : [[{ label: t.renewals.pay, url: payUrl }]]),
    ...(hasPortal ? [[{ label: t.renewals.card, action: taps.openPortal() }]] : []),
    [{ label: t.renewals.stop, action: taps.askStop() }],
  ];
}

function offRows(
  voice: Voice,
  { canResume, fromBalance }: RenewalView & { fromBalance: FromBalance | undefined },
): Button[][] {
  const { t } = voice;
  const resume: Button = { label: t.renewals.resume, action: taps.resume(), style: 'primary' };
  return [
    ...(canResume ? [[resume]] : []),
    [{ label: t.renewals.choose, action: orderTaps.listPlans(0) }],
    ...(fromBalance === undefined || canResume
      ? []
      : [
          [
            {
              label: t.renewals.start(priceOf(voice, fromBalance)),
              action: taps.askStart(fromBalance.plan.id),
            },
          ],
        ]),
  ];
}

function priceOf({ format }: Voice, { amountMinor: minor, currency }: FromBalance): string {
  return format.money({ minor, currency });
}

/** Who tries again, and how often; nothing where a refusal ends it at once. */
function scheduleOf({ t }: Voice, provider: string): string[] {
  const renews = findProvider(provider)?.traits.renews;
  return renews?.refused === 'over' ? [] : [t.renewals.schedule[renews?.by ?? 'us']];
}

function wayOf({ t }: Voice, provider: string): string {
  const ways: Readonly<Record<string, string>> = t.renewals.ways;
  return ways[provider] ?? t.renewals.ways.balance;
}

/** Asks once before what was agreed is ended. */
export function stopRenewalQuestion(voice: Voice): Screen {
  const { t } = voice;
  return {
    text: t.renewals.sureStop,
    buttons: [
      [{ label: t.renewals.confirmStop, action: taps.stop(), style: 'danger' }],
      wayHome(voice, { label: t.general.back, action: taps.show() }),
    ],
  };
}

/** Says price and date before anything is agreed. */
export function startRenewalQuestion(voice: Voice, offer: FromBalance): Screen {
  const { t, format } = voice;
  const { plan, amountMinor, firstChargeAt } = offer;
  const name = plan.names[voice.language];
  return {
    text:
      firstChargeAt === undefined
        ? t.renewals.sureStartNow(name, priceOf(voice, offer))
        : t.renewals.sureStart(name, priceOf(voice, offer), format.moment(firstChargeAt)),
    buttons: [
      [
        {
          label: t.renewals.confirmStart,
          action: taps.start(plan.id, amountMinor),
          style: 'primary',
        },
      ],
      wayHome(voice, { label: t.general.back, action: taps.show() }),
    ],
  };
}

/** The way to the provider's own page. */
export function portalScreen(voice: Voice, url: string): Screen {
  const { t } = voice;
  return {
    text: t.renewals.cardReady,
    buttons: [
      [{ label: t.renewals.openCard, url }],
      wayHome(voice, { label: t.general.back, action: taps.show() }),
    ],
  };
}

export interface RenewalDetails {
  what: RenewalTurn;
  minor: number;
  currency: string;
  provider: string;
  chargeAt?: Date | undefined;
  tryAt?: Date | undefined;
  payUrl?: string | undefined;
}

/** The screen of what became of somebody's auto-renewal, or is about to. */
export function renewalNoticeScreen(voice: Voice, details: RenewalDetails): Screen {
  const { t } = voice;
  const { what, payUrl } = details;
  const isOver = what !== 'reminder' && what !== 'failing';
  return {
    text: noticeText(voice, details),
    buttons: [
      ...(payUrl === undefined || isOver ? [] : [[{ label: t.renewals.pay, url: payUrl }]]),
      isOver
        ? [{ label: t.shop.buy, action: orderTaps.listPlans(0) }]
        : [{ label: t.renewals.name, action: taps.show() }],
      wayHome(voice),
    ],
  };
}

function noticeText(voice: Voice, details: RenewalDetails): Html {
  const { t, format } = voice;
  const price = format.money(details);
  const { what, chargeAt, tryAt, provider } = details;
  if (what === 'reminder')
    return t.renewals.reminder(price, chargeAt === undefined ? '' : format.date(chargeAt));
  if (what === 'failing') {
    const next = tryAt === undefined ? [] : [t.renewals.nextTry(format.moment(tryAt))];
    const schedule = [...next, ...scheduleOf(voice, provider)].join(' ');
    return join([t.renewals.failingNotice(price), plain(schedule)], '\n\n');
  }
  if (what === 'taken-back') return t.renewals.takenBackNotice;
  if (what === 'review') return t.renewals.reviewNotice;
  if (what === 'lost') return t.renewals.lostNotice;
  return what === 'unpaid' ? t.renewals.unpaidNotice : t.renewals.endedNotice;
}

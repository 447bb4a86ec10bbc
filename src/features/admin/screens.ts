import type { Button } from '../../telegram/screens/buttons.ts';
import { clip } from '../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { Standing } from '../money/desk/service.ts';
import type { Renewal } from '../money/renewals/service.ts';
import type { AccessState, Subscription } from '../subscriptions/service.ts';
import type { User } from '../users/service.ts';
import * as inviteTaps from '../invites/taps.ts';
import * as taps from './taps.ts';
import * as planTaps from '../plans/taps.ts';
import * as moneyTaps from '../money/desk/taps.ts';
import * as promoTaps from '../money/promo-codes/taps.ts';
import * as panelTaps from '../panels/desk/taps.ts';
import * as presetTaps from '../keys/presets/taps.ts';
import * as handTaps from '../panels/provisioning/hands/taps.ts';
import * as adoptionTaps from '../panels/provisioning/adoption/taps.ts';

type Role = User['role'];

/** So many the search answers at most. */
const mostFound = 10;

export function adminScreen(
  voice: Voice,
  view: { role: Role; counts: { total: number; admitted: number; blocked: number } },
): Screen {
  const { t, format } = voice;
  const { total, admitted, blocked } = view.counts;
  return {
    text: join(
      [
        t.admin.title(t.admin.roles[view.role]),
        plain(t.admin.counts(format.number(total), format.number(admitted), format.number(blocked))),
      ],
      '\n\n',
    ),
    buttons: [
      [
        { label: t.admin.invites, action: inviteTaps.listOwn(0) },
        { label: t.admin.find, action: taps.find() },
      ],
      ...(view.role === 'admin'
        ? [
            [
              { label: t.desk.plans, action: planTaps.list() },
              { label: t.desk.payments, action: moneyTaps.list(0, 'all') },
            ],
            [
              { label: t.promos.open, action: promoTaps.list(0) },
              { label: t.panels.open, action: panelTaps.list() },
            ],
            [{ label: t.presets.open, action: presetTaps.open() }],
          ]
        : []),
      wayHome(voice),
    ],
  };
}

export function askQueryScreen(voice: Voice): Screen {
  return { text: voice.t.admin.askQuery, buttons: [[cancelButton(voice)]] };
}

/** The people that a search found, one button a person. */
export function foundScreen(voice: Voice, query: string, people: readonly User[]): Screen {
  const { t } = voice;
  const shown = query.slice(0, 64);
  return {
    text: people.length === 0 ? t.admin.nothing(shown) : foundText(voice, shown, people.length),
    buttons: [
      ...people.map((person): Button[] => [{ label: labelOf(person), action: taps.show(person.telegramId) }]),
      [{ label: t.admin.searchAgain, action: taps.find() }],
      wayHome(voice, { label: t.general.back, action: taps.openDesk() }),
    ],
  };
}

function foundText({ t }: Voice, query: string, count: number): Html {
  return join([t.admin.found(query, count), count === mostFound && plain(t.admin.manyFound)], '\n\n');
}

/** The length that still fits on one line of a narrow phone. */
const labelLength = 40;

function labelOf(person: User): string {
  const sign = ` · ${person.username === null ? person.telegramId : `@${person.username}`}`;
  return clip(clip(fullName(person), Math.max(8, labelLength - sign.length)) + sign, labelLength);
}

function fullName(person: User): string {
  return [person.firstName, person.lastName].filter((part) => part !== null && part !== '').join(' ');
}

/** The facts of a card. */
interface CardView {
  person: User;
  subscription: Subscription | undefined;
  access: AccessState;
  /** For those who may see money. */
  standing: Standing | undefined;
  renewal: Renewal | undefined;
  viewer: Role;
}

/** Everything staff may see of a person, and, for admins, what they may do. */
export function cardScreen(voice: Voice, view: CardView): Screen {
  const { t, format } = voice;
  const { person, renewal, standing, viewer } = view;
  const username = person.username === null ? '' : ` (@${person.username})`;
  return {
    text: join([
      t.admin.card(fullName(person), username, person.telegramId),
      plain(t.admin.role(t.admin.roles[person.role])),
      plain(t.admin.since(format.date(person.createdAt))),
      plain(t.admin.access(person.blockedAt === null ? accessText(voice, view) : t.admin.accessOff)),
      renewal !== undefined && plain(renewalText(voice, renewal)),
      person.admittedAt === null && plain(t.admin.outside),
      person.blockedAt !== null && plain(t.admin.blockedSince(format.date(person.blockedAt))),
      person.unreachableAt !== null && plain(t.admin.unreachable),
      standing && standingLines(voice, standing),
    ]),
    buttons: [
      ...(viewer === 'admin'
        ? [
            ...accountRows(voice, view),
            ...giftRows(voice, view),
            ...payoutRows(voice, view),
            ...renewalRows(voice, renewal),
            ...adminRows(voice, person),
          ]
        : []),
      wayHome(voice, { label: t.admin.searchAgain, action: taps.find() }),
    ],
  };
}

function accessText(
  voice: Voice,
  { subscription, access }: Pick<CardView, 'subscription' | 'access'>,
): string {
  const { t, format } = voice;
  const state = t.admin.accessStates[access];
  if (subscription === undefined || access === 'ended') return state;
  const { expiresAt } = subscription;
  if (expiresAt === null) return `${state}, ${t.general.forEver}`;
  return t.admin.accessUntil(state, format.date(expiresAt));
}

function standingLines({ t, format }: Voice, { balances, debts, purchases, gifts }: Standing): Html {
  const balance = balances.map((money) => format.money(money)).join(' · ');
  return join([
    plain(t.gifts.balance(balance === '' ? t.gifts.emptyBalance : balance)),
    debts.length > 0 && plain(t.purchases.debt(debts.map((money) => format.money(money)).join(' · '))),
    plain(t.gifts.counts(format.number(purchases), format.number(gifts))),
  ]);
}

/** A row for each balance that nothing else can be done with. */
function payoutRows({ t, format }: Voice, { person, standing }: CardView): Button[][] {
  const stuck = standing?.stuck ?? [];
  return stuck.map((money) => [
    {
      label: t.payouts.begin(format.money(money)),
      action: moneyTaps.askPayOut(person.telegramId, money.currency),
    },
  ]);
}

function giftRows({ t }: Voice, { person: { telegramId }, standing }: CardView): Button[][] {
  return [
    [
      { label: t.gifts.giveAccess, action: moneyTaps.giveAccess(telegramId) },
      { label: t.gifts.giveMoney, action: moneyTaps.giveMoney(telegramId) },
    ],
    ...((standing?.gifts ?? 0) > 0
      ? [[{ label: t.gifts.takeLast, action: moneyTaps.askTakeGift(telegramId) }]]
      : []),
  ];
}

/** The line of what somebody's auto-renewal charges and when, or why it is over. */
function renewalText({ t, format, language }: Voice, renewal: Renewal): string {
  const { status, planNames, amountMinor: minor, currency, provider, nextChargeAt, endReason } = renewal;
  if (!renews(renewal))
    return t.admin.renewalOver(endReason === null ? undefined : t.admin.endReasons[endReason]);
  const price = format.money({ minor, currency });
  const by = t.orders.wayNames[provider as keyof typeof t.orders.wayNames];
  const when = nextChargeAt === null ? undefined : format.date(nextChargeAt);
  return t.admin.renewal(
    planNames[language],
    `${price}, ${by}`,
    status === 'failing' ? t.admin.renewalFails : when,
  );
}

function renews({ status }: Renewal): boolean {
  return status === 'active' || status === 'failing';
}

function renewalRows({ t }: Voice, renewal: Renewal | undefined): Button[][] {
  if (renewal === undefined || !renews(renewal)) return [];
  return [[{ label: t.renewals.stop, action: taps.stopRenewal(renewal.userId) }]];
}

/** Asks why before what somebody agreed to is ended. */
export function askStopReasonScreen(voice: Voice, person: User, problem?: Html): Screen {
  const { t } = voice;
  return {
    text: join([t.admin.askStopReason(fullName(person)), problem], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

/** Somebody with access may get another link; somebody without an account may be given one that stands on a panel. */
function accountRows({ t }: Voice, { person, subscription, access }: CardView): Button[][] {
  const id = person.telegramId;
  const replace: Button = { label: t.admin.replaceLink, action: taps.askReplaceLink(id) };
  const adopt: Button = { label: t.admin.adopt, action: adoptionTaps.begin(id) };
  const hasAccount = subscription !== undefined && subscription.appliedVersion > 0;
  if (!hasAccount) return [[adopt]];
  const byHand: Button = { label: t.hands.open, action: handTaps.ofPerson(id) };
  return [
    ...(access === 'switched-off' ? [[byHand]] : []),
    ...(subscription.status === 'active' && access !== 'ended' ? [[replace]] : []),
  ];
}

function adminRows({ t }: Voice, person: User): Button[][] {
  const others = (['user', 'manager', 'admin'] as const).filter((role) => role !== person.role);
  const roles = others.map(
    (role): Button => ({
      label: t.admin.makeRole[role],
      action: taps.askRole(person.telegramId, role),
    }),
  );
  const block: Button =
    person.blockedAt === null
      ? { label: t.admin.block, action: taps.askBlock(person.telegramId) }
      : { label: t.admin.unblock, action: taps.unblock(person.telegramId) };
  const purchases: Button = {
    label: t.purchases.open,
    action: moneyTaps.listPurchases(person.telegramId, 0),
  };
  return [[purchases], ...roles.map((role) => [role]), [block]];
}

/** Asks once before something that cannot be overlooked. */
function questionScreen(
  voice: Voice,
  question: { text: Screen['text']; yes: Button; personId: number },
): Screen {
  return {
    text: question.text,
    buttons: [[question.yes], [{ label: voice.t.general.back, action: taps.show(question.personId) }]],
  };
}

export function roleQuestion(voice: Voice, person: User, role: Role): Screen {
  const { t } = voice;
  return questionScreen(voice, {
    text: t.admin.sureRole(fullName(person), t.admin.roles[role]),
    yes: { label: t.admin.confirmRole, action: taps.setRole(person.telegramId, role) },
    personId: person.telegramId,
  });
}

export function replaceLinkForQuestion(voice: Voice, person: User): Screen {
  const { t } = voice;
  return questionScreen(voice, {
    text: t.admin.sureReplaceLink(fullName(person)),
    yes: {
      label: t.subscription.confirmReplace,
      action: taps.replaceLink(person.telegramId),
      style: 'danger',
    },
    personId: person.telegramId,
  });
}

export function blockQuestion(voice: Voice, person: User): Screen {
  const { t } = voice;
  return questionScreen(voice, {
    text: t.admin.sureBlock(fullName(person)),
    yes: { label: t.admin.confirmBlock, action: taps.block(person.telegramId), style: 'danger' },
    personId: person.telegramId,
  });
}

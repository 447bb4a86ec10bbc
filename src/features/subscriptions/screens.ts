import type { Button } from '../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Language, Voice } from '../../texts/voice.ts';
import type { PlanProtocol } from '../plans/tables.ts';
import type { TrialOffer } from '../trial/service.ts';
import { accessStateOf } from './access-state.rules.ts';
import { isInGrace } from './grace.rules.ts';
import type { Subscription } from './service.ts';
import * as preferenceTaps from '../preferences/taps.ts';
import * as checkupTaps from '../checkup/taps.ts';
import * as orderTaps from '../money/orders/taps.ts';
import * as inviteTaps from '../invites/taps.ts';
import * as keyTaps from '../keys/taps.ts';
import * as taps from './taps.ts';
import * as renewalTaps from '../money/renewals/taps.ts';
import * as trialTaps from '../trial/taps.ts';

/** State, end, traffic and what can be done now; without access the trial too, where it is open. */
export function subscriptionScreen(
  voice: Voice,
  found: Subscription | undefined,
  view: {
    now: Date;
    trial: TrialOffer | undefined;
    /** Of the plan behind it; undefined when it came without one. */
    planNames: Record<Language, string> | undefined;
    /** Of the plan that comes next; undefined when there is none. */
    nextNames?: Record<Language, string> | undefined;
    /** Keys may be of these. */
    protocols: readonly PlanProtocol[];
  },
): Screen {
  const { now, trial } = view;
  const { t } = voice;
  const subscription = found;
  const state = accessStateOf(subscription, now);
  if (subscription === undefined) {
    return {
      text: join([t.subscription.title, plain(t.subscription.none), trialLine(voice, trial)], '\n\n'),
      buttons: [
        ...trialRows(voice, trial),
        [{ label: t.shop.buy, action: orderTaps.listPlans(0) }],
        [{ label: t.home.invite, action: inviteTaps.enterCode() }],
        wayHome(voice),
      ],
    };
  }
  const isOver = state === 'ended';
  const key: Button = { label: t.home.getKey, action: keyTaps.show(), style: 'primary' };
  const buy: Button = { label: t.shop.buy, action: orderTaps.listPlans(0) };
  const code: Button = { label: t.home.invite, action: inviteTaps.enterCode() };
  return {
    text: join(
      [t.subscription.title, join(factLines(voice, subscription, view)), isOver && trialLine(voice, trial)],
      '\n\n',
    ),
    buttons: [
      ...(state === 'ready' ? [[key]] : []),
      ...(isOver ? trialRows(voice, trial) : []),
      [state === 'used-up' || (isOver && trial === undefined) ? { ...buy, style: 'primary' } : buy],
      ...(subscription.expiresAt === null && !subscription.autoRenew
        ? []
        : [[renewalButton(voice, subscription)]]),
      ...(isOver ? [[code]] : []),
      [
        { label: t.general.refresh, action: taps.refresh() },
        { label: t.preferences.open, action: preferenceTaps.show() },
      ],
      ...(isOver ? [] : [[{ label: t.checkup.open, action: checkupTaps.check() }]]),
      wayHome(voice),
    ],
  };
}

function renewalButton({ t }: Voice, { autoRenew }: Subscription): Button {
  return { label: t.renewals.open(autoRenew), action: renewalTaps.show() };
}

function trialLine({ t, format }: Voice, trial: TrialOffer | undefined): Html | undefined {
  return trial && plain(t.trial.orTry(format.days(trial.days), format.size(trial.gigabytes * 1024 ** 3)));
}

function trialRows({ t }: Voice, trial: TrialOffer | undefined): Button[][] {
  return trial === undefined ? [] : [[{ label: t.home.trial, action: trialTaps.offer(), style: 'primary' }]];
}

function factLines(
  voice: Voice,
  subscription: Subscription,
  {
    now,
    planNames,
    nextNames,
    protocols,
  }: {
    now: Date;
    planNames: Record<Language, string> | undefined;
    nextNames?: Record<Language, string> | undefined;
    protocols: readonly PlanProtocol[];
  },
): Html[] {
  const { t, format } = voice;
  const state = accessStateOf(subscription, now);
  const lines = [t.subscription.state(t.subscription.states[state])];
  if (state === 'ready' && isInGrace(subscription)) lines.push(t.subscription.grace);
  if (planNames !== undefined) lines.push(t.subscription.plan(planNames[voice.language]));
  if (state !== 'ended') lines.push(endLine(voice, subscription.expiresAt, now));
  else if (subscription.expiresAt !== null)
    lines.push(t.subscription.ended(format.date(subscription.expiresAt)));
  if (subscription.startedAt !== null) lines.push(trafficLine(voice, subscription));
  if (state !== 'ended' && state !== 'used-up' && subscription.resetsAt !== null)
    lines.push(resetLine(voice, { resetsAt: subscription.resetsAt, trafficMode: subscription.trafficMode }));
  if (subscription.usageReadAt !== null)
    lines.push(t.subscription.usageAge(format.moment(subscription.usageReadAt)));
  if (protocols.length > 0)
    lines.push(t.subscription.protocols(protocols.map((one) => t.desk.protocolNames[one]).join(', ')));
  if (state !== 'ended') lines.push(...nextLines(voice, subscription, nextNames));
  const waiting = state === 'ended' ? undefined : waitingLine(voice, subscription);
  if (waiting !== undefined) lines.push(waiting);
  else if (state === 'used-up') lines.push(...usedUpLines(voice, subscription));
  if (state === 'switched-off') lines.push(t.subscription.switchedOff);
  if (state === 'ended') lines.push(t.subscription.extend);
  return lines.map(plain);
}

/** What was bought behind that, by its own terms. */
function nextLines(
  { t, format, language }: Voice,
  { changesAt, next, dataLimitBytes }: Subscription,
  names: Record<Language, string> | undefined,
): string[] {
  if (!changesAt || !next) return [];
  const { trafficBytes } = next;
  const traffic = trafficBytes === null ? t.general.unlimited : format.size(trafficBytes);
  const [from, name] = [format.date(changesAt), names?.[language]];
  // What counts together has one limit: named twice it would look like twice as much.
  const isShared = name !== undefined && trafficBytes === dataLimitBytes;
  return [isShared ? t.subscription.nextPlan(from, name) : t.subscription.next(from, name, traffic)];
}

/** What the panel has not been seen to hold yet is said, and said honestly when it takes longer than it should. */
function waitingLine({ t }: Voice, subscription: Subscription): string | undefined {
  const { status, desiredVersion, appliedVersion, failure, givenUpVersion } = subscription;
  const isWanted = status === 'active' || status === 'pending';
  if (!isWanted || desiredVersion <= appliedVersion) return undefined;
  if (givenUpVersion === desiredVersion) return t.subscription.stuck;
  if (failure !== null) return t.subscription.delayed;
  return status === 'active' ? t.subscription.updating : undefined;
}

function endLine({ t, format }: Voice, expiresAt: Date | null, now: Date): string {
  if (expiresAt === null) return t.subscription.forEver;
  const daysLeft = Math.max(0, Math.ceil((expiresAt.getTime() - now.getTime()) / 86_400_000));
  return t.subscription.until(format.date(expiresAt), format.days(daysLeft));
}

function trafficLine({ t, format }: Voice, subscription: Subscription): string {
  const { dataLimitBytes, elsewhereBytes } = subscription;
  const usedBytes = subscription.usedBytes + elsewhereBytes;
  if (dataLimitBytes === null) return t.subscription.trafficUnlimited(format.size(usedBytes));
  return t.subscription.traffic(
    bar(usedBytes / dataLimitBytes),
    format.size(usedBytes),
    format.size(dataLimitBytes),
  );
}

/** The day on which a new month of traffic comes, and what becomes of what is left then. */
function resetLine(
  { t, format }: Voice,
  { resetsAt, trafficMode }: { resetsAt: Date; trafficMode: Subscription['trafficMode'] },
): string {
  const date = format.date(resetsAt);
  return trafficMode === 'monthly-kept' ? t.subscription.grows(date) : t.subscription.renewed(date);
}

function usedUpLines({ t, format }: Voice, { resetsAt }: Subscription): string[] {
  if (resetsAt === null) return [t.subscription.usedUp];
  return [t.subscription.newTraffic(format.date(resetsAt)), t.subscription.usedUp];
}

/** Ten squares; the numbers beside it say the same for those who hear the screen. */
function bar(share: number): string {
  const full = Math.min(10, Math.max(0, Math.round(share * 10)));
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
}

/** Asks once before a link stops working everywhere. */
export function replaceLinkQuestion(voice: Voice): Screen {
  const { t } = voice;
  return {
    text: t.subscription.sureReplace,
    buttons: [
      [{ label: t.subscription.confirmReplace, action: taps.replaceLink(), style: 'danger' }],
      wayHome(voice, { label: t.keys.toKey, action: keyTaps.show() }),
    ],
  };
}

/** The link is on its way; the notice of it comes by itself. */
export function replacingLinkScreen(voice: Voice): Screen {
  const { t } = voice;
  return {
    text: t.subscription.replacing,
    buttons: [[{ label: t.home.subscription, action: taps.show() }], wayHome(voice)],
  };
}

/** Told when the panel was seen with the new link. */
export function relinkedScreen(voice: Voice): Screen {
  return newKeyScreen(voice, voice.t.subscription.relinked);
}

/** Told when the account lives on another panel: the link leads there now. */
export function movedScreen(voice: Voice): Screen {
  return newKeyScreen(voice, voice.t.subscription.moved);
}

function newKeyScreen(voice: Voice, text: Html): Screen {
  const key: Button = { label: voice.t.home.getKey, action: keyTaps.show(), style: 'primary' };
  return { text, buttons: [[key], wayHome(voice)] };
}

/** Told once, when the panel has confirmed the account; what it had to wait for has not been taken off its time. */
export function readyScreen(voice: Voice, { hours = 0 }: { hours?: number | undefined } = {}): Screen {
  const { t, format } = voice;
  const waited = hours < 48 ? format.hours(hours) : format.days(Math.floor(hours / 24));
  return {
    text: hours < 1 ? t.subscription.ready : t.subscription.readyLate(waited),
    buttons: [
      [{ label: t.home.getKey, action: keyTaps.show(), style: 'primary' }],
      [{ label: t.home.subscription, action: taps.show() }],
      wayHome(voice),
    ],
  };
}

/** What refreshing has changed, in the words of a passing note. */
export function refreshedText(
  { t, format }: Voice,
  refreshed: { isReached: boolean; moreBytes: number },
): string {
  if (!refreshed.isReached) return t.checkup.notReached;
  return refreshed.moreBytes > 0
    ? t.checkup.moreUsed(format.size(refreshed.moreBytes))
    : t.checkup.nothingNew;
}

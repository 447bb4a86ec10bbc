import type { Button } from '../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import { helpCommands } from '../../telegram/commands.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { AccessState, Subscription } from '../subscriptions/service.ts';
import type { TrialOffer } from '../trial/service.ts';
import * as taps from './taps.ts';
import * as adminTaps from '../admin/taps.ts';
import * as checkupTaps from '../checkup/taps.ts';
import * as keyTaps from '../keys/taps.ts';
import * as subscriptionTaps from '../subscriptions/taps.ts';
import * as trialTaps from '../trial/taps.ts';
import * as orderTaps from '../money/orders/taps.ts';
import * as inviteTaps from '../invites/taps.ts';

/** The facts that the home screen shows. */
export interface HomeView {
  service: string;
  name: string;
  admitted: boolean;
  staff: boolean;
  subscription: Subscription | undefined;
  access: AccessState;
  trial: TrialOffer | undefined;
  /** A line in place of the greeting, such as a welcome. */
  opening?: Html | undefined;
}

/** The main menu: what is so now, and the buttons that make sense now. */
export function homeScreen(voice: Voice, view: HomeView): Screen {
  const { t } = voice;
  return {
    text: join(
      [view.opening ?? t.home.title(view.service, view.name), plain(stateLine(voice, view))],
      '\n\n',
    ),
    buttons: [
      ...mainRows(voice, view),
      [
        { label: t.home.language, action: taps.openLanguages() },
        { label: t.home.help, action: taps.openHelp() },
      ],
      ...(view.staff ? [[{ label: t.home.admin, action: adminTaps.openDesk() }]] : []),
    ],
  };
}

function stateLine(voice: Voice, { subscription, access, trial }: HomeView): string {
  const { t, format } = voice;
  const expiresAt = subscription?.expiresAt ?? null;
  switch (access) {
    case 'pending':
      return t.home.pending;
    case 'ready':
      return expiresAt === null ? t.home.activeForEver : t.home.active(format.date(expiresAt));
    case 'used-up':
      return [t.home.usedUp, ...newTraffic(voice, subscription)].join('\n\n');
    case 'switched-off':
      return t.home.switchedOff;
    case 'ended':
      if (expiresAt !== null) return t.home.expired(format.date(expiresAt));
      return noAccessLine(voice, trial);
    case 'none':
      return noAccessLine(voice, trial);
  }
}

function newTraffic({ t, format }: Voice, subscription: Subscription | undefined): string[] {
  const { resetsAt = null } = subscription ?? {};
  return resetsAt === null ? [] : [t.subscription.newTraffic(format.date(resetsAt))];
}

function noAccessLine({ t, format }: Voice, trial: TrialOffer | undefined): string {
  if (trial === undefined) return t.home.noAccess;
  return t.home.noAccessTrial(format.days(trial.days), format.size(trial.gigabytes * 1024 ** 3));
}

function mainRows({ t }: Voice, { subscription, access, trial, admitted }: HomeView): Button[][] {
  const rows: Button[][] = [];
  const live = access !== 'none' && access !== 'ended';
  const buy: Button = { label: t.shop.buy, action: orderTaps.listPlans(0) };
  if (access === 'ready' || access === 'pending')
    rows.push([{ label: t.home.getKey, action: keyTaps.show(), style: 'primary' }]);
  const isBuyingNext = access === 'used-up' || (access === 'ended' && trial === undefined);
  if (isBuyingNext) rows.push([{ ...buy, style: 'primary' }]);
  if (trial !== undefined && !live)
    rows.push([{ label: t.home.trial, action: trialTaps.offer(), style: 'primary' }]);
  if (subscription !== undefined)
    rows.push([{ label: t.home.subscription, action: subscriptionTaps.show() }]);
  if (!isBuyingNext) rows.push([buy]);
  if (!live || !admitted) rows.push([{ label: t.home.invite, action: inviteTaps.enterCode() }]);
  return rows;
}

export function helpScreen(voice: Voice, service: string): Screen {
  const { t } = voice;
  return {
    text: t.home.help_(
      service,
      helpCommands.map((name) => t.home.commandLine(name, t.home.commandDoes[name])),
    ),
    buttons: [
      [{ label: t.home.getKey, action: keyTaps.show() }],
      [{ label: t.checkup.open, action: checkupTaps.check() }],
      wayHome(voice),
    ],
  };
}

export function languageScreen(voice: Voice): Screen {
  return {
    text: voice.t.home.languagePrompt,
    buttons: [
      [
        { label: 'Русский', action: taps.setLanguage('ru') },
        { label: 'English', action: taps.setLanguage('en') },
      ],
      wayHome(voice),
    ],
  };
}

import type { Button } from '../../telegram/screens/buttons.ts';
import type { Html } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import * as keyTaps from '../keys/taps.ts';
import * as preferenceTaps from '../preferences/taps.ts';
import * as orderTaps from '../money/orders/taps.ts';
import type { ReminderKind } from './kinds.rules.ts';
import * as taps from './taps.ts';

/** What somebody is reminded of, as of when, and what they bought last. */
export interface ReminderView extends orderTaps.FormerPurchase {
  about: ReminderKind | 'ended' | 'grace';
  now: Date;
  startedAt?: Date | undefined;
  endsAt?: Date | undefined;
  resetsAt?: Date | undefined;
  usedBytes: number;
  limitBytes?: number | undefined;
}

const hourMs = 60 * 60 * 1_000;

/** Says it, with the one button that does something about it, and one that says: no more of this. */
export function reminderScreen(
  voice: Voice,
  view: ReminderView,
  person?: { timeZone: string | null },
): Screen {
  const { t } = voice;
  const kind = view.about === 'ended' || view.about === 'grace' ? 'ends' : view.about;
  const quiet: Button = { label: t.reminders.mute[kind], action: taps.choose(kind, false) };
  const zone: Button = { label: t.reminders.otherTime, action: preferenceTaps.askZone() };
  return {
    text: textOf(voice, view),
    buttons: [
      [mainButton(voice, view)],
      [quiet],
      ...(person?.timeZone === null ? [[zone]] : []),
      wayHome(voice),
    ],
  };
}

function textOf({ t, format }: Voice, view: ReminderView): Html {
  const { about, now, startedAt, endsAt, resetsAt, usedBytes, limitBytes = 0 } = view;
  if (about === 'unconnected') return t.reminders.unconnected(format.date(startedAt ?? now));
  if (about === 'traffic') {
    const [used, limit] = [format.size(usedBytes), format.size(limitBytes)];
    const reset = resetsAt && format.date(resetsAt);
    return usedBytes >= limitBytes
      ? t.reminders.usedUp(limit, reset)
      : t.reminders.traffic(
          { percent: Math.floor((usedBytes * 100) / limitBytes), used, limit },
          format.size(limitBytes - usedBytes),
          reset,
        );
  }
  const end = endsAt ?? now;
  if (about === 'ended') return t.reminders.ended(format.date(end));
  if (about === 'grace') return t.reminders.grace(format.moment(end), format.size(limitBytes));
  const hours = Math.max(1, Math.round((end.getTime() - now.getTime()) / hourMs));
  const left = hours < 48 ? format.hours(hours) : format.days(Math.round(hours / 24));
  return t.reminders.ends(left, format.moment(end));
}

function mainButton({ t, format }: Voice, view: ReminderView): Button {
  const { about, minor, currency } = view;
  if (about === 'unconnected')
    return { label: t.reminders.connect, action: keyTaps.show(), style: 'primary' };
  const again = orderTaps.buyAgain(view);
  if (again === undefined || minor === undefined || currency === undefined)
    return { label: t.reminders.choose, action: orderTaps.listPlans(0), style: 'primary' };
  return { label: t.reminders.renew(format.money({ minor, currency })), action: again, style: 'primary' };
}

/** What they will not be reminded of any more, or will be again; with the way back. */
export function reminderChoiceScreen(voice: Voice, kind: ReminderKind, isWanted: boolean): Screen {
  const { t } = voice;
  const texts = isWanted ? t.reminders.wanted : t.reminders.muted;
  const other = isWanted ? t.reminders.mute[kind] : t.reminders.unmute;
  return {
    text: texts[kind],
    buttons: [
      [{ label: other, action: taps.choose(kind, !isWanted) }],
      wayHome(voice, { label: t.preferences.open, action: preferenceTaps.show() }),
    ],
  };
}

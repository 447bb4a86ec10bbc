import type { Button } from '../../../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../../../telegram/screens/html.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import type { Adoptable, AdoptionSurvey } from './adopt.service.ts';
import * as taps from './taps.ts';
import * as adminTaps from '../../../admin/taps.ts';
import * as panelTaps from '../../desk/taps.ts';

/** Asks for the account that is to be linked to somebody. */
export function askAccountScreen(voice: Voice, asked: { name: string; problem?: Html | undefined }): Screen {
  const { name, problem } = asked;
  return {
    text: join([problem, voice.t.adoption.ask(name)], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

/** The account that was found, with all that tells whether it is the right one, before anything is linked. */
export function foundAccountScreen(voice: Voice, found: Adoptable): Screen {
  const { t, format } = voice;
  const { daysLeft, usedBytes, limitBytes, conflict } = found;
  const used = format.size(usedBytes);
  const limit = limitBytes === null ? undefined : format.size(limitBytes);
  const yes: Button = { label: t.adoption.confirm, action: taps.confirm(), style: 'primary' };
  return {
    text: join(
      [
        t.adoption.found(found.name, found.panel),
        join([
          plain(daysLeft === null ? t.adoption.leftForEver : t.adoption.left(format.days(daysLeft))),
          plain(
            limit === undefined
              ? t.adoption.trafficUnlimited(used)
              : t.adoption.traffic(used, found.isMonthly === true ? t.general.aMonth(limit) : limit),
          ),
          !found.isActive && plain(t.adoption.inactive),
          found.isSwitchedOff === true && plain(t.adoption.staysOff),
        ]),
        conflict !== undefined && plain(t.adoption.conflicts[conflict]),
        plain(t.adoption.sendOther),
      ],
      '\n\n',
    ),
    buttons: [...(conflict === undefined ? [[yes]] : []), [cancelButton(voice)]],
  };
}

export function accountLinkedScreen(voice: Voice, userId: number): Screen {
  const { t } = voice;
  const person: Button = { label: t.adoption.toPerson, action: adminTaps.show(userId) };
  return { text: t.adoption.linked, buttons: [[person], wayHome(voice)] };
}

/** How many accounts of a panel fit somebody; nothing was linked to find out. */
export function adoptionSurveyScreen(
  voice: Voice,
  view: { panelId: number; panel: string; survey: AdoptionSurvey },
): Screen {
  const { t, format } = voice;
  const { free, matches } = view.survey;
  const all: Button = {
    label: t.adoption.confirmAll(format.number(matches)),
    action: taps.linkAll(view.panelId),
  };
  return {
    text: join(
      [
        t.adoption.surveyTitle(view.panel),
        join([
          plain(t.adoption.free(format.number(free))),
          plain(t.adoption.matches(format.number(matches))),
          ...leftOutLines(voice, view.survey),
        ]),
      ],
      '\n\n',
    ),
    buttons: [
      ...(matches > 0 ? [[all]] : []),
      wayHome(voice, { label: t.general.back, action: panelTaps.showSettings(view.panelId) }),
    ],
  };
}

type LeftOut = {
  [kind in 'ambiguous' | 'resetting' | 'switchedOff' | 'late']?: number | undefined;
};

/** What was not linked, or not as one may think, and why. */
function leftOutLines({ t, format }: Voice, counts: LeftOut): Html[] {
  const kinds = ['ambiguous', 'resetting', 'late', 'switchedOff'] as const;
  return kinds.flatMap((kind) => {
    const count = counts[kind] ?? 0;
    return count > 0 ? [plain(t.adoption.leftOut[kind](format.number(count)))] : [];
  });
}

/** Tells whoever asked how many accounts were linked. */
export function adoptedScreen(voice: Voice, done: LeftOut & { panel: string; count: number }): Screen {
  const { t, format } = voice;
  return {
    text: join(
      [t.adoption.done(done.panel, format.number(done.count)), join(leftOutLines(voice, done))],
      '\n\n',
    ),
    buttons: [[{ label: t.panels.open, action: panelTaps.list() }], wayHome(voice)],
  };
}

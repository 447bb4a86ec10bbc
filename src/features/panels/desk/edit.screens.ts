import type { PanelFault } from '../hiddify/setup.ts';
import type { Button } from '../../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import {
  type AccessStep,
  accessSteps,
  type PanelField,
  type PanelStep,
  panelSteps,
} from './answers.rules.ts';
import * as taps from './taps.ts';

/** Asks for one of the five things that are needed to reach a panel. */
export function panelStepScreen(voice: Voice, step: PanelStep, problem?: Html): Screen {
  const { t } = voice;
  const title = t.panels.step(panelSteps.indexOf(step) + 1);
  return questionScreen(voice, { title, question: t.panels.ask[step], problem });
}

/** Why a panel was not added, and the way to try again. */
export function notAddedScreen(voice: Voice, wrong: PanelFault): Screen {
  const { t } = voice;
  return {
    text: t.panels.notAdded(t.panels.faults[wrong]),
    buttons: [
      [{ label: t.panels.tryAgain, action: taps.add() }],
      wayHome(voice, { label: t.general.back, action: taps.list() }),
    ],
  };
}

/** Asks for the new value of one field, and says what it is now. */
export function panelFieldScreen(
  voice: Voice,
  asked: { field: PanelField; now: string; problem?: Html | undefined },
): Screen {
  const { t } = voice;
  const { field, now, problem } = asked;
  const noLimit: Button = { label: t.panels.noLimit, action: taps.pickValue('none') };
  return questionScreen(voice, {
    title: plain(t.panels.values[field](now)),
    question: t.panels.askField[field],
    problem,
    extra: field === 'capacity' ? noLimit : undefined,
  });
}

/** Asks for one of the three secrets of a panel that is there already. */
export function accessStepScreen(
  voice: Voice,
  asked: { name: string; step: AccessStep; problem: Html | undefined },
): Screen {
  const { t } = voice;
  const { name, step, problem } = asked;
  return questionScreen(voice, {
    title: t.panels.accessTitle(name, accessSteps.indexOf(step) + 1),
    question: t.panels.ask[step],
    problem,
    extra: { label: t.panels.keep, action: taps.keepAccess(step) },
  });
}

/** Why the access is as it was, and the way to try again. */
export function notChangedScreen(voice: Voice, panelId: number, wrong: PanelFault): Screen {
  const { t } = voice;
  return {
    text: t.panels.notChanged(t.panels.faults[wrong]),
    buttons: [
      [{ label: t.panels.tryAgain, action: taps.editAccess(panelId) }],
      wayHome(voice, { label: t.general.back, action: taps.showSettings(panelId) }),
    ],
  };
}

function questionScreen(
  voice: Voice,
  asked: { title: Html; question: Html; problem: Html | undefined; extra?: Button | undefined },
): Screen {
  const { title, question, problem, extra } = asked;
  return {
    text: join([problem, join([title, question], '\n\n')], '\n\n'),
    buttons: [...(extra === undefined ? [] : [[extra]]), [cancelButton(voice)]],
  };
}

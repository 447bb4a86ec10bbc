import { type Action, type Button } from '../../telegram/screens/buttons.ts';
import { join } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { GuideStep } from './guides/service.ts';

/** The actions of a step's buttons beside going on: each where the step asks for it. */
export interface StepButtons {
  download: string | undefined;
  openUrl: string | undefined;
  /** To copy by a button, when it is short enough for one. */
  link: string | undefined;
  /** The device screen, with all steps as text. */
  device: Action;
  /** The step of this number. */
  to(number: number): Action;
  key: Action;
}

/** One step of a guide: its picture, what to do, and on to the next one. */
export function stepScreen(
  voice: Voice,
  { step, appName, buttons }: { step: GuideStep; appName: string; buttons: StepButtons },
): Screen {
  const { t } = voice;
  const { number, count, text, picture } = step;
  const back = number === 1 ? buttons.device : buttons.to(number - 1);
  const next: Button[] =
    number === count ? [] : [{ label: t.general.next, action: buttons.to(number + 1), style: 'primary' }];
  return {
    text: join([t.guides.stepTitle(appName, number, count), text], '\n\n'),
    ...(picture !== undefined && { photo: picture }),
    buttons: [
      ...helpRows(voice, { step, appName, buttons }),
      [{ label: t.general.back, action: back }, ...next],
      wayHome(voice, { label: t.keys.toKey, action: buttons.key }),
    ],
  };
}

/** The buttons of what the words of the step speak of. */
function helpRows(
  { t }: Voice,
  { step, appName, buttons }: { step: GuideStep; appName: string; buttons: StepButtons },
): Button[][] {
  const { download, openUrl, link } = buttons;
  if (step.kind === 'install' && download !== undefined)
    return [[{ label: t.keys.download(appName), url: download }]];
  if (step.kind !== 'import') return [];
  if (openUrl !== undefined) return [[{ label: t.keys.openIn(appName), url: openUrl }]];
  return link === undefined || link.length > 256 ? [] : [[{ label: t.keys.copy, copy: link }]];
}

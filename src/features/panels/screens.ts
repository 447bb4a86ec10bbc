import { action } from '../../platform/telegram/buttons.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';

/** Tells an admin what is wrong with a panel. */
export function panelAlarmScreen(
  voice: Voice,
  _person: unknown,
  details: Readonly<Record<string, string>>,
): Screen {
  const { t } = voice;
  return {
    text: t.panels.alarm(details['panel'] ?? '', errorWords(voice, details['alarm'])),
    buttons: [[{ label: t.panels.open, action: action('pnl') }], wayHome(voice)],
  };
}

/** A class of failure in plain words. */
export function errorWords({ t }: Voice, failure: string | null | undefined): string {
  const words: Readonly<Record<string, string>> = t.panels.errors;
  return words[failure ?? ''] ?? t.panels.errors.transient;
}

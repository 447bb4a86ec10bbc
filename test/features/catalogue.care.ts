import { plain } from '../../src/telegram/screens/html.ts';
import { askTimeScreen, preferencesScreen, zoneQuestion } from '../../src/features/preferences/screens.ts';
import { reminderKinds } from '../../src/features/reminders/kinds.rules.ts';
import { reminderChoiceScreen, reminderScreen } from '../../src/features/reminders/screens.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { checkupScreens } from './catalogue.checkup.ts';
import { now } from './samples.ts';

const later = new Date(now.getTime() + 70 * 60 * 60 * 1_000);
const limitBytes = 10_000 * 1024 ** 3;
const bought = [
  {},
  { planId: 2 ** 31, way: 'card', minor: 99_999_999, currency: 'RUB' },
  { planId: 2 ** 31, way: 'balance', minor: 99_999_999, currency: 'USD' },
  { planId: 2 ** 31, minor: 10_000, currency: 'XTR' },
] as const;

/** What people hear by themselves, and when they say that it does not work. */
export const careScreens: Readonly<Record<string, (voice: Voice) => Screen[]>> = {
  ...checkupScreens,
  reminderScreen: (voice) =>
    (['ends', 'ended', 'grace', 'traffic', 'unconnected'] as const).flatMap((about) =>
      bought.flatMap((again) =>
        [0, 0.8, 0.999, 1, 3].flatMap((share) =>
          [undefined, later].map((resetsAt) =>
            reminderScreen(voice, {
              about,
              now,
              startedAt: now,
              endsAt: later,
              resetsAt,
              usedBytes: Math.floor(limitBytes * share),
              limitBytes,
              ...again,
            }),
          ),
        ),
      ),
    ),
  preferencesScreen: (voice) =>
    [true, false].map((isZoneChosen) =>
      preferencesScreen(voice, {
        isZoneChosen,
        now,
        reminders: reminderKinds.map((kind) => ({ kind, isWanted: isZoneChosen })),
      }),
    ),
  zoneQuestion: (voice) => [zoneQuestion(voice, () => voice.format.time(now))],
  askTimeScreen: (voice) => [askTimeScreen(voice), askTimeScreen(voice, plain(voice.t.preferences.badTime))],
  reminderChoiceScreen: (voice) =>
    reminderKinds.flatMap((kind) =>
      [true, false].map((isWanted) => reminderChoiceScreen(voice, kind, isWanted)),
    ),
};

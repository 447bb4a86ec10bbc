import type { Button } from '../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import * as homeTaps from '../home/taps.ts';
import type { ReminderChoice } from '../reminders/service.ts';
import * as reminderTaps from '../reminders/taps.ts';
import * as taps from './taps.ts';
import { zones } from './zones.rules.ts';

/** What somebody has chosen, and what time it is. */
export interface PreferenceView {
  /** Whether the zone is theirs; until they choose one it is the service's. */
  isZoneChosen: boolean;
  now: Date;
  reminders: readonly ReminderChoice[];
}

/** Everything that somebody decides for themselves: language, time zone, what they are reminded of. */
export function preferencesScreen(voice: Voice, { isZoneChosen, now, reminders }: PreferenceView): Screen {
  const { t, format } = voice;
  const zone = t.preferences.zone(format.zone, format.time(now));
  return {
    text: join(
      [
        t.preferences.title,
        plain(isZoneChosen ? zone : `${zone}. ${t.preferences.notChosen}`),
        plain(t.preferences.reminded),
      ],
      '\n\n',
    ),
    buttons: [
      ...reminders.map(({ kind, isWanted }): Button[] => [
        { label: t.preferences.reminders[kind](isWanted), action: reminderTaps.choose(kind, !isWanted) },
      ]),
      [
        { label: t.preferences.changeZone, action: taps.askZone() },
        { label: t.home.language, action: homeTaps.openLanguages() },
      ],
      wayHome(voice),
    ],
  };
}

/** Cities with what time it is there, two in a row, and the way for everybody else. */
export function zoneQuestion(voice: Voice, timeIn: (zone: string) => string): Screen {
  const { t } = voice;
  const cities = zones.map(
    (zone): Button => ({
      // A phone shows the beginning of a label alone.
      label: `${timeIn(zone)} ${t.preferences.cities[zone]}`,
      action: taps.chooseZone(zone),
    }),
  );
  const rows = cities.flatMap((_, index) => (index % 2 === 0 ? [cities.slice(index, index + 2)] : []));
  return {
    text: t.preferences.askZone,
    buttons: [
      ...rows,
      [{ label: t.preferences.otherZone, action: taps.typeTime() }],
      wayHome(voice, { label: t.general.back, action: taps.show() }),
    ],
  };
}

/** Asks what time it is where they are. */
export function askTimeScreen(voice: Voice, problem?: Html): Screen {
  return {
    text: join([voice.t.preferences.askTime, problem], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

import type { Button } from '../../telegram/screens/buttons.ts';
import { join } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import { adviseMode, type NetworkKind, networks, type Place, places } from './advice.rules.ts';
import type { KeyMode } from './protocols/packet-cut.rules.ts';
import * as taps from './taps.ts';

/** Asks where the person is; `mode` is the one they come from, for the way back. */
export function placeQuestion(voice: Voice, mode: KeyMode): Screen {
  const { t } = voice;
  const choices = places.map(
    (place): Button => ({ label: t.keys.advice.places[place], action: taps.advise(mode, place) }),
  );
  return {
    text: t.keys.advice.where,
    buttons: [
      choices.slice(0, 2),
      choices.slice(2),
      wayHome(voice, { label: t.general.back, action: taps.compare(mode) }),
    ],
  };
}

/** Asks how the person is online. */
export function networkQuestion(voice: Voice, mode: KeyMode, place: Place): Screen {
  const { t } = voice;
  const choices = networks.map((network): Button[] => [
    { label: t.keys.advice.networks[network], action: taps.advise(mode, place, network) },
  ]);
  return {
    text: t.keys.advice.how,
    buttons: [...choices, wayHome(voice, { label: t.general.back, action: taps.advise(mode) })],
  };
}

/** The mode to begin with and why, and what to try next. */
export function adviceScreen(
  voice: Voice,
  { mode, place, network }: { mode: KeyMode; place: Place; network: NetworkKind },
): Screen {
  const { t } = voice;
  const advised = adviseMode(place, network);
  return {
    text: join([t.keys.advice.begin[advised], t.keys.advice.next[network]], '\n\n'),
    buttons: [
      [{ label: t.keys.modes[advised], action: taps.show(advised), style: 'primary' }],
      wayHome(voice, { label: t.general.back, action: taps.advise(mode, place) }),
    ],
  };
}

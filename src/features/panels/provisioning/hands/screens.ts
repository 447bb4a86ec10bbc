import type { Button } from '../../../../telegram/screens/buttons.ts';
import { clip } from '../../../../telegram/screens/clip.ts';
import { join, plain } from '../../../../telegram/screens/html.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import * as adminTaps from '../../../admin/taps.ts';
import * as panelTaps from '../../desk/taps.ts';
import type { AskedHand } from './service.ts';
import * as taps from './taps.ts';

/** What was changed on a panel by hand and waits for a decision, one button each. */
export function handsScreen(
  voice: Voice,
  view: { panelId: number; panel: string; hands: readonly AskedHand[]; count: number },
): Screen {
  const { t, format } = voice;
  const { panelId, panel, hands, count } = view;
  return {
    text: join(
      [t.hands.title(panel), plain(count === 0 ? t.hands.none : t.hands.count(format.number(count)))],
      '\n\n',
    ),
    buttons: [
      ...hands.map((asked): Button[] => [
        {
          label: clip(`${clip(nameOf(asked), 16)}: ${whatWords(voice, asked)}`, 40),
          action: taps.show(asked.hand.id),
        },
      ]),
      wayHome(voice, { label: t.general.back, action: panelTaps.show(panelId) }),
    ],
  };
}

/** One of them: whose, what, since when, what it means, and what may be decided. */
export function handScreen(voice: Voice, asked: AskedHand): Screen {
  const { t, format } = voice;
  const { hand, panel, choices } = asked;
  const labels = { taken: t.hands.take, 'put-back': t.hands.putBack[hand.kind] };
  return {
    text: join(
      [
        t.hands.one(nameOf(asked), panel),
        join([
          plain(t.hands.what(whatWords(voice, asked))),
          plain(t.hands.since(format.moment(hand.seenAt))),
          hand.decision !== null && plain(t.hands.decided[hand.decision]),
        ]),
        choices.length > 0 && plain(t.hands.means[hand.kind]),
      ],
      '\n\n',
    ),
    buttons: [
      ...choices.map((choice): Button[] => [{ label: labels[choice], action: taps.decide(hand.id, choice) }]),
      [{ label: t.adoption.toPerson, action: adminTaps.show(hand.userId) }],
      wayHome(voice, { label: t.general.back, action: taps.list(hand.panelId) }),
    ],
  };
}

function nameOf({ person, hand }: AskedHand): string {
  const name = [person.firstName, person.lastName].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? String(hand.userId) : name;
}

function whatWords({ t, format }: Voice, { hand }: AskedHand): string {
  const { kind, days, trafficBytes } = hand;
  if (kind === 'off') return t.hands.off;
  const parts = [
    ...(days === 0 ? [] : [days === null ? t.general.forEver : `+${format.days(days)}`]),
    ...(trafficBytes === 0
      ? []
      : [trafficBytes === null ? t.hands.unlimited : `+${format.size(trafficBytes)}`]),
  ];
  return t.hands.added(parts.join(', '));
}

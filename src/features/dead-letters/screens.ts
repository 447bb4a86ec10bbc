import type { Button } from '../../telegram/screens/buttons.ts';
import { clip } from '../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { pageRow, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { DeadLetter, GivenUp } from './service.ts';
import * as moneyTaps from '../money/desk/taps.ts';
import * as taps from './taps.ts';

/** So many fit on one screen. */
export const lettersPage = 5;

/** The screen of what was given up, why, and another life for it. */
export function deadLettersScreen(voice: Voice, view: GivenUp & { offset: number }): Screen {
  const { t, format } = voice;
  const { kinds, letters, total, updates, offset } = view;
  const back: Button = { label: t.general.back, action: moneyTaps.list(0, 'all') };
  return {
    text: join(
      [
        t.deadLetters.title,
        plain(total === 0 ? t.deadLetters.none : t.deadLetters.count(format.number(total))),
        updates > 0 && plain(t.deadLetters.updates(format.number(updates))),
        ...letters.map((letter, index) => letterText(voice, letter, offset + index + 1)),
      ],
      '\n\n',
    ),
    buttons: [
      letters.map(
        ({ id }, index): Button => ({
          label: t.deadLetters.retry(offset + index + 1),
          action: taps.retry(id),
        }),
      ),
      ...kinds.map(({ name, count }): Button[] => [
        {
          label: clip(t.deadLetters.retryAll(kindName(voice, name), count), 40),
          action: taps.retryAll(name),
        },
      ]),
      pageRow(voice, { offset, limit: lettersPage, total }, taps.list),
      wayHome(voice, back),
    ].filter((row) => row.length > 0),
  };
}

function letterText(voice: Voice, letter: DeadLetter, number: number): Html {
  const { t, format } = voice;
  const { error, attempts, diedAt } = letter;
  const said = error === '' ? t.deadLetters.noError : clip(error, 160);
  return join([
    t.deadLetters.heading(number, purposeOf(voice, letter)),
    plain(t.deadLetters.facts(format.moment(diedAt), format.number(attempts))),
    plain(t.deadLetters.error(said)),
  ]);
}

function kindName({ t }: Voice, name: string): string {
  const names: Record<string, string> = t.deadLetters.kinds;
  return names[name] ?? name;
}

/** The purpose of a job, with what of its data says whom or what it was about. */
function purposeOf(voice: Voice, { name, data }: DeadLetter): string {
  const about = (data ?? {}) as Record<string, unknown>;
  const told = ['userId', 'provider', 'objectId', 'refundId', 'paymentId', 'renewalId', 'panelId']
    .flatMap((key) => {
      const value = about[key];
      return typeof value === 'string' || typeof value === 'number' ? [clip(String(value), 60)] : [];
    })
    .join(' ');
  return voice.t.deadLetters.purpose(kindName(voice, name), told);
}

import type { Button } from '../../../../telegram/screens/buttons.ts';
import { clip } from '../../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../../telegram/screens/html.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { wayHome } from '../../../../texts/navigation.ts';
import { sentence } from '../../../../texts/sentence.ts';
import type { Voice } from '../../../../texts/voice.ts';
import { type Difference, isWell, type Reconciliation, type Sums } from './rules.ts';
import type { MoneyReport } from './tables.ts';
import { providerName } from '../../payments/words.screens.ts';
import * as taps from '../taps.ts';
import * as deadLetterTaps from '../../../dead-letters/taps.ts';

/** The notice of a report: one line when all is well, and otherwise what is not. */
export function reportNoticeScreen(voice: Voice, found: Reconciliation): Screen {
  const { t } = voice;
  const open: Button = { label: t.report.open, action: taps.showReport() };
  return {
    text: isWell(found)
      ? join([t.report.well(sentence(sumLine(voice, found.day))), untoldText(voice, found)])
      : join([t.report.wrong, ...problems(voice, found)], '\n\n'),
    buttons: [[open], wayHome(voice)],
  };
}

/** The newest report in full, and another one now. */
export function reportScreen(voice: Voice, report: MoneyReport | undefined): Screen {
  const { t } = voice;
  return {
    text:
      report === undefined ? join([t.report.title, plain(t.report.none)], '\n\n') : fullText(voice, report),
    buttons: [
      [{ label: t.report.now, action: taps.askReport() }],
      [
        { label: t.desk.filters.attention, action: taps.list(0, 'attention') },
        { label: t.deadLetters.open, action: deadLetterTaps.list(0) },
      ],
      wayHome(voice, { label: t.general.back, action: taps.list(0, 'all') }),
    ],
  };
}

function fullText(voice: Voice, { madeAt, content }: MoneyReport): Html {
  const { t, format } = voice;
  return join(
    [
      join([t.report.title, plain(t.report.made(format.moment(madeAt)))]),
      sumsText(voice, t.report.day, content.day),
      sumsText(voice, t.report.month, content.month),
      untoldText(voice, content),
      ...(isWell(content) ? [plain(t.report.allWell)] : problems(voice, content)),
    ],
    '\n\n',
  );
}

function sumsText(voice: Voice, title: string, sums: readonly Sums[]): Html {
  const { t, format } = voice;
  const side = ({ currency }: Sums, { count, minor }: Sums['listed']) =>
    t.report.side(format.number(count), format.money({ minor, currency }));
  const lines = sums.map((sum) =>
    plain(
      t.report.sums(
        sentence(providerName(voice, sum.provider)),
        side(sum, sum.listed),
        side(sum, sum.booked),
      ),
    ),
  );
  return join([t.report.heading(title), ...(lines.length === 0 ? [plain(t.report.nothing)] : lines)]);
}

/** All that was sold, in few words. */
function sumLine(voice: Voice, sums: readonly Sums[]): string {
  const { t, format } = voice;
  const parts = sums.map(({ provider, currency, booked }) =>
    t.report.sold(
      providerName(voice, provider),
      t.report.side(format.number(booked.count), format.money({ minor: booked.minor, currency })),
    ),
  );
  return parts.length === 0 ? t.report.nothing : parts.join('; ');
}

function untoldText({ t, format }: Voice, { withoutWebhook }: Reconciliation): Html | undefined {
  return withoutWebhook === 0 ? undefined : plain(t.report.untold(format.number(withoutWebhook)));
}

function problems(voice: Voice, found: Reconciliation): Html[] {
  const { t, format } = voice;
  const { differences, moreDifferences, away, openReviews, deadJobs, deadUpdates, wrongChecks } = found;
  const lines = [
    ...away.map((name) => plain(t.report.away(providerName(voice, name)))),
    ...differences.map((difference) => differenceText(voice, difference)),
    moreDifferences > 0 && plain(t.report.more(format.number(moreDifferences))),
    wrongChecks.length > 0 && plain(t.report.checks(format.number(wrongChecks.length))),
    openReviews > 0 && plain(t.report.reviews(format.number(openReviews))),
    deadJobs > 0 && plain(t.report.dead(format.number(deadJobs))),
    deadUpdates > 0 && plain(t.deadLetters.updates(format.number(deadUpdates))),
  ];
  return lines.filter((line) => line !== false);
}

function differenceText(voice: Voice, { provider, objectId, what, minor, currency }: Difference): Html {
  const { t, format } = voice;
  const money = format.money({ minor, currency });
  return t.report.differences[what](providerName(voice, provider), clip(objectId, 80), money);
}

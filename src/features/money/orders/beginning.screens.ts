import { join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Offer } from './service.ts';
import * as taps from './taps.ts';

/** Asks, before anything is paid, whether a wider plan begins now or after the narrower one, with what each would be. */
export function beginningQuestion(voice: Voice, offer: Offer): Screen {
  const { t, language } = voice;
  const { plan, promo, codeAside, renews } = offer;
  const promoId = (promo ?? codeAside)?.id ?? 0;
  const lines = (['now', 'after'] as const).flatMap(
    (begins) => beginningLine(voice, { ...offer, begins }) ?? [],
  );
  return {
    text: join(
      [t.shop.planTitle(plan.names[language]), plain(t.shop.begins.ask), ...lines.map(plain)],
      '\n\n',
    ),
    buttons: [
      ...(['now', 'after'] as const).map((begins) => [
        { label: t.shop.begins[begins], action: taps.offer(plan.id, promoId, { renews, begins }) },
      ]),
      wayHome(voice, { label: t.general.back, action: taps.listPlans(promoId) }),
    ],
  };
}

/** What beginning now, or after, would be, in numbers; undefined where nothing had to be chosen. */
export function beginningLine(voice: Voice, { plan, beginning, begins }: Offer): string | undefined {
  if (beginning === undefined || begins === undefined) return undefined;
  const { t, format, language } = voice;
  const wide = plan.names[language];
  const narrow = beginning.planNames?.[language] ?? t.shop.begins.narrower;
  const { beginsAfter, endsAfter, endsNow } = beginning;
  if (begins === 'after')
    return t.shop.begins.afterwards(wide, narrow, {
      from: format.date(beginsAfter),
      until: endsAfter === null ? undefined : format.date(endsAfter),
    });
  // As the profile says it.
  const left = timeText(voice, Math.ceil(beginning.leftMs / 86_400_000) * 86_400_000);
  if (endsNow === null) return t.shop.begins.atOnceForEver(wide, narrow, left);
  const until = format.date(endsNow);
  if (beginning.converts.length === 0) return t.shop.begins.atOnceThen(wide, narrow, { left, until });
  return t.shop.begins.atOnce(wide, narrow, { left, becomes: timeText(voice, beginning.becomesMs), until });
}

/** In whole days, rounded down, and in hours below one. */
function timeText({ format }: Voice, ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  return hours < 24 ? format.hours(hours) : format.days(Math.floor(hours / 24));
}

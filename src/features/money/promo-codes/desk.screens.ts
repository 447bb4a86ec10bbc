import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { html, type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { pageRow, wayHome } from '../../../texts/navigation.ts';
import { givesText } from '../../../texts/promo-words.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Plan } from '../../plans/service.ts';
import { termLines } from './screens.ts';
import type { Promo, PromoCard } from './service.ts';
import * as taps from './taps.ts';
import * as adminTaps from '../../admin/taps.ts';

/** So many fit on one screen. */
export const promosPage = 8;

/** A page of codes, the newest first. */
export function promoListScreen(
  voice: Voice,
  view: { promos: readonly Promo[]; total: number; offset: number; now: Date },
): Screen {
  const { t, format } = voice;
  const { promos, total, offset, now } = view;
  return {
    text: join([t.promos.title(format.number(total)), total === 0 && plain(t.promos.empty)], '\n\n'),
    buttons: [
      ...promos.map((promo): Button[] => [
        { label: clip(rowText(voice, promo, now), 40), action: taps.show(promo.id) },
      ]),
      pageRow(voice, { offset, limit: promosPage, total }, taps.list),
      [{ label: t.promos.create, action: taps.create(), style: 'primary' } as const],
      wayHome(voice, { label: t.general.back, action: adminTaps.openDesk() }),
    ].filter((row) => row.length > 0),
  };
}

function rowText(voice: Voice, promo: Promo, now: Date): string {
  const { t, format } = voice;
  const used = format.number(promo.used);
  return t.promos.row({
    code: clip(promo.code, 14),
    gives: givesText(voice, promo, 'short'),
    uses: promo.maxUses === null ? used : t.promos.usesOf(used, format.number(promo.maxUses)),
    state: t.promos.states[stateOf(promo, now)],
  });
}

type PromoState = 'on' | 'off' | 'early' | 'over' | 'used';

function stateOf({ isActive, startsAt, endsAt, maxUses, used }: Promo, now: Date): PromoState {
  if (!isActive) return 'off';
  if (endsAt !== null && endsAt <= now) return 'over';
  if (maxUses !== null && used >= maxUses) return 'used';
  return startsAt !== null && startsAt > now ? 'early' : 'on';
}

/** One code: its link, what it is, what became of it. */
export function promoCardScreen(
  voice: Voice,
  card: PromoCard,
  view: { plans: readonly Plan[]; link: string | undefined; now: Date; isNew?: boolean },
): Screen {
  const { t } = voice;
  const { promo } = card;
  const { link } = view;
  return {
    text: join(
      [
        view.isNew === true && t.promos.made,
        link === undefined ? plain(t.promos.noLink) : html`${t.promos.link}\n${link}`,
        factLines(voice, card, view),
      ],
      '\n\n',
    ),
    buttons: [
      ...(link === undefined ? [] : [[{ label: t.promos.copyLink, copy: link }]]),
      [
        promo.isActive
          ? { label: t.promos.switchOff, action: taps.switchOff(promo.id) }
          : { label: t.promos.switchOn, action: taps.switchOn(promo.id) },
      ],
      wayHome(voice, { label: t.general.back, action: taps.list(0) }),
    ],
  };
}

function factLines(voice: Voice, card: PromoCard, view: { plans: readonly Plan[]; now: Date }): Html {
  const { t, format } = voice;
  const { promo, reserved, maker } = card;
  const name = maker === undefined ? t.promos.someone : clip(maker.firstName, 64) || String(maker.telegramId);
  return join([
    t.promos.card(promo.code),
    plain(t.promos.state(t.promos.states[stateOf(promo, view.now)])),
    termLines(voice, promo, view.plans),
    plain(t.promos.usedSoFar(format.number(promo.used - reserved), format.number(reserved))),
    plain(t.promos.maker(name, format.date(promo.createdAt))),
  ]);
}

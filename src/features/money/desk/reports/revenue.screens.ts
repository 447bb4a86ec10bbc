import type { Button } from '../../../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../../../telegram/screens/html.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { wayHome } from '../../../../texts/navigation.ts';
import { sentence } from '../../../../texts/sentence.ts';
import type { Voice } from '../../../../texts/voice.ts';
import type { Revenue } from '../service.ts';
import { type RevenuePeriod, periods } from './periods.rules.ts';
import { providerName } from '../../payments/words.screens.ts';
import * as taps from '../taps.ts';

export interface RevenueView {
  period: RevenuePeriod;
  from: Date;
  to: Date;
  rows: readonly Revenue[];
}

/** The revenue: what came in, went back and is left, by currency and provider; buttons switch the time. */
export function revenueScreen(voice: Voice, view: RevenueView): Screen {
  const { t, format } = voice;
  const first = format.date(view.from);
  // The end is the first moment that is not part of it any more.
  const last = format.date(new Date(view.to.getTime() - 1));
  const currencies = [...new Set(view.rows.map(({ currency }) => currency))];
  return {
    text: join(
      [
        first === last ? t.revenue.titleDay(first) : t.revenue.title(first, last),
        currencies.length === 0 && plain(t.revenue.none),
        ...currencies.map((currency) =>
          currencyText(
            voice,
            view.rows.filter((row) => row.currency === currency),
          ),
        ),
      ],
      '\n\n',
    ),
    buttons: [
      ...[periods.slice(0, 2), periods.slice(2, 4), periods.slice(4)].map((row) =>
        row.map((period) => periodButton(voice, period, view.period)),
      ),
      wayHome(voice, { label: t.general.back, action: taps.list(0, 'all') }),
    ],
  };
}

function periodButton({ t }: Voice, period: RevenuePeriod, shown: RevenuePeriod): Button {
  const label = t.revenue.periods[period];
  return { label: period === shown ? `• ${label}` : label, action: taps.showRevenue(period) };
}

function currencyText(voice: Voice, rows: readonly Revenue[]): Html {
  const currency = rows[0]?.currency ?? 'USD';
  const net = rows.reduce(
    (sum, { inMinor, backMinor, disputedMinor }) => sum + inMinor - backMinor - disputedMinor,
    0,
  );
  const total = voice.t.revenue.total(voice.format.money({ minor: net, currency }));
  return join([total, ...rows.map((row) => providerText(voice, row))]);
}

function providerText(voice: Voice, row: Revenue): Html {
  const { t, format } = voice;
  const money = (minor: number) => format.money({ minor, currency: row.currency });
  const { sales, firstSales, inMinor, backMinor, disputedMinor } = row;
  return join([
    t.revenue.provider(sentence(providerName(voice, row.provider))),
    plain(t.revenue.received(money(inMinor), format.number(sales))),
    sales > 0 && plain(t.revenue.firsts(format.number(firstSales), format.number(sales - firstSales))),
    backMinor !== 0 && plain(t.revenue.back(money(backMinor))),
    disputedMinor !== 0 && plain(t.revenue.disputed(money(disputedMinor))),
  ]);
}

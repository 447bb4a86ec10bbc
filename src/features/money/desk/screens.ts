import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { join, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { pageRow, wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Payment, Purchases } from './service.ts';
import { type PaymentFilter, paymentFilters } from './filters.rules.ts';
import { paymentLine } from '../payments/words.screens.ts';
import * as taps from './taps.ts';
import * as deadLetterTaps from '../../dead-letters/taps.ts';
import * as adminTaps from '../../admin/taps.ts';

/** So many fit on one screen. */
export const paymentsPage = 8;

function paymentButton(voice: Voice, payment: Payment): Button {
  const mark = payment.status === 'review' ? '⚠️ ' : '';
  return {
    label: clip(`${mark}${voice.t.general.numbered(payment.id)}: ${paymentLine(voice, payment)}`, 40),
    action: taps.show(payment.id),
  };
}

/** The newest payments that a filter lets through, and the ways to everything else about money. */
export function paymentListScreen(
  voice: Voice,
  view: { rows: readonly Payment[]; total: number; offset: number; filter: PaymentFilter; waiting: number },
): Screen {
  const { t, format } = voice;
  const { rows, total, offset, filter, waiting } = view;
  const filterButton = (name: PaymentFilter): Button => ({
    label: name === filter ? `• ${t.desk.filters[name]}` : t.desk.filters[name],
    action: taps.list(0, name),
  });
  return {
    text: join(
      [
        t.desk.paymentsTitle,
        plain(total === 0 ? t.desk.nonePaid[filter] : t.desk.count(format.number(total))),
        filter !== 'attention' && waiting > 0 && plain(t.desk.waiting(format.number(waiting))),
      ],
      '\n\n',
    ),
    buttons: [
      ...rows.map((payment) => [paymentButton(voice, payment)]),
      pageRow(voice, { offset, limit: paymentsPage, total }, (from) => taps.list(from, filter)),
      paymentFilters.slice(0, 2).map(filterButton),
      paymentFilters.slice(2, 4).map(filterButton),
      paymentFilters.slice(4).map(filterButton),
      [
        { label: t.desk.find, action: taps.find() },
        { label: t.revenue.open, action: taps.showRevenue('month') },
      ],
      [
        { label: t.report.open, action: taps.showReport() },
        { label: t.deadLetters.open, action: deadLetterTaps.list(0) },
      ],
      wayHome(voice, { label: t.general.back, action: adminTaps.openDesk() }),
    ].filter((row) => row.length > 0),
  };
}

/** Asks what to look for. */
export function findPaymentScreen(voice: Voice): Screen {
  const { t } = voice;
  const back = { label: t.general.back, action: taps.list(0, 'all') };
  return { text: t.desk.askPayment, buttons: [wayHome(voice, back)] };
}

/** The payments that a search has found. */
export function foundPaymentsScreen(voice: Voice, query: string, rows: readonly Payment[]): Screen {
  const { t } = voice;
  const shown = clip(query, 64);
  return {
    text: rows.length === 0 ? t.desk.foundNone(shown) : t.desk.found(shown, rows.length),
    buttons: [
      ...rows.map((payment) => [paymentButton(voice, payment)]),
      [{ label: t.admin.searchAgain, action: taps.find() }],
      wayHome(voice, { label: t.general.back, action: taps.list(0, 'all') }),
    ],
  };
}

/** The screen of what one person has bought and paid, and what they have with us. */
export function purchasesScreen(voice: Voice, view: Purchases & { offset: number }): Screen {
  const { t, format, language } = voice;
  const { person, balances, debts, orders, rows, total, offset } = view;
  const name = [person.firstName, person.lastName].filter((part) => part !== null && part !== '').join(' ');
  return {
    text: join(
      [
        t.purchases.title(clip(name, 60), person.telegramId),
        balances.length > 0 &&
          plain(t.purchases.balance(balances.map((money) => format.money(money)).join(' · '))),
        debts.length > 0 && plain(t.purchases.debt(debts.map((money) => format.money(money)).join(' · '))),
        total === 0
          ? plain(t.purchases.none)
          : join(
              orders.map(({ id, planNames, status }) =>
                plain(t.purchases.orderLine(id, clip(planNames[language], 30), t.orders.states[status])),
              ),
            ),
      ],
      '\n\n',
    ),
    buttons: [
      ...rows.map((payment) => [paymentButton(voice, payment)]),
      pageRow(voice, { offset, limit: paymentsPage, total }, (from) =>
        taps.listPurchases(person.telegramId, from),
      ),
      wayHome(voice, { label: t.general.back, action: adminTaps.show(person.telegramId) }),
    ].filter((row) => row.length > 0),
  };
}

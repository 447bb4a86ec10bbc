import { action, type Button } from '../../platform/telegram/buttons.ts';
import { clip } from '../../platform/telegram/clip.ts';
import { join, plain } from '../../platform/telegram/html.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { pageRow, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { Income, Payment, PaymentStory } from './desk.service.ts';

/** So many fit on one screen. */
export const paymentsPage = 8;

function lineOf({ t, format }: Voice, { amountMinor, currency, provider, status }: Payment): string {
  return t.desk.paymentLine(format.money({ minor: amountMinor, currency }), provider, status);
}

/** The newest payments, and what came in during the last days. */
export function paymentListScreen(
  voice: Voice,
  view: { rows: readonly Payment[]; total: number; offset: number; income: readonly Income[] },
): Screen {
  const { t, format } = voice;
  const { rows, total, offset, income } = view;
  const lines = income.map(({ currency, inMinor, backMinor, sales }) =>
    t.desk.income(
      t.desk.incomeLine(
        format.money({ minor: inMinor, currency }),
        format.money({ minor: backMinor, currency }),
        format.number(sales),
      ),
    ),
  );
  return {
    text: join(
      [
        t.desk.paymentsTitle,
        plain(lines.length === 0 ? t.desk.noIncome : lines.join('\n')),
        total === 0 && plain(t.desk.noPayments),
      ],
      '\n\n',
    ),
    buttons: [
      ...rows.map((payment): Button[] => [
        { label: clip(`${payment.id}: ${lineOf(voice, payment)}`, 40), action: action('mon', payment.id) },
      ]),
      pageRow(voice, { offset, limit: paymentsPage, total }, 'mon.all'),
      wayHome(voice, { label: t.general.back, action: action('admin') }),
    ].filter((row) => row.length > 0),
  };
}

/** One payment's whole story. */
export function paymentStoryScreen(voice: Voice, story: PaymentStory): Screen {
  const { t, format } = voice;
  const { payment, order, refunds, refundableMinor } = story;
  const { currency } = payment;
  return {
    text: join([
      t.desk.paymentTitle(payment.id),
      plain(lineOf(voice, payment)),
      plain(format.moment(payment.paidAt ?? payment.createdAt)),
      payment.userId !== null && plain(t.desk.payer(payment.userId)),
      payment.objectId !== null && t.desk.objectId(payment.objectId),
      order !== undefined && plain(t.desk.orderLine(order.id, t.orders.states[order.status])),
      (payment.status === 'review' || payment.reason === 'inquiry') && plain(alarmOf(voice, payment.reason)),
      ...refunds.map(({ amountMinor, status, reason }) =>
        plain(t.desk.refundLine(format.money({ minor: amountMinor, currency }), status, clip(reason, 100))),
      ),
    ]),
    buttons: [
      ...(refundableMinor > 0
        ? [[{ label: t.desk.refund, action: action('mon.back?', payment.id) } satisfies Button]]
        : []),
      wayHome(voice, { label: t.general.back, action: action('mon.all', 0) }),
    ],
  };
}

function alarmOf({ t }: Voice, reason: string | null): string {
  const alarms: Record<string, string> = t.moneyNews.alarms;
  return alarms[reason ?? ''] ?? '';
}

export function refundQuestion(voice: Voice, { payment, refundableMinor }: PaymentStory): Screen {
  const { t, format } = voice;
  const price = format.money({ minor: refundableMinor, currency: payment.currency });
  return {
    text: t.desk.sureRefund(price),
    buttons: [
      [
        {
          label: t.desk.confirmRefund,
          action: action('mon.back', payment.id, refundableMinor),
          style: 'danger',
        },
      ],
      [{ label: t.general.back, action: action('mon', payment.id) }],
    ],
  };
}

import type { Payment } from '../../settlement/queries.ts';
import type { Order } from '../../orders/queries.ts';

/** The choices an admin has for a payment that was put aside; `ask`: have the provider asked once more. */
export const reviewChoices = ['accepted', 'credited', 'returned', 'outside', 'ask'] as const;
export type ReviewChoice = (typeof reviewChoices)[number];
/** Choices that decide for good. */
export const decisions = ['accepted', 'credited', 'returned', 'outside'] as const satisfies ReviewChoice[];
export type Decision = (typeof decisions)[number];

/** The choices for this payment now; nothing unless it waits to be decided about. */
export function choicesFor(
  payment: Payment,
  order: Order | undefined,
  canGiveBack: boolean,
): readonly ReviewChoice[] {
  if (payment.status !== 'review') return [];
  if (payment.reason === 'unknown-state') return ['ask'];
  // No money of ours: it was paid in the other mode, or in what our books do not know. Nothing comes of it here.
  if (payment.paidAt === null || payment.isDisputed) return ['outside'];
  const isWhole = payment.refundedMinor === 0;
  const canBuy = isWhole && (order === undefined || order.paidAt === null);
  return [
    ...(canBuy ? (['accepted'] as const) : []),
    'credited',
    ...(canGiveBack ? (['returned'] as const) : []),
    'outside',
  ];
}

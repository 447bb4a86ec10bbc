import type { Transaction } from '../../../platform/db.ts';
import type { Renewal } from './queries.ts';

/** The turns of an auto-renewal that its owner is told of: the ends that have a sentence of their own, and `ended`. */
export const renewalTurns = [
  'reminder',
  'failing',
  'ended',
  'unpaid',
  'taken-back',
  'review',
  'lost',
] as const;
export type RenewalTurn = (typeof renewalTurns)[number];

/** The notices to people about their auto-renewal, as part of the transaction that makes it true. */
export interface RenewalNotices {
  /** A charge is coming. */
  reminder(tx: Transaction, renewal: Renewal): Promise<void>;
  /** A charge was refused and is tried again. */
  failing(tx: Transaction, renewal: Renewal): Promise<void>;
  /** It is over, and not because the person said so in the chat. */
  ended(tx: Transaction, renewal: Renewal): Promise<void>;
  /** Its provider knows nothing of it: for admins, with its newest payment. */
  lost(tx: Transaction, renewal: Renewal & { paymentId?: number }): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1_000;
/** From the balance a period is paid so long before the one before it ends. */
export const chargeAheadMs = dayMs;

/** When the balance is charged for what follows access that ends then. */
export function chargeAt(expiresAt: Date): Date {
  return new Date(expiresAt.getTime() - chargeAheadMs);
}

/** People are reminded so long before they are charged. */
export const reminderAheadMs = 3 * dayMs;

/** Whether the reminder of the next charge is still to come. */
export function isToRemind({ nextChargeAt, remindedOf }: Renewal, now: Date): boolean {
  if (nextChargeAt === null || remindedOf?.getTime() === nextChargeAt.getTime()) return false;
  return nextChargeAt.getTime() - now.getTime() > reminderAheadMs;
}

/** Whether it renews, or tries to. */
export function isOn({ status }: Renewal): boolean {
  return status === 'active' || status === 'failing';
}

/** Names the access that is kept up while a period's money is awaited. */
export function graceReason(renewalId: number, period: number): string {
  return `grace of renewal ${renewalId} period ${period}`;
}

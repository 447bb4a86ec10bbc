import type { Renewal } from './queries.ts';

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

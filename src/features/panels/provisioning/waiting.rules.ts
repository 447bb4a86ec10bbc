import type { Subscription } from '../../subscriptions/service.ts';

type Waiting = Pick<Subscription, 'status' | 'pendingSince' | 'startedAt' | 'updatedAt'>;

/** Setting up takes seconds; what takes longer is not the person's to pay for. */
const graceMs = 10 * 60_000;

/** How long a panel has been asked for access in vain. */
export function waitedMs({ pendingSince, updatedAt }: Waiting, now: Date): number {
  return Math.max(0, now.getTime() - (pendingSince ?? updatedAt).getTime());
}

/** Whether time that nobody has had runs already. */
export function hasWaited(subscription: Waiting, now: Date): boolean {
  const { status, startedAt } = subscription;
  if (status !== 'pending' || startedAt === null) return false;
  return Math.min(waitedMs(subscription, now), now.getTime() - startedAt.getTime()) > graceMs;
}

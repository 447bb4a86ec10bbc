import type { Transaction } from '../../../platform/db.ts';
import type { Queue } from '../../../platform/queue.ts';
import { z } from 'zod';
import { defineJob } from '../../../platform/queue/job.ts';

/** End what somebody who was blocked has begun to buy, and what renews for them. For a week: they must not be charged. */
export const endPurchasesJob = defineJob({
  name: 'purchases-end',
  schema: z.object({ userId: z.number().int() }),
  retry: { limit: 2_000, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 2,
  key: ({ userId }) => `user ${userId}`,
  isCoalesced: true,
  deadLetter: true,
});

/** Has what somebody has begun to buy end, once the transaction commits. */
export function createEndPurchases({ queue }: { queue: Pick<Queue, 'enqueue'> }) {
  return (tx: Transaction, userId: number) => queue.enqueue(tx, endPurchasesJob({ userId }));
}

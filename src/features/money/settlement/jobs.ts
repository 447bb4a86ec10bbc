import { z } from 'zod';
import { defineJob } from '../../../platform/queue/job.ts';

/** Give money back that an admin said to give back. Of one payment one at a time. */
export const refundJob = defineJob({
  name: 'refund',
  schema: z.object({ refundId: z.number().int() }),
  // For a week: nobody else may ever do it.
  retry: { limit: 2_000, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 2,
  key: (_refund, paymentId: number) => `payment ${paymentId}`,
  deadLetter: true,
});

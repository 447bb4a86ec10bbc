import { z } from 'zod';
import type { JobDefinition } from '../../../platform/queue.ts';
import { providerNames } from '../providers/provider.ts';

/** Ask the provider of one payment of ours. The sweep asks again, so this need not be tried for ever. */
export const lookJob = {
  name: 'payment-look',
  schema: z.object({ paymentId: z.number().int() }),
  retry: { limit: 8, delaySeconds: 5, maxDelaySeconds: 120 },
  concurrency: 5,
  deadLetter: false,
} as const satisfies JobDefinition;

/** Ask the provider of something that a webhook named. Tried for a week: nobody else may ever tell us of it. */
export const hearJob = {
  name: 'payment-hear',
  schema: z.object({ provider: z.enum(providerNames), objectId: z.string() }),
  retry: { limit: 2_000, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 5,
  deadLetter: true,
} as const satisfies JobDefinition;

/** Give money back that an admin said to give back. */
export const refundJob = {
  name: 'refund',
  schema: z.object({ refundId: z.number().int() }),
  retry: { limit: 2_000, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 2,
  deadLetter: true,
} as const satisfies JobDefinition;

/** Compare providers' lists with the books: for nobody in particular once a day, or for the admin who asks. */
export const reportJob = {
  name: 'money-report',
  schema: z.object({ occasion: z.string(), askedBy: z.number().int() }).partial(),
  retry: { limit: 20, delaySeconds: 30, maxDelaySeconds: 600 },
  concurrency: 1,
  deadLetter: false,
  timeoutSeconds: 900,
} as const satisfies JobDefinition;

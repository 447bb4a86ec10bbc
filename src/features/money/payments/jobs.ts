import { z } from 'zod';
import { defineJob } from '../../../platform/queue/job.ts';
import { providerNames } from '../providers/registry.ts';

const id = z.number().int();
/** For a week: nobody else may ever do it. */
const forDays = { limit: 2_000, delaySeconds: 2, maxDelaySeconds: 300 };

/** Ask the provider of one payment of ours. The sweep asks again, so this need not be tried for ever. */
export const lookJob = defineJob({
  name: 'payment-look',
  schema: z.object({ paymentId: id }),
  retry: { limit: 8, delaySeconds: 5, maxDelaySeconds: 120 },
  concurrency: 5,
  key: ({ paymentId }) => `payment ${paymentId}`,
  isCoalesced: true,
  deadLetter: false,
});

/** Ask the provider of something that a webhook named. */
export const hearJob = defineJob({
  name: 'payment-hear',
  schema: z.object({ provider: z.enum(providerNames), objectId: z.string() }),
  retry: forDays,
  concurrency: 5,
  key: ({ provider, objectId }) => `${provider} ${objectId}`,
  deadLetter: true,
});

/** Compare providers' lists with the books: for nobody in particular once a day, or for the admin who asks. */
export const reportJob = defineJob({
  name: 'money-report',
  schema: z.object({ occasion: z.string(), askedBy: id }).partial(),
  retry: { limit: 20, delaySeconds: 30, maxDelaySeconds: 600 },
  concurrency: 1,
  deadLetter: false,
  timeoutSeconds: 900,
});

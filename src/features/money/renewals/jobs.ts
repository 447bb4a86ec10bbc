import { z } from 'zod';
import { defineJob } from '../../../platform/queue/job.ts';

const ofRenewal = z.object({ renewalId: z.number().int() });

/** One waiting job a renewal is enough: it reads what is wanted when it runs. */
const oncePerRenewal = {
  schema: ofRenewal,
  concurrency: 2,
  key: ({ renewalId }: z.infer<typeof ofRenewal>) => `renewal ${renewalId}`,
  isCoalesced: true,
};

/** Have a provider renew no more. Tried for a week: whoever said stop must not be charged again. */
export const stopRenewalJob = defineJob({
  name: 'renewal-stop',
  retry: { limit: 2_000, delaySeconds: 2, maxDelaySeconds: 300 },
  ...oncePerRenewal,
  deadLetter: true,
});

/** Ask a provider what became of a renewal. The timetable asks again, so this need not be tried for ever. */
export const lookRenewalJob = defineJob({
  name: 'renewal-look',
  retry: { limit: 8, delaySeconds: 5, maxDelaySeconds: 300 },
  ...oncePerRenewal,
  deadLetter: false,
});

/** Charge the balance for the next period. The timetable asks again, so this need not be tried for ever. */
export const chargeRenewalJob = defineJob({
  name: 'renewal-charge',
  retry: { limit: 8, delaySeconds: 5, maxDelaySeconds: 300 },
  ...oncePerRenewal,
  deadLetter: false,
});

import { z } from 'zod';
import type { JobDefinition } from '../../../platform/queue.ts';

const ofRenewal = z.object({ renewalId: z.number().int() });

/** Have a provider renew no more. Tried for a week: whoever said stop must not be charged again. */
export const stopRenewalJob = {
  name: 'renewal-stop',
  schema: ofRenewal,
  retry: { limit: 2_000, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 2,
  deadLetter: true,
} as const satisfies JobDefinition;

/** Ask a provider what became of a renewal. The timetable asks again, so this need not be tried for ever. */
export const lookRenewalJob = {
  name: 'renewal-look',
  schema: ofRenewal,
  retry: { limit: 8, delaySeconds: 5, maxDelaySeconds: 300 },
  concurrency: 2,
  deadLetter: false,
} as const satisfies JobDefinition;

/** Charge the balance for the next period. The timetable asks again, so this need not be tried for ever. */
export const chargeRenewalJob = {
  name: 'renewal-charge',
  schema: ofRenewal,
  retry: { limit: 8, delaySeconds: 5, maxDelaySeconds: 300 },
  concurrency: 2,
  deadLetter: false,
} as const satisfies JobDefinition;

/** One waiting job a renewal is enough: it reads what is wanted when it runs. */
export function renewalKey(renewalId: number): { key: string; singleton: true } {
  return { key: `renewal ${renewalId}`, singleton: true };
}

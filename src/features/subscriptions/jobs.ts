import { z } from 'zod';
import type { JobDefinition } from '../../platform/queue.ts';

/** Make the panel hold what the person is entitled to. Tried for days: what was granted is owed. */
export const provisionJob = {
  name: 'provision',
  schema: z.object({ userId: z.number().int() }),
  retry: { limit: 5_000, delaySeconds: 2, maxDelaySeconds: 60 },
  concurrency: 1,
  deadLetter: true,
} as const satisfies JobDefinition;

/** One waiting job a person is enough: it reads what is wanted when it runs. Two never run at once. */
export function jobKey(userId: number): { key: string; singleton: true } {
  return { key: `user ${userId}`, singleton: true };
}

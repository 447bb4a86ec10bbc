import type { z } from 'zod';

export interface JobDefinition {
  name: string;
  /** What the job carries, as JSON; checked when it is enqueued and again before it runs. */
  schema: z.ZodType;
  /** After the first failure `limit` further tries, the pause doubling from `delaySeconds` to `maxDelaySeconds`. */
  retry: { limit: number; delaySeconds: number; maxDelaySeconds: number };
  /** Most jobs of this name at once in each process. */
  concurrency: number;
  /** One job of a group at a time, however many jobs of this name run: a group that hangs holds up itself alone. */
  oneOfEachGroup?: boolean;
  /** Whether a job that failed for good is kept aside, to be looked at and redriven. */
  deadLetter: boolean;
  /** After so long an attempt is told to stop and counts as failed; 300 when not given. */
  timeoutSeconds?: number;
}

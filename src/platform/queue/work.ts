import { z } from 'zod';
import type { JobAttempt, JobHandler } from './attempt.ts';
import type { JobDefinition } from './definition.ts';
import type { Job } from './job.ts';
import { runWithin } from './running.ts';

/** A kind of job with what does it, for which `Needs` have to be at hand. */
export interface BoundJob<Needs = unknown> {
  readonly definition: JobDefinition;
  /** The names of the jobs that doing it may start: what else it starts is noticed. */
  readonly starts: readonly string[];
  readonly times?: Timetable<Needs>;
  /** Does it; the data is read by the job's own schema first. */
  readonly run: (attempt: JobAttempt<unknown>, needs: Needs) => Promise<unknown>;
}

/** The times at which a job is due by the clock, once an occurrence in all processes. */
export interface Timetable<Needs> {
  readonly cron: string;
  /** UTC when not given. */
  readonly timeZone?: (needs: Needs) => string;
}

interface Bonds<Needs> {
  starts?: readonly string[];
  /** For a job that is also due by the clock; what it carries then is empty. */
  times?: Timetable<Needs>;
}

/** Says what does a kind of job: the handler is given what the job's schema promises. */
export function work<Payload, Needs = unknown>(
  job: Job<Payload, never>,
  handler: (attempt: JobAttempt<Payload>, needs: Needs) => Promise<unknown>,
  { starts = [], times }: Bonds<Needs> = {},
): BoundJob<Needs> {
  const { definition, schema } = job;
  return {
    definition,
    starts,
    ...(times !== undefined && { times }),
    run: ({ data, ...attempt }, needs) => handler({ ...attempt, data: schema.parse(data) }, needs),
  };
}

const nothing = z.object({}).loose();

/** Work by the clock, which nobody asks for: missed once, it is done at the next time. */
export function timetable<Needs = unknown>(
  { name, cron, timeoutSeconds, starts = [] }: Routine,
  handler: (needs: Needs) => Promise<unknown>,
): BoundJob<Needs> {
  const definition: JobDefinition = {
    name,
    schema: nothing,
    retry: { limit: 3, delaySeconds: 5, maxDelaySeconds: 60 },
    concurrency: 1,
    deadLetter: false,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
  return { definition, starts, times: { cron }, run: (_attempt, needs) => handler(needs) };
}

interface Routine extends Pick<JobDefinition, 'name' | 'timeoutSeconds'> {
  cron: string;
  starts?: readonly string[];
}

/** The handler of a bound job, for whoever has what it needs. */
export function handlerOf<Needs>(job: BoundJob<Needs>, needs: Needs): JobHandler {
  const { definition, starts } = job;
  return (attempt) => runWithin({ name: definition.name, starts }, () => job.run(attempt, needs));
}

import type { Job } from 'pg-boss';
import { Refusal } from '../refusal.ts';
import { scrub } from '../scrub.ts';
import type { JobDefinition } from './definition.ts';

/** The attempt that a handler is given. */
export interface JobAttempt<Data> {
  id: string;
  data: Data;
  /** 1 for the first try. */
  attempt: number;
  /** Aborted when the time is up, the process has to end, or the job is no longer this process's. */
  signal: AbortSignal;
}

/**
 * Does the job; may be called again for a job already done, after a crash. A `Refusal` thrown ends the job as
 * refused; anything else thrown is tried again later.
 */
export type JobHandler = (job: JobAttempt<unknown>) => Promise<unknown>;

export interface JobOutcome {
  queue: string;
  result: 'done' | 'refused' | 'retried' | 'dead';
  attempt: number;
  seconds: number;
  /** What was thrown, for everything but `done`. */
  error?: unknown;
}

export type OnOutcome = (outcome: JobOutcome) => void;

/** One try of one job, as the job engine calls it: what it returns is recorded, what it throws is retried. */
export type Attempt = (job: Job<unknown>) => Promise<object>;

export function createAttempt(definition: JobDefinition, handler: JobHandler, onOutcome: OnOutcome): Attempt {
  return async (job) => {
    const attempt = job.retryCount + 1;
    const startedAt = performance.now();
    const end = (result: JobOutcome['result'], error?: unknown) =>
      onOutcome({
        queue: definition.name,
        result,
        attempt,
        seconds: (performance.now() - startedAt) / 1000,
        ...(error !== undefined && { error }),
      });
    try {
      await handler({ id: job.id, data: job.data, attempt, signal: job.signal });
      end('done');
      return { result: 'done' };
    } catch (error) {
      if (error instanceof Refusal) {
        end('refused', error);
        return { result: 'refused', kind: error.kind, code: error.code };
      }
      end(attempt > definition.retry.limit ? 'dead' : 'retried', error);
      throw storable(error);
    }
  };
}

/** The engine stores a thrown object with all its properties, which may hold requests, and with them secrets. */
function storable(error: unknown): Error {
  const stored = new Error(scrub(error instanceof Error ? error.message : String(error)));
  stored.stack = scrub(error instanceof Error ? (error.stack ?? '') : '');
  return stored;
}

import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createQueue, type Queue, type QueueOptions } from '../../../src/platform/queue.ts';
import { defineJob, type Job } from '../../../src/platform/queue/job.ts';
import type { JobOutcome } from '../../../src/platform/queue/attempt.ts';
import type { QueueStats } from '../../../src/platform/queue/stats.ts';

export const logger = pino({ level: 'silent' });
export const soon = { timeout: 15_000, interval: 20 };

export interface Numbered {
  n: number;
}

/** A kind of job that carries `{ n }` and is tried three times without a pause. */
export function numbered<About = void>(
  name: string,
  more: Partial<Parameters<typeof defineJob<Numbered, About>>[0]> = {},
): Job<Numbered, About> {
  const retry = { limit: 2, delaySeconds: 0, maxDelaySeconds: 0 };
  const schema = z.object({ n: z.number() });
  return defineJob<Numbered, About>({ name, schema, retry, concurrency: 1, deadLetter: true, ...more });
}

/** A queue that ends with the test, and the outcomes it reported. */
export function openQueue(
  url: string,
  options: Partial<QueueOptions> = {},
): { queue: Queue; outcomes: JobOutcome[] } {
  const outcomes: JobOutcome[] = [];
  const onOutcome = (outcome: JobOutcome) => void outcomes.push(outcome);
  const queue = createQueue({ url, logger, onOutcome, ...options });
  onTestFinished(() => queue.stop(1_000));
  return { queue, outcomes };
}

export async function statsOf(queue: Queue, name: string): Promise<QueueStats | undefined> {
  return (await queue.stats()).find((stats) => stats.name === name);
}

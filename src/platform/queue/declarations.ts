import type { PgBoss, QueueResult } from 'pg-boss';
import type { Attempt } from './attempt.ts';
import { type Crew, createCrew } from './crew.ts';
import type { JobDefinition } from './definition.ts';

/** The jobs and times that were declared before the start. */
export interface Declarations {
  definitions: Map<string, JobDefinition>;
  handlers: Map<string, Attempt>;
  schedules: { name: string; cron: string; timeZone: string }[];
}

const daySeconds = 86_400;

/** Where the jobs of a name go that failed for good. */
export function deadLetterName(name: string): string {
  return `${name}.dead`;
}

/** Creates or adjusts every declared queue, then the timetable. What is as it should be is left alone: a start then asks once. */
export async function openQueues(boss: PgBoss, declared: Declarations): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const definition of declared.definitions.values()) await openQueue(boss, definition, known);
  if (declared.schedules.length > 0) await openSchedules(boss, declared);
}

async function openQueue(
  boss: PgBoss,
  definition: JobDefinition,
  known: ReadonlyMap<string, QueueResult>,
): Promise<void> {
  const { name, retry, deadLetter, timeoutSeconds = 300 } = definition;
  if (deadLetter && !known.has(deadLetterName(name)))
    await boss.createQueue(deadLetterName(name), { retentionSeconds: 365 * daySeconds });
  const options = {
    retryLimit: retry.limit,
    retryDelay: retry.delaySeconds,
    retryBackoff: retry.delaySeconds > 0,
    ...(retry.delaySeconds > 0 && { retryDelayMax: Math.max(retry.maxDelaySeconds, retry.delaySeconds) }),
    expireInSeconds: timeoutSeconds,
    // A process that stops reporting for so long is dead, and its jobs go to another one.
    heartbeatSeconds: 30,
    retentionSeconds: 60 * daySeconds,
    deleteAfterSeconds: daySeconds,
    notify: true,
    ...(deadLetter && { deadLetter: deadLetterName(name) }),
  };
  const found = known.get(name);
  if (found === undefined) await boss.createQueue(name, { ...options, policy: 'singleton' });
  else if (!isAs(found, options)) await boss.updateQueue(name, options);
}

function isAs(found: QueueResult, options: Readonly<Partial<QueueResult>>): boolean {
  const wanted = Object.entries(options);
  const present = new Map<string, unknown>(Object.entries(found));
  return wanted.every(([name, value]) => present.get(name) === value);
}

/** A schedule taken out of the code must not go on filling a queue that nobody works. */
async function openSchedules(boss: PgBoss, { schedules }: Declarations): Promise<void> {
  for (const { name, cron, timeZone } of schedules) {
    await boss.schedule(name, cron, {}, { tz: timeZone, missed: 'once' });
  }
  const kept = new Set(schedules.map((schedule) => schedule.name));
  for (const found of await boss.getSchedules()) {
    if (!kept.has(found.name)) await boss.unschedule(found.name, found.key);
  }
}

/**
 * One engine worker per job at once, each taking one job at a time. Larger batches would finish as one: a slow job
 * would hold up the jobs beside it and those behind. They join the crews of their names.
 */
export async function startWorkers(
  boss: PgBoss,
  { definitions, handlers }: Declarations,
  crews: Map<string, Crew>,
): Promise<void> {
  for (const [name, attempt] of handlers) {
    const { concurrency = 1, oneOfEachGroup = false } = definitions.get(name) ?? {};
    const crew = createCrew(boss);
    crews.set(name, crew);
    for (let count = 0; count < concurrency; count++)
      await startWorker(boss, { name, attempt, oneOfEachGroup, crew });
  }
}

async function startWorker(
  boss: PgBoss,
  worker: { name: string; attempt: Attempt; oneOfEachGroup: boolean; crew: Crew },
): Promise<void> {
  const { name, attempt, oneOfEachGroup, crew } = worker;
  // A worker is woken for what is announced or found due; its own look is for what neither has told it.
  const pollingIntervalSeconds = 30;
  const self: { id?: string } = {};
  self.id = await boss.work(
    name,
    { batchSize: 1, pollingIntervalSeconds, ...(oneOfEachGroup && { groupConcurrency: 1 }) },
    async ([job]) => {
      const { id } = self;
      if (id !== undefined) crew.begin(id);
      try {
        return job ? await attempt(job) : undefined;
      } finally {
        // The engine would pause after a single job; told that there is another, it looks for the next one at once.
        if (id !== undefined) crew.end(id);
      }
    },
  );
  crew.join(self.id);
}

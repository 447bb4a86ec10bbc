import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { BaseLogger } from 'pino';
import type { Db } from './db.ts';
import { createAnnouncements } from './queue/announcements.ts';
import { createAttempt, type OnOutcome } from './queue/attempt.ts';
import { type DeadLetter, findDead, listDead } from './queue/dead.ts';
import type { JobDefinition } from './queue/definition.ts';
import type { JobRequest } from './queue/job.ts';
import { deadLetterName, openQueues, type Declarations, startWorkers } from './queue/declarations.ts';
import { createDueWatch, type DueWatch } from './queue/due-watch.ts';
import { hurryRetries } from './queue/hurry.ts';
import { findWaiting } from './queue/missing.ts';
import type { Crew } from './queue/crew.ts';
import { type UnnamedStart, unnamedStart } from './queue/running.ts';
import { type QueueStats, readStats } from './queue/stats.ts';
import { type BoundJob, handlerOf } from './queue/work.ts';

export type { DeadLetter };

export interface QueueOptions {
  url: string;
  logger: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  /** Told of the end of every attempt, for counting. */
  onOutcome?: OnOutcome;
  /** Told of a job that started another one without naming it among those that it starts. */
  onUnnamedStart?: (start: UnnamedStart) => void;
  /** How often jobs of dead processes are looked for, 10 when not given. */
  superviseSeconds?: number;
}

export interface Queue {
  /** Makes kinds of jobs known, to be enqueued here and done elsewhere. Before `start`. */
  declare(jobs: readonly Pick<BoundJob, 'definition'>[]): void;
  /** Makes them known, lets this process do them, and keeps their timetable. Before `start`. */
  work<Needs>(jobs: readonly BoundJob<Needs>[], needs: Needs): void;
  start(): Promise<void>;
  /** Adds a job as part of the transaction: it exists when and only when the transaction commits. */
  enqueue(tx: Db, request: JobRequest, options?: { startAfterSeconds?: number }): Promise<void>;
  /**
   * Adds those jobs, all of one kind that has a key, of whose key none waits yet, with two statements for all of them. Only for work that looks at
   * somebody else's state when it runs: one that waits already may run before this transaction's changes are seen.
   */
  enqueueMissing(tx: Db, requests: readonly JobRequest[]): Promise<void>;
  /** Takes no more jobs and waits up to `drainMs` for those running; what is unfinished then will run again. */
  stop(drainMs: number): Promise<void>;
  /** How many jobs of each declared name are where, from the database. */
  stats(): Promise<QueueStats[]>;
  /** Lets what waits for its next try run now, for when the reason to wait has gone; answers how many. */
  hurry(job: Pick<BoundJob, 'definition'>): Promise<number>;
  /** Jobs that failed for good, newest first, of every declared name. */
  deadLetters(page: { offset: number; limit: number }): Promise<{ letters: DeadLetter[]; total: number }>;
  /** The name of the job that a dead letter was, while it is one. */
  findDeadLetter(id: string, tx: Db): Promise<string | undefined>;
  /** Gives the dead letters of a name another life, all or those of these ids; answers how many. Each is moved once. */
  redrive(name: string, options?: { tx?: Db; ids?: string[] }): Promise<number>;
}

/** Durable jobs in the same PostgreSQL as everything else, run by pg-boss. */
export function createQueue(options: QueueOptions): Queue {
  const { url, logger, onOutcome = () => {}, onUnnamedStart = () => {} } = options;
  const faults = createFaultLog(logger);
  const boss = openBoss(options, faults.report);
  const declared: Declarations = { definitions: new Map(), handlers: new Map(), schedules: [] };
  let started = false;
  const crews = new Map<string, Crew>();
  let dueWatch: DueWatch | undefined;
  const announcements = createAnnouncements({
    url,
    logger,
    onJob: (name) => crews.get(name)?.wakeOne(),
    onConnected: () => crews.forEach((crew) => crew.wakeOne()),
  });
  return { declare, work, start, enqueue, enqueueMissing, stop, ...whatFailed(boss, declared) };

  function declare(jobs: readonly Pick<BoundJob, 'definition'>[]): void {
    for (const { definition } of jobs) declared.definitions.set(definition.name, definition);
  }

  function work<Needs>(jobs: readonly BoundJob<Needs>[], needs: Needs): void {
    declare(jobs);
    for (const job of jobs) {
      const { definition, times } = job;
      const { name } = definition;
      declared.handlers.set(name, createAttempt(definition, handlerOf(job, needs), onOutcome));
      if (times === undefined) continue;
      declared.schedules.push({ name, cron: times.cron, timeZone: times.timeZone?.(needs) ?? 'UTC' });
    }
  }

  async function start(): Promise<void> {
    await boss.start();
    await openQueues(boss, declared);
    started = true;
    if (declared.handlers.size === 0) return;
    // Heard before anybody looks, so that the look with which each worker begins misses nothing and none has to look twice.
    await announcements.start();
    await startWorkers(boss, declared, crews);
    dueWatch = createDueWatch({
      executor: () => boss.getDb(),
      names: [...declared.handlers.keys()],
      onDue: (name) => crews.get(name)?.wakeOne(),
      onFault: faults.report,
    });
    dueWatch.start();
  }

  async function stop(drainMs: number): Promise<void> {
    await Promise.all([dueWatch?.stop(), announcements.stop()]);
    await boss.stop({ graceful: true, timeout: drainMs });
    started = false;
  }

  async function enqueue(
    tx: Db,
    request: JobRequest,
    { startAfterSeconds = 0 }: { startAfterSeconds?: number } = {},
  ): Promise<void> {
    check(request);
    await send(boss, tx, { ...request, startAfter: startAfterSeconds });
  }

  async function enqueueMissing(tx: Db, requests: readonly JobRequest[]): Promise<void> {
    for (const request of requests) check(request);
    await sendMissing(boss, tx, requests);
  }

  function check({ definition, data }: JobRequest): void {
    definitionOf(declared, definition.name).schema.parse(data);
    if (!started) throw new Error('The queue is not started');
    const unnamed = unnamedStart(definition.name);
    if (unnamed !== undefined) onUnnamedStart(unnamed);
  }
}

function openBoss(
  { url, logger, superviseSeconds = 10 }: QueueOptions,
  onFault: (error: Error) => void,
): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'queue',
    max: 4,
    registerInstance: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  boss.on('error', onFault);
  boss.on('warning', (warning) => logger.warn({ warning: warning.message }, 'The job engine warns'));
  return boss;
}

/** What operators see of the queue and do about it. */
function whatFailed(
  boss: PgBoss,
  declared: Declarations,
): Pick<Queue, 'stats' | 'hurry' | 'deadLetters' | 'findDeadLetter' | 'redrive'> {
  const names = () => [...declared.definitions.keys()];
  return {
    stats: () => readStats(boss.getDb(), names()),
    hurry: ({ definition }) => hurryRetries(boss.getDb(), definitionOf(declared, definition.name).name),
    deadLetters: (page) => listDead(boss.getDb(), names(), page),
    findDeadLetter: (id, tx) => findDead(fromDrizzle(tx, sql), names(), id),
    redrive: (name, { tx, ids } = {}) =>
      boss.redrive(deadLetterName(definitionOf(declared, name).name), {
        ...(tx !== undefined && { db: fromDrizzle(tx, sql) }),
        ...(ids !== undefined && { ids }),
      }),
  };
}

function definitionOf({ definitions }: Declarations, name: string): JobDefinition {
  const definition = definitions.get(name);
  if (!definition) throw new Error(`No job is called "${name}"`);
  return definition;
}

async function sendMissing(boss: PgBoss, tx: Db, requests: readonly JobRequest[]): Promise<void> {
  const wanted = new Map(requests.map((request) => [request.key ?? '', request]));
  const [first] = requests;
  if (first === undefined) return;
  const { name } = first.definition;
  const db = fromDrizzle(tx, sql);
  const waiting = await findWaiting(db, name, [...wanted.keys()]);
  const missing = [...wanted].filter(([key]) => !waiting.has(key));
  if (missing.length === 0) return;
  await boss.insert(
    name,
    missing.map(([singletonKey, { data }]) => ({ singletonKey, data })),
    { db },
  );
}

type NewJob = Pick<JobRequest, 'definition' | 'data' | 'key' | 'isCoalesced' | 'group'> & {
  startAfter: number;
};

async function send(boss: PgBoss, tx: Db, job: NewJob): Promise<void> {
  const { data, key, isCoalesced, startAfter } = job;
  const { name } = job.definition;
  const group = job.group === undefined ? {} : { group: { id: job.group } };
  const options = { db: fromDrizzle(tx, sql), startAfter, ...group };
  if (isCoalesced && key !== undefined) {
    // Updating the waiting job locks it until this transaction ends. Merely leaving it alone would let a worker
    // run it before this transaction's changes are visible, and nothing would run after.
    await boss.upsert(name, data, { ...options, singletonKey: key });
    return;
  }
  // Without a key of its own a job would wait for every other job without one.
  await boss.send(name, data, { ...options, singletonKey: key ?? crypto.randomUUID() });
}

const faultLogPauseMs = 10_000;

/** While the database is away every worker fails every second; one line in ten seconds says it as well. */
function createFaultLog(logger: Pick<BaseLogger, 'error'>) {
  let count = 0;
  let quietUntil = 0;
  function report(error: Error): void {
    count++;
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + faultLogPauseMs;
    logger.error({ error: error.message, count }, 'The job engine reports a fault');
    count = 0;
  }
  return { report };
}

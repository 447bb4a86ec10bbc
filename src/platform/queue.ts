import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { BaseLogger } from 'pino';
import type { Db } from './db.ts';
import { createAnnouncements } from './queue/announcements.ts';
import { createAttempt, type JobHandler, type OnOutcome } from './queue/attempt.ts';
import { type DeadLetter, findDead, listDead } from './queue/dead.ts';
import type { JobDefinition } from './queue/definition.ts';
import { deadLetterName, openQueues, type Plan, startWorkers } from './queue/plan.ts';
import { hurryRetries } from './queue/hurry.ts';
import { findWaiting } from './queue/missing.ts';
import type { Crew } from './queue/crew.ts';
import { type QueueStats, readStats } from './queue/stats.ts';

export type { DeadLetter, JobDefinition };

export interface EnqueueOptions {
  /** What the job is about: jobs of one name and key never run at the same time, in any process. */
  key?: string;
  startAfterSeconds?: number;
  /** With a key: while such a job waits it is given this data and time instead of adding a second one. */
  singleton?: boolean;
  /** Of a job that works one of each group at a time: the group, such as `panel 7`. */
  group?: string;
}

export interface QueueOptions {
  url: string;
  logger: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  /** Told of the end of every attempt, for counting. */
  onOutcome?: OnOutcome;
  /** How often jobs of dead processes are looked for, 10 when not given. */
  superviseSeconds?: number;
}

export interface Queue {
  /** Makes a kind of job known. Before `start`. */
  declare(definition: JobDefinition): void;
  /** Lets this process run the jobs of a name. Before `start`. */
  work<Data>(name: string, handler: JobHandler<Data>): void;
  /** Enqueues an empty job at the times of the cron expression, once per occurrence in all processes. Before `start`. */
  schedule(name: string, cron: string, timeZone?: string): void;
  start(): Promise<void>;
  /** Adds a job as part of the transaction: it exists when and only when the transaction commits. */
  enqueue(tx: Db, name: string, data: object, options?: EnqueueOptions): Promise<void>;
  /**
   * Adds those jobs of whose key none waits yet, with two statements for all of them. Only for work that looks at
   * somebody else's state when it runs: one that waits already may run before this transaction's changes are seen.
   */
  enqueueMissing(tx: Db, name: string, jobs: readonly { key: string; data: object }[]): Promise<void>;
  /** Takes no more jobs and waits up to `drainMs` for those running; what is unfinished then will run again. */
  stop(drainMs: number): Promise<void>;
  /** How many jobs of each declared name are where, from the database. */
  stats(): Promise<QueueStats[]>;
  /** Lets what waits for its next try run now, for when the reason to wait has gone; answers how many. */
  hurry(name: string): Promise<number>;
  /** Jobs that failed for good, newest first, of every declared name. */
  deadLetters(page: { offset: number; limit: number }): Promise<{ letters: DeadLetter[]; total: number }>;
  /** The name of the job that a dead letter was, while it is one. */
  findDeadLetter(id: string, tx: Db): Promise<string | undefined>;
  /** Gives the dead letters of a name another life, all or those of these ids; answers how many. Each is moved once. */
  redrive(name: string, options?: { tx?: Db; ids?: string[] }): Promise<number>;
}

/** Durable jobs in the same PostgreSQL as everything else, run by pg-boss. */
export function createQueue({
  url,
  logger,
  onOutcome = () => {},
  superviseSeconds = 10,
}: QueueOptions): Queue {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'queue',
    max: 4,
    registerInstance: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  const plan: Plan = { definitions: new Map(), handlers: new Map(), schedules: [] };
  const faults = createFaultLog(logger);
  boss.on('error', faults.report);
  boss.on('warning', (warning) => logger.warn({ warning: warning.message }, 'The job engine warns'));
  let started = false;
  let crews = new Map<string, Crew>();
  const announcements = createAnnouncements({
    url,
    logger,
    onJob: (name) => crews.get(name)?.wakeOne(),
    onConnected: () => {
      for (const crew of crews.values()) crew.wakeOne();
    },
  });

  function definitionOf(name: string): JobDefinition {
    const definition = plan.definitions.get(name);
    if (!definition) throw new Error(`No job is called "${name}"`);
    return definition;
  }

  return {
    declare(definition) {
      plan.definitions.set(definition.name, definition);
    },
    work<Data>(name: string, handler: JobHandler<Data>) {
      // The schema makes the data what the handler of this name expects.
      plan.handlers.set(name, createAttempt(definitionOf(name), handler as JobHandler<unknown>, onOutcome));
    },
    schedule(name, cron, timeZone = 'UTC') {
      plan.schedules.push({ name: definitionOf(name).name, cron, timeZone });
    },
    async start() {
      await boss.start();
      await openQueues(boss, plan);
      started = true;
      crews = await startWorkers(boss, plan);
      if (crews.size > 0) await announcements.start();
    },
    // oxlint-disable-next-line max-params -- transaction, name and data are told apart by their types
    async enqueue(tx, name, data, options = {}) {
      definitionOf(name).schema.parse(data);
      if (!started) throw new Error('The queue is not started');
      await send(boss, tx, { name, data, options });
    },
    async enqueueMissing(tx, name, jobs) {
      const { schema } = definitionOf(name);
      if (!started) throw new Error('The queue is not started');
      const wanted = new Map(jobs.map(({ key, data }) => [key, schema.parse(data) as object]));
      if (wanted.size === 0) return;
      const db = fromDrizzle(tx, sql);
      const waiting = await findWaiting(db, name, [...wanted.keys()]);
      const missing = [...wanted].filter(([key]) => !waiting.has(key));
      if (missing.length === 0) return;
      await boss.insert(
        name,
        missing.map(([singletonKey, data]) => ({ singletonKey, data })),
        { db },
      );
    },
    async stop(drainMs) {
      await announcements.stop();
      await boss.stop({ graceful: true, timeout: drainMs });
      started = false;
    },
    stats: () => readStats(boss.getDb(), [...plan.definitions.keys()]),
    hurry: (name) => hurryRetries(boss.getDb(), definitionOf(name).name),
    deadLetters: (page) => listDead(boss.getDb(), [...plan.definitions.keys()], page),
    findDeadLetter: (id, tx) => findDead(fromDrizzle(tx, sql), [...plan.definitions.keys()], id),
    redrive: (name, { tx, ids } = {}) =>
      boss.redrive(deadLetterName(definitionOf(name).name), {
        ...(tx !== undefined && { db: fromDrizzle(tx, sql) }),
        ...(ids !== undefined && { ids }),
      }),
  };
}

interface NewJob {
  name: string;
  data: object;
  options: EnqueueOptions;
}

async function send(boss: PgBoss, tx: Db, { name, data, options }: NewJob): Promise<void> {
  const db = fromDrizzle(tx, sql);
  const startAfter = options.startAfterSeconds ?? 0;
  const group = options.group === undefined ? {} : { group: { id: options.group } };
  if (options.singleton && options.key !== undefined) {
    // Updating the waiting job locks it until this transaction ends. Merely leaving it alone would let a worker
    // run it before this transaction's changes are visible, and nothing would run after.
    await boss.upsert(name, data, { db, singletonKey: options.key, startAfter, ...group });
    return;
  }
  // Without a key of its own a job would wait for every other job without one.
  await boss.send(name, data, { db, singletonKey: options.key ?? crypto.randomUUID(), startAfter, ...group });
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

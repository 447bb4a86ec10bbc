import { uncounted } from '../../support/uncounted.ts';
import type pg from 'pg';
import { jobs } from '../../../src/app/given.ts';
import { hearJob, lookJob } from '../../../src/features/money/payments/jobs.ts';
import { endPurchasesJob } from '../../../src/features/money/orders/jobs.ts';
import { refundJob } from '../../../src/features/money/settlement/jobs.ts';
import {
  chargeRenewalJob,
  lookRenewalJob,
  stopRenewalJob,
} from '../../../src/features/money/renewals/jobs.ts';
import { provisionJob } from '../../../src/features/panels/provisioning/jobs.ts';
import type { Life } from './life.ts';

/** The queue's jobs, carried out one by one when the test says so, as the job engine would. */
export interface Workshop {
  /** Carries out the waiting job at this place of the line; answers whether there was one. It may fail and wait again. */
  runOne(place?: number): Promise<boolean>;
  /** Carries out everything that waits, and what comes of it. */
  runAll(): Promise<void>;
  /** What runs by the clock. */
  timetable(part?: keyof typeof routines): Promise<void>;
  scanDrift(): Promise<void>;
  /** Jobs of a process that ended wait again. */
  takeOver(): Promise<void>;
}

interface Job {
  id: string;
  name: string;
  data: unknown;
  state: string;
}

/** Those that the workshop does; the others are of no consequence for money. */
const names = [
  provisionJob,
  lookJob,
  hearJob,
  refundJob,
  stopRenewalJob,
  lookRenewalJob,
  chargeRenewalJob,
  endPurchasesJob,
].map(({ definition }) => definition.name);

async function carryOut(life: Life, { id, name, data, state }: Job): Promise<void> {
  const job = jobs.find(({ definition }) => definition.name === name);
  const { signal } = new AbortController();
  const needs = { ...life.services, ...life.panels, ...unasked };
  await job?.run({ id, data, attempt: state === 'retry' ? 2 : 1, signal }, needs);
}

const unasked = {
  timeZone: 'UTC',
  events: uncounted,
  show: async () => {},
  prune: async () => {},
};

const routines = {
  sweep: ({ services }: Life) => services.payments.sweep(),
  reconcile: ({ services }: Life) => services.upkeep.reconcile(),
  renewals: ({ services }: Life) => services.renewalUpkeep.runDue(),
  lapse: ({ services }: Life) => services.subscriptions.lapse(),
  sync: async ({ panels, services }: Life) => {
    for (const { id } of await services.fleet.list()) await panels.sync.sync(id);
  },
  'catch-up': ({ panels }: Life) => panels.provisioning.catchUp(),
  release: async ({ panels, services }: Life) => {
    for (const { id } of await services.fleet.list()) await panels.provisioning.release(id);
  },
} as const;

export function createWorkshop({
  sql,
  life,
  adminId,
}: {
  sql: pg.Pool;
  life: () => Life;
  adminId: number;
}): Workshop {
  /** One waiting job, unless its kind is at work for the same thing already. */
  async function take(place: number): Promise<Job | undefined> {
    const { rows } = await sql.query<Job>(
      `with due as (
         select j.id, j.name, j.state from pgboss.job j
         where j.name = any($1) and j.state in ('created', 'retry') and not exists (
           select 1 from pgboss.job other where other.name = j.name and other.state = 'active'
             and other.singleton_key = j.singleton_key)
         order by j.created_on, j.id offset $2 limit 1)
       update pgboss.job job set state = 'active', started_on = now() from due
       where job.id = due.id and job.name = due.name
       returning job.id, job.name, job.data, due.state::text as state`,
      [names, place],
    );
    return rows[0];
  }

  async function end(job: Job, state: 'completed' | 'retry'): Promise<void> {
    await sql.query(
      `update pgboss.job set state = $3::pgboss.job_state, completed_on = case when $3 = 'completed' then now() end
       where id = $1 and name = $2 and state = 'active'`,
      [job.id, job.name, state],
    );
  }

  async function runOne(place = 0): Promise<boolean> {
    const job = (await take(place)) ?? (place > 0 ? await take(0) : undefined);
    if (job === undefined) return false;
    try {
      await carryOut(life(), job);
    } catch (error) {
      // A process that ended says nothing of its jobs.
      if (!life().mortal.isDead()) await end(job, 'retry');
      throw error;
    }
    if (!life().mortal.isDead()) await end(job, 'completed');
    return true;
  }

  async function runAll(): Promise<void> {
    for (let tries = 0; tries < 400; tries++) if (!(await runOne().catch(rethrowUnlessAway))) return;
    throw new Error(`there is always another job to do: ${await describeWaiting()}`);
  }

  async function describeWaiting(): Promise<string> {
    const { rows } = await sql.query(
      `select name, data from pgboss.job where name = any($1) and state in ('created', 'retry') limit 5`,
      [names],
    );
    return JSON.stringify(rows);
  }

  async function timetable(part?: keyof typeof routines): Promise<void> {
    const parts = part === undefined ? Object.values(routines) : [routines[part]];
    for (const routine of parts) await routine(life());
  }

  /** With the operator's word for it: of a few people a few are many. */
  async function scanDrift(): Promise<void> {
    const { panels, services } = life();
    for (const { id } of await services.fleet.list())
      await panels.desk.repair({ key: `drift ${crypto.randomUUID()}`, actorId: adminId }, id);
  }

  async function takeOver(): Promise<void> {
    await sql.query(`update pgboss.job set state = 'retry' where state = 'active' and name = any($1)`, [
      names,
    ]);
  }

  return { runOne, runAll, timetable, takeOver, scanDrift };
}

const awayNames = /^(ProviderAway|PanelError|PaymentError)$/;
const closingLater = 'could not be closed yet';

/** Work that found somebody away is tried again; everything else is a fault of ours. */
function rethrowUnlessAway(error: unknown): boolean {
  if (error instanceof Error && awayNames.test(error.constructor.name)) return true;
  if (error instanceof Error && error.message.includes(closingLater)) return true;
  throw error;
}

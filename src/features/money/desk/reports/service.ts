import type { Clock } from '../../../../platform/clock.ts';
import { localDate } from '../../../../platform/dates.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import { countDeadUpdates } from '../../../../platform/inbox/deliveries.ts';
import type { Notice } from '../../../../platform/notices.ts';
import type { Cause, Once } from '../../../../platform/once.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { UserService } from '../../../users/service.ts';
import { runChecks } from '../../reconciliation/checks.queries.ts';
import { reportNotice } from './notices.ts';
import { compare, isAway } from './compare.service.ts';
import { listPayments } from '../queries.ts';
import { reportJob } from '../../payments/jobs.ts';
import type { RemoteProvider } from '../../providers/provider.ts';
import { delivers } from '../../providers/registry.ts';
import type { Reconciliation } from './rules.ts';
import { countUntold, findLastReport, findReport, insertReport } from './queries.ts';
import type { MoneyReport } from './tables.ts';
import type { PaymentService } from '../../payments/service.ts';
import type { MoneyUpkeep } from '../../reconciliation/upkeep.service.ts';

/** The comparison of the providers' own lists with our books and tells admins. */
export interface MoneyReports {
  /** Today's report: made once a calendar day, however often it is asked for, and told to every admin once. */
  daily(): Promise<void>;
  /** One that an admin has asked for, told to them alone. */
  carryOut(asked: { occasion: string; askedBy: number }): Promise<void>;
  /** Has one made now. Refuses `not-allowed`. */
  ask(cause: Cause): Promise<void>;
  /** The newest one. Refuses `not-allowed`. */
  latest(actorId: number): Promise<MoneyReport | undefined>;
}

const dayMs = 24 * 60 * 60_000;
const mostDifferences = 10;

export function createMoneyReports(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  users: Pick<UserService, 'demand'>;
  queue: Pick<Queue, 'enqueue' | 'stats'>;
  payments: Pick<PaymentService, 'lookAt'>;
  upkeep: Pick<MoneyUpkeep, 'reconcile'>;
  providers: readonly RemoteProvider[];
  timeZone: string;
  tell: (tx: Transaction, notice: Notice) => Promise<void>;
  tellAdmins: (tx: Transaction, notice: (userId: number) => Notice) => Promise<void>;
}): MoneyReports {
  const { db, clock, once, users, queue, upkeep, providers, tell, tellAdmins } = parts;
  return { daily, carryOut, ask, latest };

  async function daily(): Promise<void> {
    await store(localDate(clock.now(), parts.timeZone), null);
  }

  async function carryOut({ occasion, askedBy }: { occasion: string; askedBy: number }): Promise<void> {
    await store(occasion, askedBy);
  }

  /** The row and what is told of it are one transaction: whoever comes second finds the row and tells nobody. */
  async function store(occasion: string, askedBy: number | null): Promise<void> {
    if ((await findReport(db, occasion)) !== undefined) return;
    const content = await reconcile();
    await db.transaction(async (tx) => {
      const row = await insertReport(tx, { occasion, askedBy, content, madeAt: clock.now() });
      if (row === undefined) return;
      const notice = (userId: number) => reportNotice(userId, { content });
      await (askedBy === null ? tellAdmins(tx, notice) : tell(tx, notice(askedBy)));
    });
  }

  async function reconcile(): Promise<Reconciliation> {
    // First what nobody told us of is followed: what differs after that, differs.
    await upkeep.reconcile();
    const now = clock.now();
    const dayFrom = new Date(now.getTime() - dayMs);
    const times = { now, dayFrom, monthFrom: new Date(now.getTime() - 30 * dayMs) };
    const found: Reconciliation = {
      day: [],
      month: [],
      differences: [],
      moreDifferences: 0,
      away: [],
      ...(await counts(dayFrom)),
    };
    for (const provider of providers) await addProvider(found, provider, times);
    const { differences } = found;
    return {
      ...found,
      differences: differences.slice(0, mostDifferences),
      moreDifferences: Math.max(0, differences.length - mostDifferences),
    };
  }

  async function addProvider(
    found: Reconciliation,
    provider: RemoteProvider,
    times: Parameters<typeof compare>[2],
  ): Promise<void> {
    try {
      const { day, month, differences } = await compare(parts, provider, times);
      found.day.push(...day);
      found.month.push(...month);
      found.differences.push(...differences);
    } catch (error) {
      if (!isAway(error)) throw error;
      found.away.push(provider.name);
    }
  }

  async function counts(dayFrom: Date) {
    const wrong = (await runChecks(db)).filter((check) => check.wrong > 0);
    const { total: openReviews } = await listPayments(db, { filter: 'attention', offset: 0, limit: 1 });
    // What comes as updates in the chat nobody has to be asked for.
    const hooked = providers.map(({ name }) => name).filter((name) => delivers(name));
    return {
      withoutWebhook: await countUntold(db, hooked, dayFrom),
      openReviews,
      deadJobs: (await queue.stats()).reduce((sum, { dead }) => sum + dead, 0),
      deadUpdates: await countDeadUpdates(db),
      wrongChecks: wrong.map(({ name }) => name),
    };
  }

  async function ask(cause: Cause): Promise<void> {
    await once.apply(cause, 'ask for money report', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      await queue.enqueue(tx, reportJob({ occasion: cause.key, askedBy: cause.actorId }));
      return true;
    });
  }

  async function latest(actorId: number): Promise<MoneyReport | undefined> {
    await users.demand(actorId, 'manage money');
    return await findLastReport(db);
  }
}

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Events } from '../../../platform/events.ts';
import type { Logger } from '../../../platform/logger.ts';
import { type MoneyCheck, runChecks } from './checks.queries.ts';
import { ProviderAway, ProviderRefusal, type RemoteProvider } from '../providers/provider.ts';
import { findCursor, writeCursor } from '../providers/queries.ts';
import type { PaymentService } from '../payments/service.ts';
import type { RefusalWatch } from './refusal-watch.service.ts';
import type { WebhookWatch } from './webhook-watch.service.ts';
import type { MoneyNotices } from '../settlement/case.rules.ts';

/** The search for what no webhook told us of, and what should never be. */
export interface MoneyUpkeep {
  /** Reads every provider's own list and follows it; answers how many payments nobody had told us of. */
  reconcile(): Promise<number>;
  /** Looks at one payment whose time has come. */
  look(paymentId: number): Promise<void>;
  /** Looks for what must never be so; answers what was found, and has admins told. */
  check(): Promise<MoneyCheck[]>;
}

export function createMoneyUpkeep(parts: {
  db: Database;
  clock: Clock;
  payments: Pick<PaymentService, 'hear' | 'look'>;
  providers: readonly RemoteProvider[];
  notices: MoneyNotices;
  webhookWatch: Pick<WebhookWatch, 'found'>;
  refusals: Pick<RefusalWatch, 'watch'>;
  events: Pick<Events, 'paymentsFound' | 'moneyChecked'>;
  logger: Pick<Logger, 'warn'>;
}): MoneyUpkeep {
  const { db, clock, payments, providers, notices, webhookWatch, refusals, events, logger } = parts;

  async function reconcile(): Promise<number> {
    let found = 0;
    for (const provider of providers) found += await readList(provider);
    return found;
  }

  /** One provider that is away must not keep the others from being read. */
  async function readList(provider: RemoteProvider): Promise<number> {
    try {
      const before = await findCursor(db, provider.name);
      const { truths, cursor } = await refusals.watch(provider.name, 'listing', () =>
        provider.listSince(before?.cursor),
      );
      let found = 0;
      for (const truth of truths) if ((await payments.hear(provider, truth)) === 'settled') found += 1;
      // Only after all of it was followed: a crash before reads it again.
      await writeCursor(db, { provider: provider.name, cursor, readAt: clock.now() });
      if (found > 0) await noteFound(provider.name, found);
      return found;
    } catch (error) {
      if (!(error instanceof ProviderAway || error instanceof ProviderRefusal)) throw error;
      logger.warn({ err: error, provider: provider.name }, 'a list of payments was not read');
      return 0;
    }
  }

  /** Payments that only asking brought to light: whoever should have told us of them did not. */
  async function noteFound(provider: string, count: number): Promise<void> {
    events.paymentsFound(provider, count);
    await webhookWatch.found(provider);
  }

  async function look(paymentId: number): Promise<void> {
    const provider = await payments.look(paymentId);
    if (provider !== undefined) await noteFound(provider, 1);
  }

  async function check(): Promise<MoneyCheck[]> {
    const checks = await runChecks(db);
    for (const { name, wrong } of checks) events.moneyChecked(name, wrong);
    const found = checks.filter(({ wrong }) => wrong > 0);
    if (found.length > 0)
      await db.transaction((tx) => notices.toAdmins(tx, { what: 'drift', paymentId: found[0]?.sample ?? 0 }));
    return found;
  }

  return { reconcile, look, check };
}

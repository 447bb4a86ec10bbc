import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Logger } from '../../../platform/logger.ts';
import { createPatience } from '../../../platform/patience.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Fleet } from '../fleet/service.ts';
import type { PanelClient } from '../hiddify/client.ts';
import { PanelError } from '../hiddify/panel-error.ts';
import { desiredPanelUser } from './desired.rules.ts';
import { provisionJob } from './jobs.ts';
import { findForProvisioning } from './queries.ts';
import { writeSeen } from './sync/queries.ts';

/**
 * What an account on the panel was seen to be: `as-wanted`, another one (`differs`), none (`missing`); the panel does not
 * answer in time (`away`), or there is none yet (`nowhere`).
 */
export type AccountSight = 'as-wanted' | 'differs' | 'missing' | 'away' | 'nowhere';

/** What looking and writing came to: it is as wanted again (`mended`), or will be as soon as the panel lets it (`mending`). */
export type AccountMending = 'as-wanted' | 'mended' | 'mending' | 'away' | 'nowhere';

/** Looks at one person's account when they ask, where the lists of panels would take minutes to say it. */
export interface AccountLooks {
  /** Reads it where they live, and takes over what was counted there. */
  read(userId: number): Promise<AccountSight>;
  /** The same; what is not as wanted is written anew by the usual job, which heeds what was done there by hand. */
  mend(userId: number): Promise<AccountMending>;
}

/** So long whoever asked waits for what is written; then it goes on without them. */
const longestWaitMs = 4_000;
const betweenMs = 100;

export function createAccountLooks(parts: {
  db: Database;
  clock: Clock;
  fleet: Pick<Fleet, 'admits' | 'client'>;
  queue: Pick<Queue, 'enqueue'>;
  logger: Pick<Logger, 'warn'>;
}): AccountLooks {
  const { db, clock, fleet, queue, logger } = parts;
  const patience = createPatience({
    onLate: (error) => logger.warn({ err: error }, 'a panel was not waited for, and failed'),
  });
  return { read, mend };

  async function read(userId: number): Promise<AccountSight> {
    const found = await findForProvisioning(db, userId);
    const panel = found?.panel ?? undefined;
    if (found === undefined || panel === undefined) return 'nowhere';
    const client = fleet.admits(panel) ? fleet.client(panel) : undefined;
    if (client === undefined) return 'away';
    const waited = await patience.wait(`panel ${panel.id}`, () => look(client, { ...found, panel }));
    return typeof waited === 'object' ? waited.value : 'away';
  }

  async function look(
    client: PanelClient,
    { subscription, blockedAt, panel }: LivingFound,
  ): Promise<AccountSight> {
    try {
      const { id: panelId, timeZone } = panel;
      const readAt = clock.now();
      const account = await client.find(subscription.panelUuid);
      if (account === undefined) return 'missing';
      const { uuid, currentUsageBytes: usedBytes, lastOnline } = account;
      await writeSeen(db, { panelId, timeZone, readAt }, [{ uuid, usedBytes, lastOnline }]);
      const wanted = desiredPanelUser(subscription, { blocked: blockedAt !== null }, timeZone);
      return client.wrongValues(account, wanted).length === 0 ? 'as-wanted' : 'differs';
    } catch (error) {
      if (error instanceof PanelError) return 'away';
      throw error;
    }
  }

  async function mend(userId: number): Promise<AccountMending> {
    const seen = await read(userId);
    if (seen !== 'differs' && seen !== 'missing') return seen;
    const since = clock.now();
    const panelId = (await findForProvisioning(db, userId))?.subscription.panelId ?? null;
    await db.transaction((tx) => queue.enqueue(tx, provisionJob({ userId, recheck: 'write' }, panelId)));
    const waited = await patience.wait(`writing on panel ${panelId}`, () => isWrittenSoon(userId, since));
    return typeof waited === 'object' && waited.value ? 'mended' : 'mending';
  }

  async function isWrittenSoon(userId: number, since: Date): Promise<boolean> {
    for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += betweenMs) {
      const { verifiedAt = null } = (await findForProvisioning(db, userId))?.subscription ?? {};
      if (verifiedAt !== null && verifiedAt > since) return true;
      await pause(betweenMs);
    }
    return false;
  }
}

type Found = NonNullable<Awaited<ReturnType<typeof findForProvisioning>>>;
type LivingFound = Found & { panel: NonNullable<Found['panel']> };

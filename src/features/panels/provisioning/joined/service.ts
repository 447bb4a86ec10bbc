import type { PanelClient } from '../../hiddify/client.ts';
import { PanelError } from '../../hiddify/panel-error.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import { desiredPanelUser } from '../desired.rules.ts';
import type { JoinedHands } from '../hands/joined.service.ts';
import { termsIn } from '../hands/hand.rules.ts';
import { joinJob, type JoinWork } from '../jobs.ts';
import {
  deleteJoined,
  findJoined,
  insertJoined,
  type JoinedAccount,
  listHeld,
  listUnjoined,
  updateJoined,
} from './queries.ts';
import { askForLeftovers } from '../moves/leftovers.service.ts';
import { insertLeftovers } from '../moves/queries.ts';
import { findForProvisioning } from '../queries.ts';
import type { Subscription } from '../../../subscriptions/service.ts';
import { askToReapply } from '../reapply.service.ts';

/** The result of one try to join; `parked` waits for the panel, `given-up` for another change. */
export type Joined = 'done' | 'needless' | 'parked' | 'given-up';

export interface Joining {
  /** Makes a joined panel hold somebody's account, or lose it, whichever is wanted now. Throws what trying again may mend. */
  join(work: JoinWork): Promise<Joined>;
  /** Has one person's joined accounts looked after, or everybody's; answers how many had to be. */
  ask(userId?: number): Promise<number>;
}

/** The joined panels that were seen to hold somebody's account, for their subscription. */
export interface JoinedAccounts {
  heldBy(
    subscription: Pick<Subscription, 'userId' | 'panelUuid'>,
  ): Promise<readonly { panelId: number; version: number }[]>;
}

type Found = NonNullable<Awaited<ReturnType<typeof findForProvisioning>>>;

interface Held {
  account: JoinedAccount;
  found: Found;
  panel: Panel;
  /** What stood there before; undefined: nothing that we had noted. */
  there: PanelUser | undefined;
}

export function createJoining(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
  joinedHands: Pick<JoinedHands, 'look' | 'take'>;
}): Joining {
  const { db, clock, fleet, queue, joinedHands } = parts;

  async function join(work: JoinWork): Promise<Joined> {
    const [due] = await listUnjoined(db, work);
    const found = due && (await findForProvisioning(db, work.userId));
    const panel = due && (await fleet.find(work.panelId));
    if (due === undefined || found === undefined || panel === undefined) return 'needless';
    const known = await findJoined(db, work);
    if (known !== undefined && found.subscription.panelId === panel.id)
      return await giveOver(known, found.subscription);
    const client = fleet.admits(panel) ? fleet.client(panel) : undefined;
    if (client === undefined) return 'parked';
    // Stored before the panel hears of it, so that nothing stands there unknown.
    const account =
      known ??
      (await insertJoined(db, { ...work, uuid: found.subscription.panelUuid, createdAt: clock.now() }));
    try {
      const there = await joinedHands.look(client, account);
      const seen = { subscription: found.subscription, panel };
      // What was done there by hand holds: it is taken over, and followed by a run of its own.
      const isByHand = there !== undefined && (await joinedHands.take(account, { ...seen, account: there }));
      if (!isByHand)
        await (due.isWanted ? hold(client, { account, found, panel, there }) : release(client, account));
      fleet.succeeded(panel.id);
      await askToReapply(db, queue, panel);
      return 'done';
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      return await fail(error, { account, panel, version: found.subscription.desiredVersion });
    }
  }

  async function hold(client: PanelClient, { account, found, panel, there }: Held): Promise<void> {
    const { subscription, blockedAt } = found;
    const { desiredVersion: version, period, panelUuid } = subscription;
    const row = await renamed(client, account, panelUuid);
    const isNewPeriod = period > row.appliedPeriod;
    const counted = isNewPeriod ? 0 : row.usedBytes;
    // Of the one limit is left here what was not used on any other panel.
    const elsewhereBytes = Math.max(0, subscription.usedBytes + subscription.elsewhereBytes - counted);
    const person = { blocked: blockedAt !== null };
    const wanted = desiredPanelUser({ ...subscription, elsewhereBytes }, person, panel.timeZone);
    const resetUsage = isNewPeriod ? { usedBefore: row.usedBytes } : undefined;
    const isAsWanted = there !== undefined && client.wrongValues(there, wanted).length === 0;
    // A try that ends half-way is never taken for somebody's hand.
    if (row.held !== null && !isAsWanted) await updateJoined(db, row.id, { held: null });
    const options = {
      rewrite: row.failure !== null,
      resetUsage,
      ...(there?.uuid === panelUuid && { found: there }),
    };
    const held = await client.hold({ ...wanted, usedBytes: counted }, options);
    await updateJoined(db, row.id, {
      appliedVersion: version,
      appliedPeriod: period,
      verifiedAt: clock.now(),
      held: termsIn(held),
      failure: null,
      failedAt: null,
      givenUpVersion: null,
      // Within a period it is what the lists say that counts.
      ...(isNewPeriod && { usedBytes: Math.max(0, held.currentUsageBytes), usageReadAt: clock.now() }),
    });
  }

  /** The link was replaced: the account answers to the new uuid, and to no earlier one, however often tries ended half-way. */
  async function renamed(client: PanelClient, account: JoinedAccount, uuid: string): Promise<JoinedAccount> {
    let row = account;
    if (row.uuid !== uuid) {
      if (row.previousUuid !== null) await client.remove(row.previousUuid);
      row = (await updateJoined(db, row.id, { uuid, previousUuid: row.uuid })) ?? row;
    }
    if (row.previousUuid === null) return row;
    await client.replace({ from: row.previousUuid, to: row.uuid });
    return (await updateJoined(db, row.id, { previousUuid: null })) ?? row;
  }

  async function release(client: PanelClient, { id, uuid, previousUuid }: JoinedAccount): Promise<void> {
    if (previousUuid !== null) await client.remove(previousUuid);
    await client.remove(uuid);
    await deleteJoined(db, id);
  }

  /** They live there now: the account is that of their subscription, and what it was called before has to go. */
  async function giveOver(account: JoinedAccount, { panelUuid }: Subscription): Promise<Joined> {
    const { id, userId, panelId, uuid, previousUuid } = account;
    const uuids = [uuid, previousUuid].filter((known) => known !== null && known !== panelUuid) as string[];
    await db.transaction(async (tx) => {
      await deleteJoined(tx, id);
      const ids = await insertLeftovers(tx, { userId, panelId, uuids, now: clock.now() });
      await askForLeftovers(tx, queue, { panelId, ids });
    });
    return 'done';
  }

  async function fail(
    error: PanelError,
    { account, panel, version }: { account: JoinedAccount; panel: Panel; version: number },
  ): Promise<Joined> {
    const isFinal = error.advice === 'give-up';
    await updateJoined(db, account.id, {
      failure: error.class,
      failedAt: clock.now(),
      ...(isFinal && { givenUpVersion: version }),
    });
    if (isFinal) {
      await fleet.alarm(panel, 'stuck');
      return 'given-up';
    }
    await fleet.failed(panel, error, `${account.userId} joined`);
    if (!fleet.admits(panel)) return 'parked';
    throw error;
  }

  async function ask(userId?: number): Promise<number> {
    const shut = (await fleet.list()).filter((panel) => !fleet.admits(panel)).map(({ id }) => id);
    const due = await listUnjoined(db, { ...(userId !== undefined && { userId }), exceptPanelIds: shut });
    for (let from = 0; from < due.length; from += 100)
      await db.transaction(async (tx) => {
        for (const { userId: whose, panelId } of due.slice(from, from + 100))
          await queue.enqueue(tx, joinJob({ userId: whose, panelId }));
      });
    return due.length;
  }

  return { join, ask };
}

const freshMs = 5_000;

/** Where there is no joined panel, nobody is looked for. */
export function createJoinedAccounts(db: Database, fleet: Pick<Fleet, 'list'>): JoinedAccounts {
  let known: { some: boolean; untilMs: number } | undefined;

  async function someJoined(): Promise<boolean> {
    if (known === undefined || performance.now() >= known.untilMs) {
      const some = (await fleet.list()).some(({ joined }) => joined);
      known = { some, untilMs: performance.now() + freshMs };
    }
    return known.some;
  }

  return {
    heldBy: async (subscription) => ((await someJoined()) ? await listHeld(db, subscription) : []),
  };
}

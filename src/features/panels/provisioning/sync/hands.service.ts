import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { PanelClient } from '../../hiddify/client.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { desiredPanelUser } from '../desired.rules.ts';
import { provisionJob } from '../jobs.ts';
import { askAgain } from '../queries.ts';
import { type ListRead, listRunningAmong, listSwitchedOff, writeSwitchedOff } from './queries.ts';

/** The operator's hand on a panel: what was switched there by somebody else than us. */
export interface Hands {
  /** Takes over who was switched off on the panel, or on again, since it was seen last. `off`: the accounts listed as off. */
  takeOver(client: PanelClient, list: ListRead, seen: SeenAccounts): Promise<void>;
}

export interface SeenAccounts {
  isListed(uuid: string): boolean;
  off: ReadonlyMap<string, PanelUser>;
}

/**
 * An account that we switched on, and that is off with everything else as we wrote it, was switched off by hand: that is
 * a decision of whoever runs the panel, and stays. With other values it is an older state put back, and is repaired.
 */
export function createHands(parts: { db: Database; clock: Clock; queue: Pick<Queue, 'enqueue'> }): Hands {
  const { db, clock, queue } = parts;
  return { takeOver };

  async function takeOver(
    client: PanelClient,
    list: ListRead,
    { isListed, off }: SeenAccounts,
  ): Promise<void> {
    const running = await listRunningAmong(db, list, [...off.keys()]);
    const isByHand = ({ subscription }: (typeof running)[number]) => {
      const account = off.get(subscription.panelUuid);
      if (account === undefined) return false;
      const wanted = desiredPanelUser(subscription, { blocked: false }, list.timeZone);
      return client.wrongValues(account, wanted).join() === 'enable';
    };
    const switchedOff = running.filter(isByHand).map(({ subscription }) => subscription.id);
    const known = await listSwitchedOff(db, list);
    const switchedOn = known.filter(({ panelUuid }) => isListed(panelUuid) && !off.has(panelUuid));
    await note(switchedOff, clock.now());
    await note(
      switchedOn.map(({ id }) => id),
      null,
    );
  }

  /** Also joined accounts have to follow. */
  async function note(ids: readonly number[], at: Date | null): Promise<void> {
    if (ids.length === 0) return;
    await db.transaction(async (tx) => {
      await writeSwitchedOff(tx, ids, at);
      for (const { userId, panelId } of await askAgain(tx, { ids, now: clock.now() }))
        await queue.enqueue(tx, provisionJob({ userId }, panelId));
    });
  }
}

import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db.ts';
import type { Subscription } from '../../../subscriptions/service.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { lockById } from '../moves/queries.ts';
import type { ListRead } from '../sync/queries.ts';
import type { CarryHand } from './carry.service.ts';
import { changesOn, type FoundAccount, wantedTerms } from './changes.rules.ts';
import { type HandChange, termsIn } from './hand.rules.ts';
import { type HandOutcome, type ListedAccount, takeOverListed } from './listed.service.ts';
import { askUndecided, listChanged, writeHeld } from './queries.ts';

/** Sees what whoever runs a panel changed there by hand, and lets it hold until an admin decides. */
export interface Hands {
  /** Takes over what the panel's list shows of those who live there. */
  takeOver(panel: Panel, list: ListRead, listed: ReadonlyMap<string, PanelUser>): Promise<void>;
  /** Before an account is written: whether it was changed by hand since it was seen, which then holds first. */
  take(subscription: Subscription, panel: Panel, found: PanelUser): Promise<boolean>;
  /** From now on, until it is seen again, nobody knows what the account allows: it is being written. */
  forget(subscription: Subscription): Promise<void>;
  /** Asks admins again about what has waited a week for them. */
  askAgain(): Promise<void>;
}

const patienceMs = 7 * 24 * 60 * 60 * 1000;

export function createHands(parts: {
  db: Database;
  clock: Clock;
  fleet: Pick<Fleet, 'alarm' | 'find'>;
  carry: CarryHand;
}): Hands {
  const { db, clock, fleet, carry } = parts;
  return { takeOver, take, forget, askAgain: remind };

  async function takeOver(
    panel: Panel,
    list: ListRead,
    listed: ReadonlyMap<string, PanelUser>,
  ): Promise<void> {
    const differing = async (page: Parameters<typeof listChanged>[2]) =>
      (await listChanged(db, list, page)).flatMap(({ subscription }): ListedAccount[] => {
        const account = listed.get(subscription.panelUuid);
        if (account === undefined) return [];
        const found = { subscription, panel, account };
        const changes = changesOf(found);
        const { id, held } = subscription;
        return [{ id, account, isNoted: held !== null, changes, note: () => note(found, changes) }];
      });
    const writeTerms = (rows: Parameters<typeof writeHeld>[1]) => writeHeld(db, rows);
    await takeOverListed({ panel, listed, fleet }, { compare: differing, writeTerms });
  }

  async function take(subscription: Subscription, panel: Panel, account: PanelUser): Promise<boolean> {
    if (subscription.held === null) return false;
    const found = { subscription, panel, account };
    const changes = changesOf(found);
    const noted = changes.length === 0 ? undefined : await note(found, changes);
    if (noted === 'news') await fleet.alarm(panel, 'by-hand');
    return noted === 'news' || noted === 'known';
  }

  /** What was never noted is compared with what we want there, which is known to hold where the panel is in step. */
  function changesOf(found: FoundAccount): HandChange[] {
    return changesOn(found, found.subscription.held ?? wantedTerms(found), clock.now());
  }

  /** In one transaction, and only while the row is as it was looked at. */
  async function note(
    { subscription: seen, panel, account }: FoundAccount,
    changes: readonly HandChange[],
  ): Promise<HandOutcome> {
    return await db.transaction(async (tx) => {
      const row = await lockById(tx, seen.id);
      const isSame = row?.panelUuid === seen.panelUuid && row.panelId === panel.id;
      if (row === undefined || !isSame || JSON.stringify(row.held) !== JSON.stringify(seen.held))
        return 'outdated';
      await writeHeld(tx, [{ id: row.id, terms: termsIn(account) }]);
      const isNews = await carry(tx, row, { panelId: panel.id, seenBefore: row.verifiedAt, changes });
      return isNews ? 'news' : 'known';
    });
  }

  async function forget({ id, held }: Subscription): Promise<void> {
    if (held !== null) await writeHeld(db, [{ id, terms: null }]);
  }

  async function remind(): Promise<void> {
    const now = clock.now();
    const since = new Date(now.getTime() - patienceMs);
    for (const panelId of await askUndecided(db, { since, now })) {
      const panel = await fleet.find(panelId);
      if (panel !== undefined) await fleet.alarm(panel, 'by-hand');
    }
  }
}

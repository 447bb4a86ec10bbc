import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db.ts';
import type { Subscription } from '../../../subscriptions/service.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import type { PanelClient } from '../../hiddify/client.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { findJoined, type JoinedAccount, lockJoined, updateJoined } from '../joined/queries.ts';
import { lockById } from '../moves/queries.ts';
import type { ListRead } from '../sync/queries.ts';
import type { CarryHand } from './carry.service.ts';
import { changesOn, type FoundAccount, wantedTerms } from './changes.rules.ts';
import { type HandChange, termsIn } from './hand.rules.ts';
import { type HandOutcome, type ListedAccount, takeOverListed } from './listed.service.ts';
import { listChangedJoined, writeJoinedHeld } from './queries.ts';

/** The same for accounts that people have on a joined panel, beside the one where they live. */
export interface JoinedHands {
  /** Takes over what the joined panel's list shows of them. */
  takeOver(panel: Panel, list: ListRead, listed: ReadonlyMap<string, PanelUser>): Promise<void>;
  /** What stands there of a joined account, by whichever of its uuids; undefined also where it was never noted. */
  look(client: Pick<PanelClient, 'find'>, joined: JoinedAccount): Promise<PanelUser | undefined>;
  /**
   * Before a joined account is written or taken away: whether it was changed by hand since it was seen, which then holds
   * first, or has itself changed here since it was looked up. Either way a run of its own follows.
   */
  take(joined: JoinedAccount, found: FoundAccount): Promise<boolean>;
  /**
   * The same before somebody's joined account there becomes the one where they live. Where nothing was done by hand,
   * nobody knows from now on what it allows, and it is written anew if it stays a joined one.
   */
  takeOverBy(client: Pick<PanelClient, 'find'>, subscription: Subscription, panel: Panel): Promise<boolean>;
}

export function createJoinedHands(parts: {
  db: Database;
  clock: Clock;
  fleet: Pick<Fleet, 'alarm'>;
  carry: CarryHand;
}): JoinedHands {
  const { db, clock, fleet, carry } = parts;
  return { takeOver, look, take, takeOverBy };

  async function takeOver(
    panel: Panel,
    list: ListRead,
    listed: ReadonlyMap<string, PanelUser>,
  ): Promise<void> {
    const differing = async (page: Parameters<typeof listChangedJoined>[2]) =>
      (await listChangedJoined(db, list, page)).flatMap(({ joined, subscription }): ListedAccount[] => {
        const account = listed.get(joined.uuid);
        if (account === undefined) return [];
        const found = { subscription, panel, account };
        const changes = changesOf(joined, found);
        const { id, held } = joined;
        return [{ id, account, isNoted: held !== null, changes, note: () => note(joined, found, changes) }];
      });
    const writeTerms = (rows: Parameters<typeof writeJoinedHeld>[1]) => writeJoinedHeld(db, rows);
    await takeOverListed({ panel, listed, fleet }, { compare: differing, writeTerms });
  }

  async function look(
    client: Pick<PanelClient, 'find'>,
    { held, uuid, previousUuid }: JoinedAccount,
  ): Promise<PanelUser | undefined> {
    if (held === null) return undefined;
    return (await client.find(uuid)) ?? (previousUuid === null ? undefined : await client.find(previousUuid));
  }

  async function take(joined: JoinedAccount, found: FoundAccount): Promise<boolean> {
    const changes = changesOf(joined, found);
    if (changes.length === 0) return false;
    if ((await note(joined, found, changes)) === 'news') await fleet.alarm(found.panel, 'by-hand');
    return true;
  }

  async function takeOverBy(
    client: Pick<PanelClient, 'find'>,
    subscription: Subscription,
    panel: Panel,
  ): Promise<boolean> {
    const joined = await findJoined(db, { userId: subscription.userId, panelId: panel.id });
    if (joined === undefined) return false;
    const account = await look(client, joined);
    if (account !== undefined && (await take(joined, { subscription, panel, account }))) return true;
    await updateJoined(db, joined.id, { held: null, appliedVersion: 0 });
    return false;
  }

  /** Of what was never noted the switch alone tells: the limit hangs on what was used elsewhere when it was written. */
  function changesOf({ held }: JoinedAccount, found: FoundAccount): HandChange[] {
    const base = held ?? { ...termsIn(found.account), enable: wantedTerms(found).enable };
    return changesOn(found, base, clock.now());
  }

  /** In one transaction, and only while both rows are as they were looked at. */
  async function note(
    joined: JoinedAccount,
    { subscription, panel, account }: FoundAccount,
    changes: readonly HandChange[],
  ): Promise<HandOutcome> {
    return await db.transaction(async (tx) => {
      const row = await lockJoined(tx, joined.id);
      const now = await lockById(tx, subscription.id);
      if (row === undefined || now === undefined) return 'outdated';
      const isSame = now.desiredVersion === subscription.desiredVersion && stateOf(row) === stateOf(joined);
      if (!isSame) return 'outdated';
      await updateJoined(tx, row.id, { held: termsIn(account) });
      const isNews = await carry(tx, now, { panelId: panel.id, seenBefore: row.verifiedAt, changes });
      return isNews ? 'news' : 'known';
    });
  }
}

function stateOf({ uuid, previousUuid, appliedVersion, held }: JoinedAccount): string {
  return JSON.stringify([uuid, previousUuid, appliedVersion, held]);
}

import type { PanelUser } from '../../clients/panel/panel-user.ts';
import type { Clock } from '../../platform/clock.ts';
import { startOfDate } from '../../platform/dates.ts';
import type { Database, Transaction } from '../../platform/db.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Fleet, Panel } from '../panels/fleet.service.ts';
import { findSubscription, lockSubscription } from './queries.ts';
import type { Subscription, SubscriptionService } from './service.ts';
import { listLinked, writeAdoption } from './sync.queries.ts';
import { listKnownPeople } from './adopt.queries.ts';

export interface AdoptService {
  /**
   * Makes an account that stands on a panel the person's own, with the days and traffic it has left; the key stays.
   * The same account again changes nothing. Refuses `panel.unknown`, `panel.not-answering`, `panel.no-such-account`,
   * `panel.account-taken`, and `panel.has-other-account` for somebody who has one already.
   */
  adopt(link: { userId: number; panelId: number; uuid: string }): Promise<Subscription>;
  /** Accounts of a panel that carry the Telegram id of somebody known here who has no account yet. */
  findMatches(panelId: number): Promise<{ userId: number; uuid: string; name: string }[]>;
  /** Adopts all of them; answers how many. */
  adoptMatches(panelId: number): Promise<number>;
}

export function createAdoptService(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  subscriptions: Pick<SubscriptionService, 'grant'>;
}): AdoptService {
  const { db, clock, fleet, subscriptions } = parts;

  async function open(panelId: number) {
    const panel = await fleet.find(panelId);
    if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
    const client = fleet.admits(panel) ? fleet.client(panel) : undefined;
    if (client === undefined) throw new Refusal('busy', 'panel.not-answering');
    return { panel, client };
  }

  async function adopt(link: { userId: number; panelId: number; uuid: string }): Promise<Subscription> {
    const { panel, client } = await open(link.panelId);
    const account = await client.findUser(link.uuid);
    if (account === undefined) throw new Refusal('missing', 'panel.no-such-account');
    return await db.transaction((tx) => takeOver(tx, { userId: link.userId, panel, account }));
  }

  async function takeOver(
    tx: Transaction,
    { userId, panel, account }: { userId: number; panel: Panel; account: PanelUser },
  ): Promise<Subscription> {
    const now = clock.now();
    const before = await findSubscription(tx, userId);
    if (before?.panelUuid === account.uuid) return before;
    if (before !== undefined && before.appliedVersion > 0)
      throw new Refusal('conflict', 'panel.has-other-account');
    if ((await listLinked(tx, [account.uuid])).length > 0)
      throw new Refusal('conflict', 'panel.account-taken');
    const own = await lockSubscription(tx, { userId, panelUuid: account.uuid, now });
    const place = { panelId: panel.id, panelUuid: account.uuid, usedBytes: account.currentUsageBytes };
    await writeAdoption(tx, { id: own.id, ...place, now });
    return await subscriptions.grant(tx, {
      userId,
      source: 'admin',
      reason: `account ${account.uuid}`,
      ...remaining(account, panel.timeZone),
    });
  }

  async function findMatches(panelId: number) {
    const { client } = await open(panelId);
    const carrying = (await client.listUsers()).filter((account) => account.telegramId !== undefined);
    const linked = new Set(
      await listLinked(
        db,
        carrying.map(({ uuid }) => uuid),
      ),
    );
    const free = carrying.filter(({ uuid }) => !linked.has(uuid));
    const known = new Set(
      await listKnownPeople(
        db,
        free.map(({ telegramId }) => telegramId ?? 0),
      ),
    );
    const perPerson = new Map<number, typeof free>();
    for (const account of free) {
      const userId = account.telegramId ?? 0;
      if (known.has(userId)) perPerson.set(userId, [...(perPerson.get(userId) ?? []), account]);
    }
    // Who has two accounts there is for a person to decide.
    return [...perPerson].flatMap(([userId, [account, second]]) =>
      account === undefined || second !== undefined
        ? []
        : [{ userId, uuid: account.uuid, name: account.name }],
    );
  }

  async function adoptMatches(panelId: number): Promise<number> {
    const matches = await findMatches(panelId);
    for (const { userId, uuid } of matches) await adopt({ userId, panelId, uuid });
    return matches.length;
  }

  return { adopt, findMatches, adoptMatches };
}

/** The panel's way to say for ever, and without limit. */
const forEverDays = 10_000;
const unlimitedBytes = 1_000_000 * 1024 ** 3;

/** What the account has been given, as a grant: it ends with the panel's last date. */
function remaining(account: PanelUser, timeZone: string) {
  const { packageDays, startDate, usageLimitBytes } = account;
  return {
    // The last date counts as a whole day.
    days: packageDays >= forEverDays ? null : Math.max(1, packageDays + (startDate === undefined ? 0 : 1)),
    trafficBytes: usageLimitBytes >= unlimitedBytes ? null : Math.max(0, usageLimitBytes),
    ...(startDate !== undefined && { grantedAt: startOfDate(startDate, timeZone) }),
  };
}

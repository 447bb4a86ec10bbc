import { PanelError } from '../../hiddify/panel-error.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { startOfDate } from '../../../../platform/dates.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import type { Subscription, SubscriptionService } from '../../../subscriptions/service.ts';
import { listLinked, writeAdoption } from '../sync/queries.ts';
import { insertHand, writeSwitchedOff } from '../hands/queries.ts';
import { listKnownPeople } from './queries.ts';

/** An account as it stands on a panel, to be looked at before it is linked. */
export interface Adoptable {
  panelId: number;
  panel: string;
  uuid: string;
  name: string;
  /** Null: for ever. */
  daysLeft: number | null;
  usedBytes: number;
  /** Null: unlimited. */
  limitBytes: number | null;
  /** The limit is for each month. */
  isMonthly?: boolean | undefined;
  isActive: boolean;
  /** The switch on the panel: it stays as it is. */
  isSwitchedOff?: boolean | undefined;
  conflict?: AdoptionConflict | undefined;
}

export interface AdoptService {
  /**
   * Makes an account that stands on a panel the person's own, with the days and traffic it has left; the key stays.
   * The same account again changes nothing. Refuses `panel.unknown`, `panel.not-answering`, `panel.no-such-account`,
   * `panel.account-taken`, `panel.has-other-account` for somebody who has one already, and `panel.resets-traffic` for one whose
   * traffic begins anew each day, week or month. What is switched off there stays off; name and comment stay what they are.
   */
  adopt(link: { userId: number; panelId: number; uuid: string }): Promise<Subscription>;
  /** The account under a uuid on this panel; undefined when there is none. Refuses as `adopt` does. */
  find(panelId: number, uuid: string): Promise<{ panel: Panel; account: PanelUser } | undefined>;
  /** `adopt` inside a transaction, with an account that `find` has just found. */
  takeOver(
    tx: Transaction,
    found: { userId: number; panel: Panel; account: PanelUser },
  ): Promise<Subscription>;
  /** What stands in the way of adopting this account for this person; undefined: nothing. */
  conflictOf(link: { userId: number; uuid: string }): Promise<AdoptionConflict | undefined>;
  /** Accounts of a panel that carry the Telegram id of somebody known here who has no account yet. */
  findMatches(panelId: number): Promise<{ userId: number; uuid: string; name: string }[]>;
  /** How many accounts nobody here has, how many of them fit somebody, and how many people they fit more than once. */
  survey(panelId: number): Promise<AdoptionSurvey>;
  /** Adopts all that fit; answers how many, and why others were left out. Whoever got an account meanwhile is left alone. */
  adoptMatches(panelId: number): Promise<AdoptionReport>;
}

/** The account is theirs already · somebody else's · they have another one · its traffic begins anew by itself. */
export const adoptionConflicts = ['own', 'taken', 'has-other', 'resets'] as const;
export type AdoptionConflict = (typeof adoptionConflicts)[number];

export interface AdoptionSurvey {
  free: number;
  matches: number;
  ambiguous: number;
  /** They fit somebody, but their traffic begins anew by itself, which no subscription can say. */
  resetting: number;
  /** Of those that fit, the ones that are switched off, and stay so. */
  switchedOff: number;
}

/** What became of all that fitted. */
export interface AdoptionReport extends Pick<AdoptionSurvey, 'ambiguous' | 'resetting' | 'switchedOff'> {
  linked: number;
  /** They got an account, or the account an owner, meanwhile. */
  late: number;
}

export function createAdoptService(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  subscriptions: Pick<SubscriptionService, 'grant' | 'find' | 'lock'>;
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
    const found = await find(link.panelId, link.uuid);
    if (found === undefined) throw new Refusal('missing', 'panel.no-such-account');
    return await db.transaction((tx) => takeOver(tx, { userId: link.userId, ...found }));
  }

  async function find(panelId: number, uuid: string) {
    const { panel, client } = await open(panelId);
    const account = await client.find(uuid).catch(refuse);
    return account === undefined ? undefined : { panel, account };
  }

  async function conflictOf({ userId, uuid }: { userId: number; uuid: string }) {
    const own = await subscriptions.find(userId);
    if (own?.panelUuid === uuid) return 'own';
    if ((await listLinked(db, [uuid])).length > 0) return 'taken';
    return own !== undefined && own.appliedVersion > 0 ? 'has-other' : undefined;
  }

  async function takeOver(
    tx: Transaction,
    { userId, panel, account }: { userId: number; panel: Panel; account: PanelUser },
  ): Promise<Subscription> {
    const now = clock.now();
    const before = await subscriptions.find(userId, tx);
    if (before?.panelUuid === account.uuid) return before;
    if (before !== undefined && before.appliedVersion > 0)
      throw new Refusal('conflict', 'panel.has-other-account');
    if ((await listLinked(tx, [account.uuid])).length > 0)
      throw new Refusal('conflict', 'panel.account-taken');
    if (isResetting(account)) throw new Refusal('conflict', 'panel.resets-traffic');
    const own = await subscriptions.lock(tx, userId, account.uuid);
    const place = { panelId: panel.id, panelUuid: account.uuid, usedBytes: account.currentUsageBytes };
    await writeAdoption(tx, { id: own.id, ...place, now });
    const granted = await subscriptions.grant(tx, {
      userId,
      source: 'admin',
      reason: `account ${account.uuid}`,
      ...remaining(account, panel.timeZone),
    });
    if (!account.enable) await keepOff(tx, { userId, panelId: panel.id, now });
    return granted;
  }

  /** Whoever runs the panel has switched it off: linking it is no reason to switch it on. */
  async function keepOff(
    tx: Transaction,
    { userId, panelId, now }: { userId: number; panelId: number; now: Date },
  ) {
    const off = { kind: 'off', days: 0, trafficBytes: 0 } as const;
    await insertHand(tx, { userId, panelId, ...off, seenAt: now, askedAt: now });
    await writeSwitchedOff(tx, userId, now);
  }

  async function look(panelId: number) {
    const { panel, client } = await open(panelId);
    const accounts = await client.list().catch(refuse);
    const uuids = accounts.map(({ uuid }) => uuid);
    const linked = new Set(await listLinked(db, uuids));
    const free = accounts.filter(({ uuid }) => !linked.has(uuid));
    const ids = free.flatMap(({ telegramId }) => telegramId ?? []);
    const known = new Set(await listKnownPeople(db, ids));
    const perPerson = new Map<number, PanelUser[]>();
    for (const account of free) {
      const userId = account.telegramId ?? 0;
      if (known.has(userId)) perPerson.set(userId, [...(perPerson.get(userId) ?? []), account]);
    }
    // Who has two accounts there is for a person to decide.
    const single = [...perPerson].flatMap(([userId, [account, second]]) =>
      account === undefined || second !== undefined ? [] : [{ userId, account }],
    );
    const matches = single.filter(({ account }) => !isResetting(account));
    return {
      panel,
      matches,
      free: free.length,
      ambiguous: perPerson.size - single.length,
      resetting: single.length - matches.length,
      switchedOff: matches.filter(({ account }) => !account.enable).length,
    };
  }

  async function findMatches(panelId: number) {
    const { matches } = await look(panelId);
    return matches.map(({ userId, account: { uuid, name } }) => ({ userId, uuid, name }));
  }

  async function survey(panelId: number): Promise<AdoptionSurvey> {
    const { panel: _, matches, ...counts } = await look(panelId);
    return { ...counts, matches: matches.length };
  }

  async function adoptMatches(panelId: number): Promise<AdoptionReport> {
    const { panel, matches, ambiguous, resetting } = await look(panelId);
    const report = { linked: 0, late: 0, ambiguous, resetting, switchedOff: 0 };
    for (const match of matches) {
      const isTaken = await db
        .transaction((tx) => takeOver(tx, { panel, ...match }))
        .then(always, unlessRefused);
      if (!isTaken) report.late += 1;
      else report.linked += 1;
      if (isTaken && !match.account.enable) report.switchedOff += 1;
    }
    return report;
  }

  return { adopt, find, takeOver, conflictOf, findMatches, survey, adoptMatches };
}

/** A panel that is not shut off yet may still fail now. */
function refuse(error: unknown): never {
  if (error instanceof PanelError) throw new Refusal('busy', 'panel.not-answering');
  throw error;
}

const always = () => true;

function unlessRefused(error: unknown): false {
  if (error instanceof Refusal) return false;
  throw error;
}

/** The panel's way to say for ever, and without limit. */
const forEverDays = 10_000;
const unlimitedBytes = 1_000_000 * 1024 ** 3;

/** A limit that begins anew each day or week would become one for the whole time. Where there is no limit, nothing is lost. */
export function isResetting({ mode, usageLimitBytes }: PanelUser): boolean {
  return (mode === 'daily' || mode === 'weekly') && usageLimitBytes < unlimitedBytes;
}

/** Days and traffic that the account was given, with the panel's last date as a whole day; null: without end. */
export function limitsOf({ packageDays, startDate, usageLimitBytes }: PanelUser) {
  return {
    days: packageDays >= forEverDays ? null : Math.max(1, packageDays + (startDate === undefined ? 0 : 1)),
    trafficBytes: usageLimitBytes >= unlimitedBytes ? null : Math.max(0, usageLimitBytes),
  };
}

/** The rest of what the account has been given, as a grant: it ends with the panel's last date. */
function remaining(account: PanelUser, timeZone: string) {
  const { startDate } = account;
  return {
    ...limitsOf(account),
    // The panel's months are thirty days from the same date on, as ours are.
    trafficMode: account.mode === 'monthly' ? ('monthly' as const) : ('total' as const),
    ...(startDate !== undefined && { grantedAt: startOfDate(startDate, timeZone) }),
  };
}

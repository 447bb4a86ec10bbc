import type { Telling } from '../../../../platform/notices.ts';
import { adoptedNotice } from './notices.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { daysBetween, localDate } from '../../../../platform/dates.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Cause, Once } from '../../../../platform/once.ts';
import type { Queue } from '../../../../platform/queue.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { Audit } from '../../../audit/service.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import type { UserService } from '../../../users/service.ts';
import {
  type Adoptable,
  type AdoptionSurvey,
  type AdoptService,
  isResetting,
  limitsOf,
} from './adopt.service.ts';
import { adoptJob } from '../jobs.ts';

/** The admins' desk for accounts that stand on panels already. Refuses `not-allowed` for everybody else. */
export interface AdoptionService {
  /**
   * The account that a uuid or a subscription link means. Refuses `user.unknown`, `panel.not-a-link`,
   * `panel.no-such-account`, `panel.several-accounts`, `panel.not-answering`.
   */
  look(actorId: number, asked: { userId: number; text: string }): Promise<Adoptable>;
  /** Links it, with the days and traffic it has left. Refuses what stands in the way, as `adopt` does. */
  link(cause: Cause, link: { userId: number; panelId: number; uuid: string }): Promise<void>;
  /** How many accounts of the panel carry the Telegram id of somebody known here; changes nothing. */
  survey(actorId: number, panelId: number): Promise<AdoptionSurvey>;
  /** Has all of them linked, and whoever asked told when it is done. */
  linkMatches(cause: Cause, panelId: number): Promise<void>;
  /** What the job does: links them and tells. Throws while the panel does not answer. */
  carryOut(work: { panelId: number; askedBy: number }): Promise<void>;
}

export function createAdoptionService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand' | 'get'>;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
  adopt: AdoptService;
  tell: Telling['tell'];
}): AdoptionService {
  const { db, clock, once, audit, users, fleet, queue, adopt, tell } = parts;

  async function look(
    actorId: number,
    { userId, text }: { userId: number; text: string },
  ): Promise<Adoptable> {
    await users.demand(actorId, 'manage panels');
    await users.get(userId);
    const uuid = readUuid(text);
    if (uuid === undefined) throw new Refusal('invalid', 'panel.not-a-link');
    const found = await search(await meantBy(text), uuid);
    const conflict = await adopt.conflictOf({ userId, uuid });
    return { ...describe(found), conflict: conflict ?? (isResetting(found.account) ? 'resets' : undefined) };
  }

  /** A link names its panel; a bare uuid, or a domain nobody knows, may stand on any. */
  async function meantBy(text: string): Promise<Panel[]> {
    const panels = (await fleet.list()).filter(({ state }) => state !== 'off');
    const host = URL.canParse(text.trim()) ? new URL(text.trim()).host : undefined;
    const named = panels.filter(({ url, domain }) => domain === host || new URL(url).host === host);
    return named.length > 0 ? named : panels;
  }

  async function search(panels: readonly Panel[], uuid: string) {
    const found: { panel: Panel; account: PanelUser }[] = [];
    let silent: Refusal | undefined;
    for (const { id } of panels)
      try {
        const one = await adopt.find(id, uuid);
        if (one !== undefined) found.push(one);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        silent = error;
      }
    const [first, second] = found;
    if (second !== undefined) throw new Refusal('conflict', 'panel.several-accounts');
    if (first !== undefined) return first;
    // What is not found on the others may stand on the one that does not answer.
    throw silent ?? new Refusal('invalid', 'panel.no-such-account');
  }

  function describe({ panel, account }: { panel: Panel; account: PanelUser }): Omit<Adoptable, 'conflict'> {
    const { uuid, name, startDate, currentUsageBytes: usedBytes, isActive } = account;
    const { days, trafficBytes: limitBytes } = limitsOf(account);
    const today = localDate(clock.now(), panel.timeZone);
    const past = startDate === undefined ? 0 : daysBetween(startDate, today);
    const daysLeft = days === null ? null : Math.max(0, days - past);
    const isSwitchedOff = !account.enable;
    const isMonthly = account.mode === 'monthly';
    const place = { panelId: panel.id, panel: panel.name };
    return { ...place, uuid, name, daysLeft, usedBytes, limitBytes, isMonthly, isActive, isSwitchedOff };
  }

  async function link(
    cause: Cause,
    wanted: { userId: number; panelId: number; uuid: string },
  ): Promise<void> {
    const { userId, panelId, uuid } = wanted;
    await once.askAndApply(cause, 'link account', {
      ask: async () => {
        await users.demand(cause.actorId, 'manage panels');
        const found = await adopt.find(panelId, uuid);
        if (found === undefined) throw new Refusal('conflict', 'panel.no-such-account');
        return found;
      },
      effect: async (tx, found) => {
        await users.demand(cause.actorId, 'manage panels', tx);
        await users.get(userId, tx);
        await adopt.takeOver(tx, { userId, ...found });
        const after = { panelId };
        return await note(tx, cause, { action: 'link account', subject: `user ${userId}`, after });
      },
    });
  }

  async function survey(actorId: number, panelId: number): Promise<AdoptionSurvey> {
    await users.demand(actorId, 'manage panels');
    return await adopt.survey(panelId);
  }

  async function linkMatches(cause: Cause, panelId: number): Promise<void> {
    await once.apply(cause, 'link accounts', async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      await queue.enqueue(tx, adoptJob({ panelId, askedBy: cause.actorId }));
      return await note(tx, cause, { action: 'link accounts', subject: `panel ${panelId}` });
    });
  }

  async function note(
    tx: Transaction,
    { actorId }: Cause,
    entry: { action: string; subject: string; after?: object },
  ): Promise<true> {
    await audit.record(tx, { actorId, ...entry });
    return true;
  }

  async function carryOut({ panelId, askedBy }: { panelId: number; askedBy: number }): Promise<void> {
    const panel = await fleet.find(panelId);
    if (panel === undefined) return;
    const { linked: count, ...others } = await adopt.adoptMatches(panelId).catch((error: unknown) => {
      // A refusal would end the job; the panel may be back in a minute.
      throw error instanceof Refusal ? new Error(error.message, { cause: error }) : error;
    });
    await db.transaction((tx) => tell(tx, adoptedNotice(askedBy, { panel: panel.name, count, ...others })));
  }

  return { look, link, survey, linkMatches, carryOut };
}

/** The last uuid in the text: in a link the secret path before it may look like one. */
function readUuid(text: string): string | undefined {
  return text
    .match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi)
    ?.at(-1)
    ?.toLowerCase();
}

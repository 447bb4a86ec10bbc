import { z } from 'zod';
import { createPanelClient } from '../hiddify/client.ts';
import { checkSetup, type PanelFault } from '../hiddify/setup.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Seal } from '../../../platform/seal.ts';
import type { Audit } from '../../audit/service.ts';
import type { UserService } from '../../users/service.ts';
import { accessSchema, openAccess, type PanelAccess, sealAccess } from '../fleet/access.rules.ts';
import { type AddressRules, checkPanelAddress } from './address.service.ts';
import { createPanelCareService, type PanelCare, type PanelCareService } from './care.service.ts';
import type { Fleet, Panel } from '../fleet/service.ts';
import {
  countPeople,
  findPanel,
  insertPanel,
  isNameTaken,
  lockPanel,
  readMoves,
  readWaiting,
  updatePanel,
} from '../queries.ts';

/** A panel as the operator sees it. */
export interface PanelView {
  panel: Panel;
  people: number;
  waiting: number;
  givenUp: number;
  oldestSeconds: number;
  /** Why nothing is sent there now, by class. */
  shutBecause: string | undefined;
  /** People on their way from it (some without a place to go) and to it; accounts that have to go from it. */
  moves: {
    leaving: number;
    withoutRoom: number;
    coming: number;
    leftovers: number;
    stuckLeftovers: number;
  };
}

/** What of a panel can be changed without reaching it; capacity null: no limit. */
export type PanelChanges = Partial<Pick<Panel, 'name' | 'capacity' | 'weight' | 'group' | 'joined'>>;

/** What somebody typed about a new panel. */
export interface NewPanel extends PanelAccess {
  name: string;
  url: string;
  timeZone: string;
}

/** The part of it that was typed so far. */
export type PanelDraft = { [Part in keyof NewPanel]?: NewPanel[Part] | undefined };

export type PanelTrial = { ok: true; version: string; role: string } | { ok: false; wrong: PanelFault };

/** What admins do with panels. Everything refuses `not-allowed` for everybody else. */
export interface PanelService extends PanelCareService {
  list(actorId: number): Promise<PanelView[]>;
  /** Refuses `panel.unknown`. */
  view(actorId: number, id: number): Promise<PanelView>;
  /** Tries the panel without changing anything. Refuses `panel.bad-address`, `panel.private-address`. */
  test(actorId: number, draft: Pick<NewPanel, 'url' | keyof PanelAccess>): Promise<PanelTrial>;
  /** Refuses what `test` refuses, and `panel.taken` for a name or address that is there already. */
  add(cause: Cause, draft: NewPanel, version: string): Promise<Panel>;
  /** What was typed so far, kept between steps so that nobody reads secrets in the stored dialogue. */
  sealDraft(draft: PanelDraft): string;
  /** Empty when it cannot be read any more. */
  openDraft(sealed: string): PanelDraft;
  /** `active` takes new people, `draining` takes none, `off` is left alone altogether. */
  setState(cause: Cause, id: number, state: Panel['state']): Promise<Panel>;
  /**
   * Changes name, capacity, weight, group, or whether everybody of the group has an account there too. Refuses `panel.unknown`, `panel.taken` for
   * a name that is there.
   */
  edit(cause: Cause, id: number, changes: PanelChanges): Promise<Panel>;
  /**
   * Puts other secret paths or another key in place; what is left out stays. Tried first: when the panel does not
   * answer to them, nothing changes. Refuses `panel.from-settings`, and `panel.access-unreadable` when something is
   * left out and what was there cannot be opened.
   */
  changeAccess(cause: Cause, id: number, changes: Partial<PanelAccess>): Promise<PanelTrial>;
}

const draftSchema = z
  .object({
    name: z.string(),
    url: z.string(),
    adminPath: z.string(),
    clientPath: z.string(),
    apiKey: z.string(),
    timeZone: z.string(),
  })
  .partial();

export function createPanelService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  fleet: Fleet;
  seal: Seal;
  addressRules: AddressRules;
  care: PanelCare;
}): PanelService {
  const { db, clock, once, audit, users, fleet, seal, addressRules, care } = parts;

  async function viewOf(panel: Panel): Promise<PanelView> {
    const { waiting, givenUp, oldestSeconds } = await readWaiting(db, panel.id);
    const people = await countPeople(db, panel.id);
    const moves = await readMoves(db, panel.id);
    const shutBecause = fleet.shutBecause(panel.id);
    return { panel, people, waiting, givenUp, oldestSeconds, shutBecause, moves };
  }

  async function list(actorId: number): Promise<PanelView[]> {
    await users.demand(actorId, 'manage panels');
    return await Promise.all((await fleet.list()).map(viewOf));
  }

  async function view(actorId: number, id: number): Promise<PanelView> {
    await users.demand(actorId, 'manage panels');
    return await viewOf(await get(id));
  }

  async function get(id: number): Promise<Panel> {
    const panel = await findPanel(db, id);
    if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
    return panel;
  }

  async function test(
    actorId: number,
    draft: Pick<NewPanel, 'url' | keyof PanelAccess>,
  ): Promise<PanelTrial> {
    await users.demand(actorId, 'manage panels');
    const url = await checkPanelAddress(draft.url, addressRules);
    const { adminPath, clientPath, apiKey } = draft;
    const client = createPanelClient({ url, adminPath, clientPath, apiKey, clock, timeoutMs: 5_000 });
    try {
      const setup = await checkSetup(client);
      return setup.ok ? { ok: true, version: setup.version, role: setup.role } : setup;
    } finally {
      await client.close();
    }
  }

  async function add(cause: Cause, draft: NewPanel, version: string): Promise<Panel> {
    await users.demand(cause.actorId, 'manage panels');
    const url = await checkPanelAddress(draft.url, addressRules);
    if ((await fleet.list()).some((panel) => panel.url === url)) throw new Refusal('conflict', 'panel.taken');
    const { id } = await once.apply(cause, 'add panel', async (tx) => {
      const now = clock.now();
      const panel = await insertPanel(tx, {
        name: draft.name,
        url,
        domain: new URL(url).host,
        sealedAccess: sealAccess(seal, draft),
        timeZone: draft.timeZone,
        version,
        createdAt: now,
        updatedAt: now,
      });
      if (panel === undefined) throw new Refusal('conflict', 'panel.taken');
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'add panel',
        subject: `panel ${panel.id}`,
        after: { name: panel.name, url },
      });
      return { id: panel.id };
    });
    return await get(id);
  }

  async function setState(cause: Cause, id: number, state: Panel['state']): Promise<Panel> {
    await once.apply(cause, 'set panel state', async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      const before = await get(id);
      await updatePanel(tx, id, { state, updatedAt: clock.now() });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'set panel state',
        subject: `panel ${id}`,
        before: { state: before.state },
        after: { state },
      });
      return true;
    });
    if (state !== 'off') await care.resume(id);
    return await get(id);
  }

  async function edit(cause: Cause, id: number, changes: PanelChanges): Promise<Panel> {
    await once.apply(cause, 'edit panel', async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      const panel = await lockPanel(tx, id);
      if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
      const { name, capacity, weight, group, joined } = changes;
      if (name !== undefined && name !== panel.name && (await isNameTaken(tx, name)))
        throw new Refusal('conflict', 'panel.taken');
      const after = {
        ...(name !== undefined && { name }),
        ...(capacity !== undefined && { capacity }),
        ...(weight !== undefined && { weight }),
        ...(group !== undefined && { group }),
        ...(joined !== undefined && { joined }),
      };
      await updatePanel(tx, id, { ...after, updatedAt: clock.now() });
      const before = Object.fromEntries(
        Object.keys(after).map((field) => [field, panel[field as keyof PanelChanges]]),
      );
      const { actorId } = cause;
      await audit.record(tx, { actorId, action: 'edit panel', subject: `panel ${id}`, before, after });
      return true;
    });
    return await get(id);
  }

  async function changeAccess(cause: Cause, id: number, changes: Partial<PanelAccess>): Promise<PanelTrial> {
    await users.demand(cause.actorId, 'manage panels');
    const { url, sealedAccess, fromSettings } = await get(id);
    // Every start writes what the settings say: another key would last until then.
    if (fromSettings) throw new Refusal('conflict', 'panel.from-settings');
    const access = accessSchema.safeParse({ ...openAccess(seal, sealedAccess), ...changes }).data;
    if (access === undefined) throw new Refusal('conflict', 'panel.access-unreadable');
    const trial = await test(cause.actorId, { url, ...access });
    if (!trial.ok) return trial;
    await once.apply(cause, 'change panel access', async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      const panel = await lockPanel(tx, id);
      if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
      const { version } = trial;
      const revision = panel.revision + 1;
      const updatedAt = clock.now();
      await updatePanel(tx, id, { sealedAccess: sealAccess(seal, access), revision, version, updatedAt });
      // Which of them, never what they are.
      const after = { changed: Object.keys(changes) };
      const { actorId } = cause;
      await audit.record(tx, { actorId, action: 'change panel access', subject: `panel ${id}`, after });
      return true;
    });
    fleet.recovered(id);
    await care.resume(id);
    return trial;
  }

  const draftPurpose = 'draft of a panel';
  const sealDraft = (draft: PanelDraft) => seal.close(JSON.stringify(draft), draftPurpose);
  const openDraft = (sealed: string): PanelDraft =>
    draftSchema.safeParse(JSON.parse(seal.open(sealed, draftPurpose) ?? '{}')).data ?? {};

  return {
    ...createPanelCareService(parts),
    list,
    view,
    test,
    add,
    sealDraft,
    openDraft,
    setState,
    edit,
    changeAccess,
  };
}

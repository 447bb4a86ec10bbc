import { z } from 'zod';
import { createPanelClient } from '../../clients/panel/client.ts';
import { checkSetup, type PanelFault } from '../../clients/panel/setup.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Seal } from '../../platform/seal.ts';
import type { Audit } from '../audit/service.ts';
import type { UserService } from '../users/service.ts';
import { type PanelAccess, sealAccess } from './access.ts';
import { type AddressRules, checkPanelAddress } from './address.ts';
import type { Fleet, Panel } from './fleet.service.ts';
import { countPeople, findPanel, insertPanel, readWaiting, updatePanel } from './queries.ts';

/** A panel as the operator sees it. */
export interface PanelView {
  panel: Panel;
  people: number;
  waiting: number;
  givenUp: number;
  oldestSeconds: number;
  /** Why nothing is sent there now, by class. */
  shutBecause: string | undefined;
}

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
export interface PanelService {
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
  /** Where panel and database disagree; changes nothing. Refuses `panel.unknown`, `panel.not-answering`. */
  report(actorId: number, id: number): Promise<PanelDrift>;
  /** Has all of it put right, however much it is; answers how many accounts. */
  repair(cause: Cause, id: number): Promise<number>;
  /** Has the panel's list read soon. */
  readUsage(actorId: number, id: number): Promise<void>;
}

/** What an operator is told of a drift. */
export interface PanelDrift {
  people: number;
  missing: readonly number[];
  differing: readonly number[];
  strangers: number;
  ghosts: number;
}

/** What is done about the people on a panel, by the feature that knows them. */
export interface PanelCare {
  report(id: number): Promise<PanelDrift>;
  repair(id: number, options: { despiteMany: boolean }): Promise<number>;
  readUsage(id: number): Promise<void>;
  /** Lets what waited for the panel go on. */
  resume(id: number): Promise<unknown>;
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
    return { panel, people, waiting, givenUp, oldestSeconds, shutBecause: fleet.shutBecause(panel.id) };
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
    return await once.apply(cause, 'add panel', async (tx) => {
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
      return panel;
    });
  }

  async function setState(cause: Cause, id: number, state: Panel['state']): Promise<Panel> {
    const changed = await once.apply(cause, 'set panel state', async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      const before = await get(id);
      const after = await updatePanel(tx, id, { state, updatedAt: clock.now() });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'set panel state',
        subject: `panel ${id}`,
        before: { state: before.state },
        after: { state },
      });
      return after ?? before;
    });
    if (state !== 'off') await care.resume(id);
    return changed;
  }

  async function report(actorId: number, id: number): Promise<PanelDrift> {
    await users.demand(actorId, 'manage panels');
    return await care.report(id);
  }

  async function repair(cause: Cause, id: number): Promise<number> {
    await users.demand(cause.actorId, 'manage panels');
    const repaired = await care.repair(id, { despiteMany: true });
    await once.apply(cause, 'repair panel', async (tx) => {
      const subject = `panel ${id}`;
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'repair panel',
        subject,
        after: { repaired },
      });
      return true;
    });
    return repaired;
  }

  async function readUsage(actorId: number, id: number): Promise<void> {
    await users.demand(actorId, 'manage panels');
    await care.readUsage((await get(id)).id);
  }

  const draftPurpose = 'draft of a panel';
  const sealDraft = (draft: PanelDraft) => seal.close(JSON.stringify(draft), draftPurpose);
  const openDraft = (sealed: string): PanelDraft =>
    draftSchema.safeParse(JSON.parse(seal.open(sealed, draftPurpose) ?? '{}')).data ?? {};

  return { list, view, test, add, sealDraft, openDraft, setState, report, repair, readUsage };
}

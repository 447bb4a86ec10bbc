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
  /** `active` takes new people, `draining` takes none, `off` is left alone altogether. */
  setState(cause: Cause, id: number, state: Panel['state']): Promise<Panel>;
}

export function createPanelService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  fleet: Fleet;
  seal: Seal;
  addressRules: AddressRules;
  /** Lets what waited for a panel go on. */
  onResumed: (panelId: number) => Promise<unknown>;
}): PanelService {
  const { db, clock, once, audit, users, fleet, seal, addressRules, onResumed } = parts;

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
    const client = createPanelClient({ url, adminPath, clientPath, apiKey, clock, timeoutMs: 10_000 });
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
    if (state !== 'off') await onResumed(id);
    return changed;
  }

  return { list, view, test, add, setState };
}

import type { Clock } from '../../../platform/clock.ts';
import type { Database, Transaction } from '../../../platform/db.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Seal } from '../../../platform/seal.ts';
import type { Audit } from '../../audit/service.ts';
import type { UserService } from '../../users/service.ts';
import { createPanelAccessService, type PanelAccessService } from './access.service.ts';
import type { AddressRules } from '../hiddify/connector.ts';
import { createPanelCareService, type PanelCare, type PanelCareService } from './care.service.ts';
import type { Fleet, Panel } from '../fleet/service.ts';
import { countUndecided } from '../provisioning/hands/queries.ts';
import {
  countPeople,
  findPanel,
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
  /** What was changed there by hand and waits for a decision. */
  byHand: number;
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

/** The parts of a panel that can be changed without reaching it; capacity null: no limit. */
export type PanelChanges = Partial<Pick<Panel, 'name' | 'capacity' | 'weight' | 'group' | 'joined'>>;

/** The admins' desk for panels. Everything refuses `not-allowed` for everybody else. */
export interface PanelService extends PanelCareService, PanelAccessService {
  list(actorId: number): Promise<PanelView[]>;
  /** Refuses `panel.unknown`. */
  view(actorId: number, id: number): Promise<PanelView>;
  /** `active` takes new people, `draining` takes none, `off` is left alone altogether. */
  setState(cause: Cause, id: number, state: Panel['state']): Promise<Panel>;
  /**
   * Changes name, capacity, weight, group, or whether everybody of the group has an account there too. Refuses `panel.unknown`, `panel.taken` for
   * a name that is there.
   */
  edit(cause: Cause, id: number, changes: PanelChanges): Promise<Panel>;
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
  care: PanelCare;
}): PanelService {
  const { db, clock, once, audit, users, fleet, care } = parts;

  async function viewOf(panel: Panel): Promise<PanelView> {
    const { waiting, givenUp, oldestSeconds } = await readWaiting(db, panel.id);
    const people = await countPeople(db, panel.id);
    const moves = await readMoves(db, panel.id);
    const byHand = await countUndecided(db, panel.id);
    const shutBecause = fleet.shutBecause(panel.id);
    return { panel, people, waiting, givenUp, byHand, oldestSeconds, shutBecause, moves };
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

  async function setState(cause: Cause, id: number, state: Panel['state']): Promise<Panel> {
    await once.apply(cause, 'set panel state', async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      const before = await lock(tx, id);
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
      const panel = await lock(tx, id);
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

  async function lock(tx: Transaction, id: number): Promise<Panel> {
    const panel = await lockPanel(tx, id);
    if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
    return panel;
  }

  return {
    ...createPanelCareService(parts),
    ...createPanelAccessService(parts),
    list,
    view,
    setState,
    edit,
  };
}

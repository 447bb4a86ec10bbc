import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Cause, Json, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Audit } from '../../audit/service.ts';
import type { UserService } from '../../users/service.ts';
import type { Panel } from '../fleet/service.ts';
import { findPanel, lockPanel, updatePanel } from '../queries.ts';

/** A drift as an operator is told of it. */
export interface PanelDrift {
  people: number;
  missing: readonly number[];
  differing: readonly number[];
  strangers: number;
  ghosts: number;
}

/** The forecast of moving everybody off a panel; see `MoveForecast` of the feature that moves them. */
export interface PanelMoveForecast {
  people: number;
  fitting: number;
  idle: number;
  targets: readonly { name: string; room: number | null }[];
}

export type PanelMovesAsked = Readonly<Record<'moving' | 'withoutRoom' | 'freed', number>>;

/** The work on all people of a panel, by the feature that knows them. */
export interface PanelCare {
  report(id: number): Promise<PanelDrift>;
  /** Both say in the rows what has to be done; `askFor` has it done, so many accounts a second. */
  repair(tx: Transaction, found: PanelDrift): Promise<number>;
  rebuild(tx: Transaction, id: number): Promise<number>;
  askFor(id: number, perSecond: number): Promise<void>;
  readUsage(id: number): Promise<void>;
  /** Lets what waited for the panel go on. */
  resume(id: number): Promise<unknown>;
  forecast(id: number): Promise<PanelMoveForecast>;
  begin(tx: Transaction, id: number): Promise<PanelMovesAsked>;
  stop(tx: Transaction, id: number): Promise<number>;
  forget(tx: Transaction, id: number): Promise<number>;
}

/** The admins' desk for the people on a panel. Everything refuses `not-allowed` for everybody else. */
export interface PanelCareService {
  /** Where panel and database disagree; changes nothing. Refuses `panel.unknown`, `panel.not-answering`. */
  report(actorId: number, id: number): Promise<PanelDrift>;
  /** Has all of it put right, however much it is; answers how many accounts. */
  repair(cause: Cause, id: number): Promise<number>;
  /** After the panel was wiped: has everybody with running access created again; answers how many. */
  rebuild(cause: Cause, id: number): Promise<number>;
  /** Has the panel's list read soon. */
  readUsage(actorId: number, id: number): Promise<void>;
  /** What `move` would do now; changes nothing. */
  forecastMove(actorId: number, id: number): Promise<PanelMoveForecast>;
  /** Drains the panel and sends its people to the others of its group, as far as there is room. */
  move(cause: Cause, id: number): Promise<PanelMovesAsked>;
  /** Calls off the moves that have not begun; answers how many. */
  stopMove(cause: Cause, id: number): Promise<number>;
  /** Says that the panel is gone for good: it is switched off, and nothing is removed from it any more. */
  forget(cause: Cause, id: number): Promise<number>;
}

const moving = 'move people off panel';

export function createPanelCareService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  care: PanelCare;
}): PanelCareService {
  const { db, clock, once, audit, users, care } = parts;

  async function report(actorId: number, id: number): Promise<PanelDrift> {
    await users.demand(actorId, 'manage panels');
    return await care.report(id);
  }

  async function repair(cause: Cause, id: number): Promise<number> {
    const { actorId } = cause;
    const repaired = await once.askAndApply(cause, 'repair panel', {
      ask: () => report(actorId, id),
      effect: async (tx, found) => {
        await users.demand(actorId, 'manage panels', tx);
        const count = await care.repair(tx, found);
        const after = { repaired: count };
        await audit.record(tx, { actorId, action: 'repair panel', subject: `panel ${id}`, after });
        return count;
      },
    });
    await care.askFor(id, 10);
    return repaired;
  }

  async function rebuild(cause: Cause, id: number): Promise<number> {
    const rebuilt = await change(cause, { id, action: 'rebuild panel', result: 'rebuilt' }, (tx) =>
      care.rebuild(tx, id),
    );
    await care.askFor(id, 5);
    return rebuilt;
  }

  async function readUsage(actorId: number, id: number): Promise<void> {
    await users.demand(actorId, 'manage panels');
    await care.readUsage((await get(db, id)).id);
  }

  async function forecastMove(actorId: number, id: number): Promise<PanelMoveForecast> {
    await users.demand(actorId, 'manage panels');
    return await care.forecast((await get(db, id)).id);
  }

  async function move(cause: Cause, id: number): Promise<PanelMovesAsked> {
    return await change(cause, { id, action: moving }, async (tx, { state }) => {
      if (state === 'active') await updatePanel(tx, id, { state: 'draining', updatedAt: clock.now() });
      return await care.begin(tx, id);
    });
  }

  async function stopMove(cause: Cause, id: number): Promise<number> {
    return await change(cause, { id, action: 'stop moving people' }, (tx) => care.stop(tx, id));
  }

  async function forget(cause: Cause, id: number): Promise<number> {
    return await change(cause, { id, action: 'forget panel' }, async (tx) => {
      await updatePanel(tx, id, { state: 'off', updatedAt: clock.now() });
      return await care.forget(tx, id);
    });
  }

  /** Does it once for the cause, by whoever may, and writes down what was before and what came of it. */
  async function change<Result extends Json>(
    cause: Cause,
    { id, action, result: word = 'result' }: { id: number; action: string; result?: string },
    work: (tx: Transaction, panel: Panel) => Promise<Result>,
  ): Promise<Result> {
    return await once.apply(cause, action, async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      const panel = (await lockPanel(tx, id)) ?? (await get(tx, id));
      const result = await work(tx, panel);
      const { actorId } = cause;
      const before = action === moving ? { state: panel.state } : undefined;
      const after = { [word]: result };
      await audit.record(tx, { actorId, action, subject: `panel ${id}`, before, after });
      return result;
    });
  }

  return { report, repair, rebuild, readUsage, forecastMove, move, stopMove, forget };
}

async function get(at: Db, id: number): Promise<Panel> {
  const panel = await findPanel(at, id);
  if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
  return panel;
}

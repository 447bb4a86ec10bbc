import { z } from 'zod';
import { createPanelClient } from '../hiddify/client.ts';
import type { PanelFault } from '../hiddify/setup.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Seal } from '../../../platform/seal.ts';
import type { Audit } from '../../audit/service.ts';
import type { UserService } from '../../users/service.ts';
import { accessSchema, openAccess, type PanelAccess, sealAccess } from '../fleet/access.rules.ts';
import type { Fleet, Panel } from '../fleet/service.ts';
import { findPanel, insertPanel, isAddressTaken, lockPanel, updatePanel } from '../queries.ts';
import type { AddressRules } from '../hiddify/connector.ts';
import { checkPanelAddress } from './address.service.ts';

/** A new panel, as somebody typed it. */
export interface NewPanel extends PanelAccess {
  name: string;
  url: string;
  timeZone: string;
}

/** The part of it that was typed so far. */
export type PanelDraft = { [Part in keyof NewPanel]?: NewPanel[Part] | undefined };

/** A panel's answer to paths and key, and which of them is wrong when it did not. */
export type PanelTryout = { ok: true; version: string; role: string } | { ok: false; wrong: PanelFault };

type Refused = Extract<PanelTryout, { ok: false }>;

/** The admins' desk for how a panel is reached. Everything refuses `not-allowed` for everybody else. */
export interface PanelAccessService {
  /** Tries the panel without changing anything. Refuses `panel.bad-address`, `panel.private-address`. */
  test(actorId: number, draft: Pick<NewPanel, 'url' | keyof PanelAccess>): Promise<PanelTryout>;
  /**
   * Adds a panel that answers when it is tried; one that does not, changes nothing. Refuses what `test` refuses, and
   * `panel.taken` for a name or address that is there already.
   */
  add(cause: Cause, draft: NewPanel): Promise<{ ok: true; panel: Panel; version: string } | Refused>;
  /** What was typed so far, kept between steps so that nobody reads secrets in the stored dialogue. */
  sealDraft(draft: object): string;
  /** Undefined when it cannot be read any more. */
  openDraft(sealed: string): PanelDraft | undefined;
  /** The same for what is changed about access. */
  openAccessDraft(sealed: string): object | undefined;
  /**
   * Puts other secret paths or another key in place; what is left out stays. Tried first: when the panel does not
   * answer to them, nothing changes. Refuses `panel.from-settings`, and `panel.access-unreadable` when something is
   * left out and what was there cannot be opened.
   */
  changeAccess(cause: Cause, id: number, changes: Partial<PanelAccess>): Promise<{ ok: true } | Refused>;
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

const draftPurpose = 'draft of a panel';

export function createPanelAccessService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  fleet: Pick<Fleet, 'recovered'>;
  seal: Seal;
  addressRules: AddressRules;
  care: { resume(id: number): Promise<unknown> };
}): PanelAccessService {
  const { db, clock, once, audit, users, fleet, seal, addressRules, care } = parts;

  return {
    test,
    add,
    sealDraft: (draft) => seal.close(JSON.stringify(draft), draftPurpose),
    openDraft: (sealed) => draftSchema.safeParse(JSON.parse(seal.open(sealed, draftPurpose) ?? 'null')).data,
    openAccessDraft: (sealed) =>
      z.looseObject({}).safeParse(JSON.parse(seal.open(sealed, draftPurpose) ?? 'null')).data,
    changeAccess,
  };

  async function test(
    actorId: number,
    draft: Pick<NewPanel, 'url' | keyof PanelAccess>,
  ): Promise<PanelTryout> {
    await users.demand(actorId, 'manage panels');
    const url = await checkPanelAddress(draft.url, addressRules);
    const { adminPath, clientPath, apiKey } = draft;
    const access = { adminPath, clientPath, apiKey };
    const client = createPanelClient({ url, ...access, addressRules, clock, timeoutMs: 5_000 });
    try {
      const setup = await client.setup();
      return setup.ok ? { ok: true, version: setup.version, role: setup.role } : setup;
    } finally {
      await client.close();
    }
  }

  async function add(
    cause: Cause,
    draft: NewPanel,
  ): Promise<{ ok: true; panel: Panel; version: string } | Refused> {
    // The version before recorded the whole row: its id and version are read like these.
    const added = await once.askAndApply<PanelTryout, { id: number; version: string } | Refused>(
      cause,
      'add panel',
      {
        ask: () => test(cause.actorId, draft),
        effect: async (tx, tryout) => {
          await users.demand(cause.actorId, 'manage panels', tx);
          return tryout.ok ? await insert(tx, cause, { draft, version: tryout.version }) : tryout;
        },
      },
    );
    if ('wrong' in added) return added;
    return { ok: true, panel: await get(db, added.id), version: added.version };
  }

  async function insert(
    tx: Transaction,
    { actorId }: Cause,
    { draft, version }: { draft: NewPanel; version: string },
  ): Promise<{ id: number; version: string }> {
    const { name, timeZone } = draft;
    const url = new URL(draft.url).origin;
    if (await isAddressTaken(tx, url)) throw new Refusal('conflict', 'panel.taken');
    const now = clock.now();
    const reached = { url, domain: new URL(url).host, sealedAccess: sealAccess(seal, draft), version };
    const panel = await insertPanel(tx, { name, ...reached, timeZone, createdAt: now, updatedAt: now });
    if (panel === undefined) throw new Refusal('conflict', 'panel.taken');
    const subject = `panel ${panel.id}`;
    await audit.record(tx, { actorId, action: 'add panel', subject, after: { name, url } });
    return { id: panel.id, version };
  }

  async function changeAccess(
    cause: Cause,
    id: number,
    changes: Partial<PanelAccess>,
  ): Promise<{ ok: true } | Refused> {
    const changed = await once.askAndApply<Tried, true | Refused>(cause, 'change panel access', {
      ask: () => tryAccess(cause.actorId, id, changes),
      effect: async (tx, { tryout, access }) => {
        await users.demand(cause.actorId, 'manage panels', tx);
        if (!tryout.ok) return tryout;
        const panel = await lockOwn(tx, id);
        const { version } = tryout;
        const revision = panel.revision + 1;
        const updatedAt = clock.now();
        await updatePanel(tx, id, { sealedAccess: sealAccess(seal, access), revision, version, updatedAt });
        // Which of them, never what they are.
        const after = { changed: Object.keys(changes) };
        const { actorId } = cause;
        await audit.record(tx, { actorId, action: 'change panel access', subject: `panel ${id}`, after });
        return true;
      },
    });
    if (changed !== true) return changed;
    fleet.recovered(id);
    await care.resume(id);
    return { ok: true };
  }

  /** Whether the panel answers to what would be written. */
  async function tryAccess(actorId: number, id: number, changes: Partial<PanelAccess>): Promise<Tried> {
    await users.demand(actorId, 'manage panels');
    const { url, sealedAccess } = demandOwn(await get(db, id));
    const access = accessSchema.safeParse({ ...openAccess(seal, sealedAccess), ...changes }).data;
    if (access === undefined) throw new Refusal('conflict', 'panel.access-unreadable');
    return { tryout: await test(actorId, { url, ...access }), access };
  }

  async function lockOwn(tx: Transaction, id: number): Promise<Panel> {
    return demandOwn((await lockPanel(tx, id)) ?? (await get(tx, id)));
  }
}

interface Tried {
  tryout: PanelTryout;
  access: PanelAccess;
}

async function get(at: Db, id: number): Promise<Panel> {
  const panel = await findPanel(at, id);
  if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
  return panel;
}

/** Every start writes what the settings say: another key would last until then. */
function demandOwn(panel: Panel): Panel {
  if (panel.fromSettings) throw new Refusal('conflict', 'panel.from-settings');
  return panel;
}

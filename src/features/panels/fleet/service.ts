import type { PanelClient } from '../hiddify/client.ts';
import { PanelError, type PanelErrorClass } from '../hiddify/panel-error.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Events } from '../../../platform/events.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Seal } from '../../../platform/seal.ts';
import type { Alarm } from './alarm.rules.ts';
import { openAccess, type PanelAccess, renewAccess, sealAccess } from './access.rules.ts';
import { createBreaker } from './breaker.service.ts';
import { type ClientOptions, createPanelClients } from './clients.service.ts';
import { choosePanel, defaultGroup, listNeighbours, type Neighbour } from './placement.service.ts';
import {
  claimAlarm,
  claimHomeless,
  countPeople,
  findPanel,
  insertPanel,
  listLeft,
  listPanels,
  lockPanel,
  lockSettingsPanel,
  updatePanel,
} from '../queries.ts';
import type { panels } from '../tables.ts';

export type Panel = typeof panels.$inferSelect;

/** The panel that the settings describe. */
export interface SettingsPanel extends PanelAccess {
  url: string;
  domain: string;
  timeZone: string;
  needsReapply: boolean;
}

/** The panels at work: which one, through which client, and whether it may be asked now. */
export interface Fleet {
  /** Makes the first panel follow the settings; repeats change nothing. */
  bootstrap(settings: SettingsPanel): Promise<Panel>;
  list(): Promise<Panel[]>;
  find(id: number): Promise<Panel | undefined>;
  /** A panel of the group for somebody, undefined when none has room; never one that has yet to lose their account. */
  place(tx: Db, group?: string, userId?: number): Promise<number | undefined>;
  /** The other panels of the same group, or of the one named, that answer and take people over, with their room. */
  neighbours(tx: Db, panelId: number, group?: string): Promise<Neighbour[]>;
  /** Whether one more person fits on an active panel; until the transaction ends nobody else is moved there. */
  hasRoom(tx: Db, panelId: number): Promise<boolean>;
  /** Undefined when the access to the panel cannot be opened; admins are told. */
  client(panel: Panel): PanelClient | undefined;
  clientFor(panelId: number | null): Promise<PanelClient | undefined>;
  /** The panel's own subscription link of an account; undefined for a panel that cannot be asked. */
  subscriptionUrl(panelId: number | null, uuid: string): Promise<string | undefined>;
  /** The links that the panel has for an account; undefined while it does not answer. */
  shareLinks(panelId: number | null, uuid: string): Promise<readonly { link: string }[] | undefined>;
  isFromSettings(panelId: number | null): Promise<boolean>;
  /** Whether work may go to the panel: it is not switched off, and it has been answering. */
  admits(panel: Pick<Panel, 'id' | 'state'>): boolean;
  /** Why work does not go there; undefined while it does. */
  shutBecause(panelId: number): PanelErrorClass | undefined;
  isProbeDue(panelId: number): boolean;
  succeeded(panelId: number): void;
  /** Counts a failure, records its class, and tells admins when the panel is shut off by it. */
  failed(panel: Panel, error: PanelError, subject?: string): Promise<void>;
  /** A probe went well; answers whether work had been waiting for that. */
  recovered(panelId: number): boolean;
  /** Tells every admin, at most once an hour for each kind of trouble of a panel. */
  alarm(panel: Panel, kind: Alarm): Promise<void>;
  close(): Promise<void>;
}

const quietMs = 60 * 60 * 1000;

export interface FleetParts extends Pick<ClientOptions, 'timeoutMs' | 'addressRules' | 'hearingOf'> {
  db: Database;
  clock: Clock;
  seal: Seal;
  logger: Pick<Logger, 'info' | 'error'>;
  tellAdmins: (tx: Transaction, alarm: { panel: string; alarm: Alarm }) => Promise<void>;
  events: Pick<Events, 'panelAsked' | 'panelAlarmed'>;
}

export function createFleet(parts: FleetParts): Fleet {
  const { db, clock, seal, logger, events, tellAdmins, timeoutMs, addressRules, hearingOf } = parts;
  const clients = createPanelClients(seal, { clock, timeoutMs, events, addressRules, hearingOf });
  const breaker = createBreaker(clock);

  async function bootstrap(settings: SettingsPanel): Promise<Panel> {
    return await db.transaction(async (tx) => {
      const now = clock.now();
      const known = await lockSettingsPanel(tx);
      const panel = known === undefined ? await introduce(tx) : await follow(tx, known);
      await claimHomeless(tx, panel.id);
      await renewSeals(tx);
      return panel;

      async function introduce(at: Transaction): Promise<Panel> {
        const { url, domain, timeZone, needsReapply } = settings;
        const times = { createdAt: now, updatedAt: now };
        const access = { sealedAccess: sealAccess(seal, settings), fromSettings: true };
        const values = { url, domain, timeZone, needsReapply, ...access, ...times };
        const made =
          (await insertPanel(at, { name: domain, ...values })) ??
          (await insertPanel(at, { name: `${domain} (settings)`, ...values }));
        if (made === undefined) throw new Error('The panel of the settings could not be stored');
        return made;
      }

      async function follow(at: Transaction, before: Panel): Promise<Panel> {
        const { url, domain, timeZone, needsReapply } = settings;
        const isSameAccess = isSame(openAccess(seal, before.sealedAccess), settings) && before.url === url;
        const changed = await updatePanel(at, before.id, {
          url,
          domain,
          timeZone,
          needsReapply,
          ...(!isSameAccess && {
            sealedAccess: sealAccess(seal, settings),
            revision: before.revision + 1,
            updatedAt: now,
          }),
        });
        return changed ?? before;
      }
    });
  }

  /** Under the newest key, so that the ones of before can go. What is sealed inside is the same. */
  async function renewSeals(tx: Transaction): Promise<void> {
    for (const { id, sealedAccess: before } of await listPanels(tx)) {
      const sealedAccess = renewAccess(seal, before);
      if (sealedAccess !== undefined) await updatePanel(tx, id, { sealedAccess });
    }
  }

  function client(panel: Panel): PanelClient | undefined {
    const found = clients.of(panel);
    if (found === undefined) void alarm(panel, 'sealed').catch(() => {});
    return found;
  }

  async function clientFor(panelId: number | null): Promise<PanelClient | undefined> {
    const panel = panelId === null ? undefined : await findPanel(db, panelId);
    return panel === undefined ? undefined : client(panel);
  }

  async function subscriptionUrl(panelId: number | null, uuid: string): Promise<string | undefined> {
    return (await clientFor(panelId))?.subscriptionUrl(uuid);
  }

  async function shareLinks(panelId: number | null, uuid: string) {
    try {
      return (await (await clientFor(panelId))?.shareLinks(uuid)) ?? [];
    } catch (error) {
      if (error instanceof PanelError) return undefined;
      throw error;
    }
  }

  async function failed(panel: Panel, error: PanelError, subject?: string): Promise<void> {
    const verdict = breaker.failed(panel.id, error, subject);
    if (verdict === 'ignored') return;
    await updatePanel(db, panel.id, { lastErrorClass: error.class, lastErrorAt: clock.now() });
    if (verdict === 'opened') await alarm(panel, error.class);
  }

  async function hasRoom(tx: Db, panelId: number): Promise<boolean> {
    const panel = await lockPanel(tx, panelId);
    if (panel?.state !== 'active') return false;
    return panel.capacity === null || (await countPeople(tx, panelId)) < panel.capacity;
  }

  async function alarm(panel: Panel, kind: Alarm): Promise<void> {
    const isClaimed = await db.transaction(async (tx) => {
      if (!(await claimAlarm(tx, { id: panel.id, kind, now: clock.now(), quietMs }))) return false;
      await tellAdmins(tx, { panel: panel.name, alarm: kind });
      return true;
    });
    if (!isClaimed) return;
    events.panelAlarmed(kind);
    logger.error({ panel: panel.name, alarm: kind }, 'a panel needs attention');
  }

  return {
    bootstrap,
    list: () => listPanels(db),
    find: (id) => findPanel(db, id),
    place: async (tx, group = defaultGroup, userId) => {
      const exceptIds = userId === undefined ? [] : await listLeft(tx, userId);
      return (await choosePanel(tx, group, { exceptIds }))?.id;
    },
    neighbours: async (tx, panelId, group) =>
      (await listNeighbours(tx, panelId, group)).filter(({ id }) => breaker.admits(id)),
    hasRoom,
    client,
    clientFor,
    subscriptionUrl,
    shareLinks,
    isFromSettings: async (panelId) =>
      panelId !== null && (await findPanel(db, panelId))?.fromSettings === true,
    admits: ({ id, state }) => state !== 'off' && breaker.admits(id),
    shutBecause: breaker.reason,
    isProbeDue: breaker.isProbeDue,
    succeeded: breaker.succeeded,
    failed,
    recovered: breaker.recovered,
    alarm,
    close: clients.close,
  };
}

function isSame(left: PanelAccess | undefined, right: PanelAccess): boolean {
  return (
    left?.adminPath === right.adminPath &&
    left.clientPath === right.clientPath &&
    left.apiKey === right.apiKey
  );
}

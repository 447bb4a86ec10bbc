import { createTelling } from '../../src/features/users/tell.service.ts';
import { createSeal, type Seal } from '../../src/platform/seal.ts';
import { uncounted } from './uncounted.ts';
import type { Panels } from '../../src/features/panels/house.ts';
import { createServices, type Services } from '../../src/app/services.ts';
import { readConfig } from '../../src/config/config.ts';
import { sealAccess } from '../../src/features/panels/fleet/access.rules.ts';
import type { Panel } from '../../src/features/panels/fleet/service.ts';
import { insertPanel } from '../../src/features/panels/queries.ts';
import { createPlacing } from '../../src/features/panels/provisioning/placing.service.ts';
import { createSubscriptionService, type Subscription } from '../../src/features/subscriptions/service.ts';
import type { StoredNotice } from '../../src/features/users/notices.service.ts';
import { jobs } from '../../src/app/given.ts';
import { noCopies } from '../../src/platform/copies.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { resolveAll } from '../../src/platform/outside.ts';
import { type Cause, createOnce } from '../../src/platform/once.ts';
import type { UnnamedStart } from '../../src/platform/queue/running.ts';
import { createQueue, type Queue } from '../../src/platform/queue.ts';
import type { PanelProfile } from '@hiddify-vpn-bot/sandbox/panel/profiles.ts';
import { type PanelStandIn, startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { createMovableClock, type MovableClock } from './clock.ts';
import { adminId, environment, panelSettings } from './environment.ts';
import type { FreshDatabase } from './postgres.ts';

const gigabyte = 1024 ** 3;

/** Services, jobs and several panels over a database of their own; no bot. */
export interface FleetBench {
  services: Services;
  side: Panels;
  seal: Seal;
  queue: Queue;
  database: FreshDatabase;
  clock: MovableClock;
  panels: { row: Panel; standIn: PanelStandIn }[];
  /** The first panel. */
  panel: PanelStandIn;
  panelId: number;
  /** Notices that went to people. */
  notices: StoredNotice[];
  cause(actorId?: number): Cause;
  /** Somebody the bot has met. */
  person(id?: number): Promise<number>;
  /** Somebody new with days and 5 GB, on the panel given or wherever placement says. */
  grant(options?: { userId?: number; days?: number | null; panelId?: number }): Promise<number>;
  subscription(userId: number): Promise<Subscription>;
  stop(): Promise<void>;
}

export interface FleetOptions {
  panels?: number;
  profile?: PanelProfile;
  timeoutMs?: number;
  settings?: Record<string, string>;
  resolve?: typeof resolveAll;
  /** Without jobs nothing runs by itself. */
  idle?: boolean;
}

/** Everything that works on panels, as `startApp` builds it, with stand-ins for the panels. */
export async function openFleet(database: FreshDatabase, options: FleetOptions = {}): Promise<FleetBench> {
  const { panels: count = 1, profile = 'v10-12', timeoutMs = 2_000, idle = false, resolve } = options;
  const clock = createMovableClock();
  const standIns = await Promise.all(
    Array.from({ length: count }, () => startPanelStandIn({ clock, profile, seedUsers: [] })),
  );
  const [panel] = standIns;
  if (panel === undefined) throw new Error('a fleet needs a panel');
  const config = readConfig({
    ...environment,
    ...panelSettings(panel),
    PANEL_TIME_ZONE: 'UTC',
    // All but the first are as if an admin had added them.
    PANEL_ALLOW_PRIVATE: 'yes',
    ...options.settings,
  });
  const logger = createLogger('silent');
  const events = uncounted;
  const unnamed: UnnamedStart[] = [];
  const onUnnamedStart = (start: UnnamedStart) => void unnamed.push(start);
  const queue = createQueue({ url: database.url, logger, onUnnamedStart });
  const once = createOnce(database.db, clock);
  const parts = {
    config,
    db: database.db,
    copies: noCopies,
    seal: createSeal(config.sealKeys),
    ...createTelling(queue),
    clock,
    once,
    queue,
    events,
    logger,
    panelTimeoutMs: timeoutMs,
    resolve,
  };
  const services = createServices(parts, parts);
  const side = services.panels;
  const notices: StoredNotice[] = [];
  if (idle) queue.declare(jobs);
  else
    queue.work(jobs.map(offTheClock), {
      ...services,
      ...side,
      timeZone: config.service.timeZone,
      events,
      show: async (notice) => void notices.push(notice),
      prune: async () => {},
    });
  const rows = [await services.fleet.bootstrap(config.panel)];
  for (const [index, standIn] of standIns.entries()) if (index > 0) rows.push(await insert(standIn, index));
  await queue.start();
  await services.users.meet(introduction(adminId));
  let serial = 0;

  async function insert(standIn: PanelStandIn, index: number): Promise<Panel> {
    const { adminPath, clientPath, adminKey: apiKey, url, domain } = standIn;
    const now = clock.now();
    const row = await insertPanel(database.db, {
      name: `panel ${index + 1}`,
      url,
      domain,
      sealedAccess: sealAccess(parts.seal, { adminPath, clientPath, apiKey }),
      timeZone: 'UTC',
      createdAt: now,
      updatedAt: now,
    });
    if (row === undefined) throw new Error('the panel was not stored');
    return row;
  }

  function subscriptionsOn(panelId: number | undefined) {
    if (panelId === undefined) return services.subscriptions;
    return createSubscriptionService({
      db: database.db,
      copies: noCopies,
      clock,
      placing: createPlacing({ queue, clock, fleet: { place: async () => panelId } }),
      grace: { days: 0, megabytes: 1 },
    });
  }

  async function person(id = 1_000_000 + ++serial): Promise<number> {
    await services.users.meet(introduction(id));
    return id;
  }

  async function grant(given: { userId?: number; days?: number | null; panelId?: number } = {}) {
    const userId = given.userId ?? (await person());
    await database.db.transaction(async (tx) => {
      const gift = { days: given.days === undefined ? 30 : given.days, trafficBytes: 5 * gigabyte };
      const reason = `test ${++serial}`;
      await subscriptionsOn(given.panelId).grant(tx, { userId, source: 'admin', reason, ...gift });
    });
    return userId;
  }

  return {
    services,
    side,
    seal: parts.seal,
    queue,
    database,
    clock,
    panels: rows.map((row, index) => ({ row, standIn: standIns[index] ?? panel })),
    panel,
    panelId: rows[0]?.id ?? 0,
    notices,
    cause: (actorId = adminId) => ({ key: `test ${++serial}`, actorId }),
    person,
    grant,
    async subscription(userId) {
      const found = await services.subscriptions.find(userId);
      if (found === undefined) throw new Error('no subscription');
      return found;
    },
    async stop() {
      side.watch.stop();
      await queue.stop(2_000);
      await services.fleet.close();
      await Promise.all(standIns.map((standIn) => standIn.stop()));
      await database.drop();
      if (unnamed.length > 0) throw new Error(`not named among what it starts: ${JSON.stringify(unnamed)}`);
    },
  };
}

/** The same job, run only when it is asked for. */
function offTheClock({ definition, starts, run }: (typeof jobs)[number]): (typeof jobs)[number] {
  return { definition, starts, run };
}

function introduction(id: number) {
  return { id, firstName: 'Имя', lastName: undefined, username: undefined, languageCode: 'ru' };
}

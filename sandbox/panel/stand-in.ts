import { type Clock, createShiftableClock } from '../kit/clock.ts';
import { createControl, defaultUser, type PanelControl, type SeedUser } from './control.ts';
import { createPanelFaults } from './faults.ts';
import { createFront } from './front.ts';
import { createOwnSite } from './page/own-site.ts';
import { pagePath } from './page/page.ts';
import { createPanel } from './panel.ts';
import type { PanelProfile } from './profiles.ts';
import { createRequestLog } from './request-log.ts';
import { allRoutes } from './routes/all.ts';
import { openPanelServer } from './server.ts';
import { type PanelSnapshot, restoreTables, snapshotOf } from './snapshot.ts';
import { createWorld, getOwner } from './world.ts';

export interface PanelStandInOptions {
  port?: number;
  profile?: PanelProfile;
  adminKey?: string;
  adminPath?: string;
  clientPath?: string;
  timeZone?: string;
  clock?: Clock;
  /** Rows to start with; a fresh panel has one user called "default". */
  seedUsers?: readonly SeedUser[];
  /** A panel to go on with: its address, secrets, profile and tables, whatever the other options say. */
  snapshot?: PanelSnapshot;
}

export interface PanelStandIn {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** Its own page: who is on it, what it was asked, and what can be broken. */
  readonly page: string;
  /** Host and port, as the panel would name its domain. */
  readonly domain: string;
  readonly profile: PanelProfile;
  readonly version: string;
  readonly adminPath: string;
  readonly clientPath: string;
  readonly adminKey: string;
  readonly control: PanelControl;
  /** Everything a later stand-in needs to go on from here, as plain JSON. Full of secrets. */
  snapshot: () => PanelSnapshot;
  stop: () => Promise<void>;
}

/** Starts a panel that behaves like a real one of the chosen profile, on loopback. */
export async function startPanelStandIn(options: PanelStandInOptions = {}): Promise<PanelStandIn> {
  const { snapshot, seedUsers = [defaultUser], clock = createShiftableClock(), timeZone = 'UTC' } = options;
  const { port = 0, profile = 'v10-12', ...secrets } = { ...options, ...snapshot };
  const world = createWorld({ ...secrets, profile, clock, timeZone });
  const board = createPanelFaults();
  const log = createRequestLog(world);
  const panel = createPanel(world, allRoutes(world.traits));
  const server = await openPanelServer({
    port,
    takeFaults: board.take,
    meet: createFront({ world, panel, log }),
    ownSite: createOwnSite(() => control, world.traits),
  });
  const control = createControl({ world, board, log, server: () => server });
  if (snapshot !== undefined) restoreTables(world, snapshot);
  else for (const user of seedUsers) control.seed(user);

  const domain = `127.0.0.1:${server.port}`;
  const { adminPath, clientPath, traits } = world;
  const identity = {
    url: `http://${domain}`,
    page: `http://${domain}${pagePath}`,
    domain,
    profile,
    version: traits.version,
    adminPath,
    clientPath,
  };
  return {
    ...identity,
    adminKey: getOwner(world).uuid,
    control,
    snapshot: () => snapshotOf(world, server.port),
    stop: server.close,
  };
}

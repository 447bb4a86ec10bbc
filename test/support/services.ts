import { sql } from 'drizzle-orm';
import { createTelling } from '../../src/features/users/tell.service.ts';
import { createSeal, type Seal } from '../../src/platform/seal.ts';
import { jobs } from '../../src/app/given.ts';
import { uncounted } from './uncounted.ts';
import { createServices, type Services } from '../../src/app/services.ts';
import { readConfig } from '../../src/config/config.ts';
import type { RemoteProvider } from '../../src/features/money/providers/provider.ts';
import type { AdoptionService } from '../../src/features/panels/provisioning/adoption/service.ts';
import type { PanelService } from '../../src/features/panels/desk/service.ts';
import type { User } from '../../src/features/users/service.ts';
import { noCopies } from '../../src/platform/copies.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { type Cause, createOnce } from '../../src/platform/once.ts';
import { createQueue } from '../../src/platform/queue.ts';
import { createMovableClock, type MovableClock } from './clock.ts';
import { adminId, environment } from './environment.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

/** The services over a database of their own: no server, no bot, and no panel that answers. */
export interface ServiceBench extends Omit<Services, 'panels'> {
  panels: PanelService;
  adoption: AdoptionService;
  seal: Seal;
  database: FreshDatabase;
  clock: MovableClock;
  /** Somebody the bot has met. Roles and admission come from the admin; a new id each time. */
  person(seed?: { id?: number; role?: 'manager' | 'admin'; outside?: boolean }): Promise<User>;
  /** As if a panel held what the person is entitled to: only then its time can end. */
  held(userId: number): Promise<void>;
  /** A reason of its own to do something. */
  cause(actorId: number): Cause;
  stop(): Promise<void>;
}

export async function startServices(
  settings: Record<string, string> = {},
  providers: readonly RemoteProvider[] = [],
): Promise<ServiceBench> {
  const database = await freshDatabase();
  const clock = createMovableClock();
  const logger = createLogger('silent');
  const config = readConfig({ ...environment, ...settings });
  const queue = createQueue({ url: database.url, logger });
  queue.declare(jobs);
  await queue.start();
  const events = uncounted;
  const once = createOnce(database.db, clock);
  const parts = {
    config,
    db: database.db,
    copies: noCopies,
    clock,
    once,
    queue,
    events,
    logger,
    providers,
    seal: createSeal(config.sealKeys),
    ...createTelling(queue),
  };
  const services = createServices(parts, parts);
  const { desk, adoption } = services.panels;
  await services.fleet.bootstrap(config.panel);
  const { users } = services;
  let serial = 0;
  const cause = (actorId: number): Cause => ({ key: `test ${++serial}`, actorId });

  async function person(seed: { id?: number; role?: 'manager' | 'admin'; outside?: boolean } = {}) {
    const id = seed.id ?? 1_000_000 + ++serial;
    const names = { lastName: undefined, username: undefined, languageCode: 'ru' };
    const met = await users.meet({ id, firstName: 'Имя', ...names });
    if (seed.role !== undefined) return await users.setRole(cause(adminId), id, seed.role);
    if (seed.outside !== true) await database.db.transaction((tx) => users.admit(tx, id, null));
    return met;
  }

  await person({ id: adminId });
  return {
    ...services,
    panels: desk,
    seal: parts.seal,
    adoption,
    database,
    clock,
    person,
    async held(userId) {
      await database.db.execute(sql`
        update subscriptions set status = 'active', verified_at = now(), applied_version = desired_version
        where user_id = ${userId} and status = 'pending'`);
    },
    cause,
    async stop() {
      await queue.stop(1_000);
      await services.fleet.close();
      await database.drop();
    },
  };
}

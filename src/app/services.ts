import { createMoney, type Money, type MoneyParts } from './money.ts';
import type { Config } from '../config/config.ts';
import { type Audit, createAudit } from '../features/audit/service.ts';
import { createInviteService, type InviteService } from '../features/invites/service.ts';
import { createBuilt } from '../features/keys/built.service.ts';
import { createFeedService, type FeedService } from '../features/keys/feed/service.ts';
import { createTunnelService } from '../features/keys/tunnels.service.ts';
import { createPresetService, type PresetService } from '../features/keys/presets/service.ts';
import { demandOf, seedsOf } from '../features/keys/protocols/seeds.service.ts';
import { createKeyService, type KeyService } from '../features/keys/service.ts';
import { createKeyTokens } from '../features/keys/feed/tokens.rules.ts';
import { createFleet, type Fleet } from '../features/panels/fleet/service.ts';
import { createPlanService } from '../features/plans/service.ts';
import { createJoinedAccounts } from '../features/panels/provisioning/joined/service.ts';
import { createLinkService, type LinkService } from '../features/subscriptions/links.service.ts';
import { createPlacing } from '../features/panels/provisioning/placing.service.ts';
import { createSubscriptionService, type SubscriptionService } from '../features/subscriptions/service.ts';
import { createTrialService, type TrialService } from '../features/trial/service.ts';
import { roleNotice } from '../features/users/notices.ts';
import { panelAlarmNotice } from '../features/panels/desk/notices.ts';
import { type Notice, noticeJob } from '../platform/notices.ts';
import { listAdminIds } from '../features/users/queries.ts';
import { createUserService, type UserService } from '../features/users/service.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Transaction } from '../platform/db.ts';
import type { Events } from '../platform/events.ts';
import type { Logger } from '../platform/logger.ts';
import type { Once } from '../platform/once.ts';
import type { Queue } from '../platform/queue.ts';
import { createSeal, type Seal } from '../platform/seal.ts';

export interface Services extends Money {
  /** Has a person told something, when and only when the transaction commits. */
  tell(tx: Transaction, notice: Notice): Promise<void>;
  audit: Audit;
  seal: Seal;
  fleet: Fleet;
  users: UserService;
  subscriptions: SubscriptionService;
  links: LinkService;
  invites: InviteService;
  trial: TrialService;
  keys: KeyService;
  presets: PresetService;
  feeds: FeedService;
}

export interface ServiceParts extends MoneyParts {
  config: Config;
  db: Database;
  clock: Clock;
  once: Once;
  queue: Queue;
  events: Events;
  logger: Logger;
  /** For one exchange with a panel; the client's own when not given. */
  panelTimeoutMs?: number;
}

/** The features' services, each handed the others it needs. */
export function createServices(parts: ServiceParts): Services {
  const { config, db, clock, once, queue, events, logger } = parts;
  const audit = createAudit(clock);
  const tell = (tx: Transaction, notice: Notice) => queue.enqueue(tx, noticeJob(notice));
  const tellAdmins = async (tx: Transaction, notice: (userId: number) => Notice) => {
    for (const userId of await listAdminIds(tx)) await tell(tx, notice(userId));
  };
  const seal = createSeal(config.sealKey);
  const fleet = createFleet({
    db,
    clock,
    seal,
    logger,
    events,
    timeoutMs: parts.panelTimeoutMs,
    tellAdmins: (tx, details) => tellAdmins(tx, (userId) => panelAlarmNotice(userId, details)),
  });
  const subscriptions = createSubscriptionService({ db, clock, placing: createPlacing({ fleet, queue }) });
  const users = createUserService({
    db,
    clock,
    once,
    audit,
    events,
    adminIds: config.telegram.adminIds,
    accessMode: config.service.accessMode,
    onAccessChanged: (tx, userId) => subscriptions.refresh(tx, userId),
    onRoleChanged: (tx, userId) => tell(tx, roleNotice(userId, {})),
  });
  const links = createLinkService({ clock, once, audit, users, subscriptions });
  const invites = createInviteService({
    db,
    clock,
    once,
    users,
    subscriptions,
    audit,
    events,
    accessMode: config.service.accessMode,
  });
  const { trialDays: days, trialGigabytes: gigabytes } = config.service;
  const plans = createPlanService({
    db,
    clock,
    once,
    audit,
    users,
    panels: fleet,
    trial: { days, gigabytes },
  });
  const trial = createTrialService({ db, clock, once, users, subscriptions, events, plans });
  const tokens = createKeyTokens(config.keyTokenKey);
  const hasOwnFeed = config.ownSubscriptions;
  const seeds = seedsOf(config.protocols, config.server, logger);
  const demand = demandOf(config.protocols, logger);
  const presets = createPresetService({ db, clock, once, audit, users, seeds, demand, events });
  const tunnels = createTunnelService({
    panels: fleet,
    joined: createJoinedAccounts(db, fleet),
    seeds,
    presets,
    plans,
    serviceName: config.service.name,
  });
  const built = createBuilt(events);
  const keys = createKeyService({
    subscriptions,
    panels: fleet,
    events,
    tunnels,
    built,
    demand,
    tokens,
    ownFeedUrl: hasOwnFeed ? `${config.http.publicUrl}/sub` : undefined,
    serviceName: config.service.name,
  });
  const feeds = createFeedService({
    keys,
    tunnels,
    built,
    users,
    subscriptions,
    tokens,
    clock,
    events,
    hasOwnFeed,
  });
  const money = createMoney(parts, { tell, tellAdmins, audit, users, subscriptions, plans, trial });
  return {
    tell,
    audit,
    seal,
    fleet,
    users,
    subscriptions,
    links,
    invites,
    trial,
    keys,
    presets,
    feeds,
    ...money,
  };
}

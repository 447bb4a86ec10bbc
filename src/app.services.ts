import type { PanelClient } from './clients/panel/client.ts';
import type { Config } from './config.ts';
import { createAudit } from './features/audit/service.ts';
import { createInviteService, type InviteService } from './features/invites/service.ts';
import { readEndpoint } from './features/keys/endpoint.ts';
import { createKeyService, type KeyService } from './features/keys/service.ts';
import { createSubscriptionService, type SubscriptionService } from './features/subscriptions/service.ts';
import { createTrialService, type TrialService } from './features/trial/service.ts';
import { type Notice, noticeJob } from './features/users/notices.ts';
import { createUserService, type UserService } from './features/users/service.ts';
import type { Clock } from './platform/clock.ts';
import type { Database, Transaction } from './platform/db.ts';
import type { Events } from './platform/events.ts';
import type { Logger } from './platform/logger.ts';
import type { Once } from './platform/once.ts';
import type { Queue } from './platform/queue.ts';

export interface Services {
  /** Has a person told something, when and only when the transaction commits. */
  tell(tx: Transaction, notice: Notice): Promise<void>;
  users: UserService;
  subscriptions: SubscriptionService;
  invites: InviteService;
  trial: TrialService;
  keys: KeyService;
}

export interface ServiceParts {
  config: Config;
  db: Database;
  clock: Clock;
  once: Once;
  queue: Queue;
  events: Events;
  panel: PanelClient;
  logger: Logger;
}

/** The features' services, each handed the others it needs. */
export function createServices(parts: ServiceParts): Services {
  const { config, db, clock, once, queue, events, panel, logger } = parts;
  const audit = createAudit(clock);
  const tell = (tx: Transaction, notice: Notice) =>
    queue.enqueue(tx, noticeJob.name, notice, { key: `user ${notice.userId}` });
  const subscriptions = createSubscriptionService({ db, clock, queue });
  const users = createUserService({
    db,
    clock,
    once,
    audit,
    events,
    adminIds: config.telegram.adminIds,
    accessMode: config.service.accessMode,
    onAccessChanged: (tx, userId) => subscriptions.refresh(tx, userId),
    onRoleChanged: (tx, userId) => tell(tx, { userId, kind: 'role' }),
  });
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
  const offer = { days: config.service.trialDays, gigabytes: config.service.trialGigabytes };
  const trial = createTrialService({ db, clock, once, users, subscriptions, events, offer });
  const endpoint = realityEndpoint(config, logger);
  const keys = createKeyService({ subscriptions, panel, events, endpoint, serviceName: config.service.name });
  return { tell, users, subscriptions, invites, trial, keys };
}

/** Without a public key in the settings links are read from the panel; a wrong one is said and not used. */
function realityEndpoint({ reality }: Config, logger: Logger) {
  const { host, port, sni, publicKey, shortId = '' } = reality;
  if (publicKey === undefined) return undefined;
  const reading = readEndpoint({ host, port, sni, publicKey, shortId });
  if (reading.ok) return reading.endpoint;
  logger.error(
    { problems: reading.problems },
    'the REALITY_… settings cannot be used; keys are read from the panel',
  );
  return undefined;
}

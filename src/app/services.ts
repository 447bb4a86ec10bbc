import type { Config } from '../config/config.ts';
import { createAudit } from '../features/audit/service.ts';
import { createDeadLetters } from '../features/dead-letters/service.ts';
import { createInviteService } from '../features/invites/service.ts';
import { createKeys } from '../features/keys/house.ts';
import { createMoneyTelling, createTill, takenWays } from '../features/money/house.ts';
import { endPurchasesJob } from '../features/money/orders/jobs.ts';
import type { RemoteProvider } from '../features/money/providers/provider.ts';
import { misfitOf } from '../features/money/providers/registry.ts';
import { createPanels } from '../features/panels/house.ts';
import { panelAlarmNotice } from '../features/panels/desk/notices.ts';
import { createFleet } from '../features/panels/fleet/service.ts';
import { createJoinedAccounts } from '../features/panels/provisioning/joined/service.ts';
import { createPlacing } from '../features/panels/provisioning/placing.service.ts';
import { createPlanService } from '../features/plans/service.ts';
import { createReminderService } from '../features/reminders/service.ts';
import { movedNotice, readyNotice, relinkedNotice } from '../features/subscriptions/notices.ts';
import { createLinkService } from '../features/subscriptions/links.service.ts';
import { createSubscriptionService } from '../features/subscriptions/service.ts';
import { createTrialService } from '../features/trial/service.ts';
import { createUserService } from '../features/users/service.ts';
import type { ClockWatch } from '../platform/clock-watch.ts';
import type { Transaction } from '../platform/db.ts';
import type { Kit } from '../platform/kit.ts';
import type { Money } from '../platform/money.ts';
import type { resolveAll } from '../platform/outside.ts';

export interface ServiceNeeds {
  config: Config;
  /** Who takes money, besides what people have with us. None when not given. */
  providers?: readonly RemoteProvider[];
  /** What people and admins are told of money; made here when not given. */
  moneyTelling?: ReturnType<typeof createMoneyTelling>;
  /** For one exchange with a panel; the client's own when not given. */
  panelTimeoutMs?: number;
  /** How names of panels are looked up; the system's own way when not given. */
  resolve?: typeof resolveAll | undefined;
  /** Hears of the dates of panels' answers; nobody when not given. */
  clockWatch?: Pick<ClockWatch, 'of'>;
}

/** The services of all houses, each handed what it needs of those before it. */
export type Services = ReturnType<typeof createServices>;

/** Builds the houses' services, in order. */
export function createServices(kit: Kit, needs: ServiceNeeds) {
  const {
    config,
    providers = [],
    moneyTelling = createMoneyTelling(kit, needs.config.money),
    panelTimeoutMs,
    resolve,
    clockWatch,
  } = needs;
  const { service, money, telegram, http } = config;
  const audit = createAudit(kit.clock);
  const addressRules = { allowPrivate: config.allowPrivatePanels, resolve };
  const fleet = createFleet({
    ...kit,
    timeoutMs: panelTimeoutMs,
    addressRules,
    // Whoever runs the bot runs them too, perhaps on this very machine: they are no judges.
    hearingOf: clockWatch && ((panel) => clockWatch.of(`panel:${panel}`, { judges: false })),
    tellAdmins: (tx, details) => kit.tellAdmins(tx, (userId) => panelAlarmNotice(userId, details)),
  });
  const placing = createPlacing({ ...kit, fleet });
  const subscriptions = createSubscriptionService({ ...kit, placing, grace: service.grace });
  const { adminIds } = telegram;
  const { accessMode } = service;
  const endPurchases = (tx: Transaction, userId: number) =>
    kit.queue.enqueue(tx, endPurchasesJob({ userId }));
  const users = createUserService({ ...kit, audit, subscriptions, endPurchases, adminIds, accessMode });
  const base = { ...kit, audit, users, subscriptions, panels: fleet };
  const links = createLinkService(base);
  const invites = createInviteService({ ...base, accessMode, managerCaps: service.managerCaps });
  const trialTerms = { days: service.trialDays, gigabytes: service.trialGigabytes };
  const taken = takenWays(money.ways, providers);
  const misfit = (price: Money) => misfitOf(price, { ways: taken, shop: money.currency });
  const plans = createPlanService({ ...base, trial: trialTerms, misfitOf: misfit });
  const trial = createTrialService({ ...base, plans });
  const joined = createJoinedAccounts(kit.db, fleet);
  const keys = createKeys(kit, {
    ...base,
    plans,
    joined,
    settings: {
      serviceName: service.name,
      protocols: config.protocols,
      server: config.server,
      tokenKeys: config.keyTokenKeys,
      publicUrl: http.publicUrl,
      ownFeed: config.ownSubscriptions,
    },
  });
  const { name: serviceName, timeZone } = service;
  const { ways, currency } = money;
  const shop = { ways, currency, serviceName, timeZone, returnUrl: http.publicUrl };
  const till = createTill(kit, { ...base, ...moneyTelling, plans, trial, providers, settings: shop });
  const reminders = createReminderService({ ...base, ...till, ...service.reminders, timeZone });
  const deadLetters = createDeadLetters(base);
  const panels = createPanels(kit, {
    ...base,
    fleet,
    placing,
    told: { ready: readyNotice, moved: movedNotice, relinked: relinkedNotice },
    addressRules,
  });
  return {
    audit,
    fleet,
    users,
    subscriptions,
    links,
    invites,
    plans,
    trial,
    reminders,
    deadLetters,
    panels,
    ...keys,
    ...till,
  };
}

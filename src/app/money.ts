import type { Config } from '../config/config.ts';
import type { Audit } from '../features/audit/service.ts';
import { createDeadLetters, type DeadLetters } from '../features/dead-letters/service.ts';
import { createLedger, type Ledger } from '../features/money/ledger/service.ts';
import { createOrderService, type OrderService } from '../features/money/orders/service.ts';
import { type AlarmOnce, createAlarmOnce } from '../features/money/reconciliation/alarm-once.service.ts';
import { createMoneyDesk, type MoneyDesk } from '../features/money/desk/desk.service.ts';
import { createDeliveries, type Deliveries } from '../features/money/reconciliation/deliveries.service.ts';
import { createMoneyNotices } from '../features/money/payments/notices.ts';
import {
  createWebhookWatch,
  type WebhookWatch,
} from '../features/money/reconciliation/webhook-watch.service.ts';
import { createMoneyReports, type MoneyReports } from '../features/money/desk/report.service.ts';
import { ProviderAway, ProviderRefusal, type RemoteProvider } from '../features/money/providers/provider.ts';
import { isHere, providerBy } from '../features/money/providers/registry.ts';
import { createPaymentService, type PaymentService } from '../features/money/payments/service.ts';
import { createMoneyUpkeep, type MoneyUpkeep } from '../features/money/reconciliation/upkeep.service.ts';
import type { PlanService } from '../features/plans/service.ts';
import { createGifts } from '../features/money/promo-codes/gifts.service.ts';
import { createPromoService, type PromoService } from '../features/money/promo-codes/service.ts';
import { createRenewalNotices } from '../features/money/renewals/notices.ts';
import { createPeriods } from '../features/money/renewals/periods.service.ts';
import { createRenewalService, type RenewalService } from '../features/money/renewals/service.ts';
import { createRenewalUpkeep, type RenewalUpkeep } from '../features/money/renewals/upkeep.service.ts';
import type { SubscriptionService } from '../features/subscriptions/service.ts';
import type { TrialService } from '../features/trial/service.ts';
import type { Notice } from '../platform/notices.ts';
import type { UserService } from '../features/users/service.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Transaction } from '../platform/db.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Once } from '../platform/once.ts';
import type { Queue } from '../platform/queue.ts';

/** Everything that sells, takes money and accounts for it. */
export interface Money {
  ledger: Ledger;
  plans: PlanService;
  promos: PromoService;
  payments: PaymentService;
  orders: OrderService;
  renewals: RenewalService;
  renewalUpkeep: RenewalUpkeep;
  money: MoneyDesk;
  upkeep: MoneyUpkeep;
  deliveries: Deliveries;
  webhookWatch: WebhookWatch;
  /** Tells admins of what goes on with a provider. */
  alarm: AlarmOnce;
  deadLetters: DeadLetters;
  reports: MoneyReports;
}

export interface MoneyParts {
  config: Config;
  db: Database;
  clock: Clock;
  once: Once;
  queue: Queue;
  logger: Logger;
  /** Who takes money, besides what people have with us. None when not given. */
  providers?: readonly RemoteProvider[] | undefined;
  countMoney?: Pick<Metrics, 'count' | 'set'> | undefined;
}

/** Builds it over the services that it sells the work of. */
export function createMoney(
  parts: MoneyParts,
  services: {
    tell(tx: Transaction, notice: Notice): Promise<void>;
    tellAdmins(tx: Transaction, notice: (userId: number) => Notice): Promise<void>;
    audit: Audit;
    users: UserService;
    subscriptions: SubscriptionService;
    plans: PlanService;
    trial: TrialService;
  },
): Money {
  const { config, db, clock, once, queue, logger, providers = [], countMoney: metrics } = parts;
  const { audit, users, subscriptions, plans, trial, tell, tellAdmins } = services;
  const ledger = createLedger({ db, clock });
  const gifts = createGifts({ ledger, subscriptions, trial });
  const promos = createPromoService({ db, clock, once, audit, users, gifts });
  const notices = createMoneyNotices({
    tell,
    tellAdmins,
    onAlarm: (what, paymentId) => {
      metrics?.count('money_alarms_total', { what });
      logger.error({ what, payment: paymentId }, 'money needs attention');
    },
  });
  const renewalNotices = createRenewalNotices(tell);
  const periods = createPeriods({
    clock,
    queue,
    subscriptions,
    notices: renewalNotices,
    onChange: (provider, what) => metrics?.count('renewals_total', { provider, what }),
  });
  const settling = { clock, ledger, promos, subscriptions, periods, notices, queue };
  const alarm = createAlarmOnce({ db, clock, once, notices });
  const webhookWatch = createWebhookWatch({ db, clock, alarm });
  const payments = createPaymentService({
    ...settling,
    db,
    providers,
    ways: config.money.ways,
    onSettled: (provider, outcome) => metrics?.count('payments_settled_total', { provider, outcome }),
    onRenewal: (provider, truth) => renewals.hear(provider, truth),
    onAway: (error) => logger.warn({ err: error }, 'a payment provider did not answer'),
  });
  const renewals = createRenewalService({
    db,
    clock,
    once,
    audit,
    periods,
    plans,
    users,
    subscriptions,
    notices: renewalNotices,
    renewing: (provider) => payments.provider(provider)?.renewing,
    lookAt: payments.lookAt,
    isAway: (error) => error instanceof ProviderAway,
    isRefused: (error) => error instanceof ProviderRefusal,
    currency: config.money.currency,
  });
  const renewalUpkeep = createRenewalUpkeep({
    db,
    clock,
    queue,
    ledger,
    periods,
    subscriptions,
    payHere: payments.payHere,
    notices: renewalNotices,
    timeZone: config.service.timeZone,
  });
  const orders = createOrderService({
    db,
    clock,
    once,
    users,
    plans,
    promos,
    payments,
    ledger,
    subscriptions,
    periods,
    serviceName: config.service.name,
    returnUrl: config.http.publicUrl,
    ways: config.money.ways.filter((way) => {
      const { name } = providerBy(way);
      return isHere(name) || payments.provider(name) !== undefined;
    }),
    currency: config.money.currency,
  });
  const money = createMoneyDesk({
    ...settling,
    db,
    once,
    audit,
    users,
    providers,
    tell,
    timeZone: config.service.timeZone,
  });
  const upkeep = createMoneyUpkeep({
    db,
    clock,
    payments,
    providers,
    notices,
    onFound: async (provider, count) => {
      metrics?.count('payments_found_total', { provider }, count);
      await webhookWatch.found(provider);
    },
    onCheck: (check, wrong) => metrics?.set('money_wrong', wrong, { check }),
    onAway: (provider, error) => logger.warn({ err: error, provider }, 'a list of payments was not read'),
  });
  const deliveries = createDeliveries({ db, clock, queue });
  const deadLetters = createDeadLetters({ db, once, audit, users, queue });
  const reports = createMoneyReports({
    db,
    clock,
    once,
    users,
    queue,
    payments,
    upkeep,
    providers,
    timeZone: config.service.timeZone,
    tell,
    tellAdmins,
  });
  return {
    ledger,
    plans,
    promos,
    payments,
    orders,
    renewals,
    renewalUpkeep,
    money,
    upkeep,
    deliveries,
    deadLetters,
    reports,
    webhookWatch,
    alarm,
  };
}

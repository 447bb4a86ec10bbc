import type { Db } from '../../platform/db.ts';
import type { Kit } from '../../platform/kit.ts';
import type { Currency } from '../../platform/money.ts';
import type { Audit } from '../audit/service.ts';
import type { PlanService } from '../plans/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { TrialService } from '../trial/service.ts';
import type { UserService } from '../users/service.ts';
import { createMoneyDesk } from './desk/service.ts';
import { createMoneyReports } from './desk/reports/service.ts';
import { createLedger } from './ledger/service.ts';
import { createOrderPages } from './orders/page.service.ts';
import { isSoldIn } from './orders/prices.queries.ts';
import { createOrderService } from './orders/service.ts';
import { createMoneyNotices } from './payments/notices.ts';
import { createPaymentPatience, forPeople } from './payments/patient.service.ts';
import { createPaymentService } from './payments/service.ts';
import { createGifts } from './promo-codes/gifts.service.ts';
import { createPromoService } from './promo-codes/service.ts';
import type { RemoteProvider } from './providers/provider.ts';
import { isHere, type ProviderName, providerBy, type Way } from './providers/registry.ts';
import { createAlarmOnce } from './reconciliation/alarm-once.service.ts';
import { createDeliveries } from './reconciliation/deliveries.service.ts';
import { createMoneyUpkeep } from './reconciliation/upkeep.service.ts';
import { createRefusalWatch } from './reconciliation/refusal-watch.service.ts';
import { createTestMoneyWatch } from './reconciliation/test-money.service.ts';
import { createWebhookWatch } from './reconciliation/webhook-watch.service.ts';
import { createRenewalNotices } from './renewals/notices.ts';
import { createPeriods } from './renewals/periods.service.ts';
import { createRenewalService } from './renewals/service.ts';
import { createRenewalUpkeep } from './renewals/upkeep.service.ts';
import type { MoneySettings } from './settings.ts';
import { findTopic } from './settlement/queries.ts';

/** The settings of the shop. */
export interface ShopSettings extends Pick<MoneySettings, 'ways' | 'currency'> {
  serviceName: string;
  timeZone: string;
  /** Where people come back to after paying. */
  returnUrl: string;
}

export interface MoneyNeeds extends ReturnType<typeof createMoneyTelling> {
  audit: Audit;
  users: UserService;
  subscriptions: SubscriptionService;
  plans: PlanService;
  trial: TrialService;
  /** Who takes money, besides what people have with us. */
  providers: readonly RemoteProvider[];
  settings: ShopSettings;
}

/** What people and admins are told of money, and what admins are told once. */
export function createMoneyTelling(kit: Kit, { ways }: Pick<MoneySettings, 'ways'>) {
  const isSpent = ways.some((way) => isHere(providerBy(way).name));
  const canSpend = async (tx: Db, currency: Currency) => isSpent && (await isSoldIn(tx, currency));
  const notices = createMoneyNotices({ ...kit, canSpend, topicOf: findTopic });
  return { notices, canSpend, alarm: createAlarmOnce({ ...kit, notices }) };
}

/** Of the ways that the settings name, those by which somebody here takes money. */
export function takenWays(ways: readonly Way[], providers: readonly RemoteProvider[]): Way[] {
  return ways.filter((way) => isTaken(providerBy(way).name, providers));
}

/** Whether somebody here takes it: the product itself, or a provider that is set up. */
function isTaken(name: ProviderName, providers: readonly RemoteProvider[]): boolean {
  return isHere(name) || providers.some((provider) => provider.name === name);
}

/** Everything that sells, takes money and accounts for it, built floor by floor from the books up. */
export function createTill(kit: Kit, needs: MoneyNeeds) {
  const { settings, alarm } = needs;
  const refusals = createRefusalWatch({ ...kit, alarm });
  const patience = createPaymentPatience(kit);
  const base = { ...kit, ...needs, ...settings, refusals, patience };
  const ledger = createLedger({
    ...kit,
    onPaidOff: (tx, paid) => needs.notices.toPerson(tx, { ...paid, kind: 'paid-off', orderId: null }),
  });
  const gifts = createGifts({ ...needs, ledger });
  const promos = createPromoService({ ...base, gifts });
  const renewing = { ...base, notices: createRenewalNotices({ tell: kit.tell, alarms: needs.notices }) };
  const periods = createPeriods(renewing);
  const renewals = createRenewalService({ ...renewing, periods });
  const settling = { ...base, ledger, promos, periods };
  const testMoney = createTestMoneyWatch({ alarm, ...settings });
  const payments = createPaymentService({ ...settling, renewals, testMoney });
  const renewalUpkeep = createRenewalUpkeep({ ...renewing, ledger, periods, payments });
  const ways = takenWays(settings.ways, needs.providers);
  const patient = forPeople(payments, { ...kit, patience });
  const orders = createOrderService({ ...settling, payments: patient, ways, renewalUpkeep });
  const webhookWatch = createWebhookWatch({ ...kit, alarm });
  const upkeep = createMoneyUpkeep({ ...base, payments, webhookWatch });
  const money = createMoneyDesk(settling);
  const reports = createMoneyReports({ ...base, payments, upkeep });
  const deliveries = createDeliveries(kit);
  return {
    ledger,
    promos,
    payments,
    orders,
    orderPages: createOrderPages({ ...base, orders }),
    renewals,
    renewalUpkeep,
    money,
    upkeep,
    deliveries,
    reports,
    webhookWatch,
    testMoney,
    refusals,
    ways,
    alarm,
  };
}

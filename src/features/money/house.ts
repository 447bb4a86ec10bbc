import type { FastifyInstance } from 'fastify';
import type { Closers } from '../../platform/closers.ts';
import type { Kit } from '../../platform/kit.ts';
import type { PlanService } from '../plans/service.ts';
import type { TrialService } from '../trial/service.ts';
import type { Neighbours } from '../users/service.ts';
import { reportNotice } from './desk/reports/notices.ts';
import { createMoneyReports } from './desk/reports/service.ts';
import { createMoneyDesk } from './desk/service.ts';
import { createMoneyHandlers } from './handlers.ts';
import { moneyJobs } from './jobs.ts';
import { createLedger } from './ledger/service.ts';
import { createEndPurchases } from './orders/jobs.ts';
import { orderRoutes } from './orders/page.routes.ts';
import { createOrderPages } from './orders/page.service.ts';
import { createOrderService } from './orders/service.ts';
import { warnOfShop } from './orders/warnings.service.ts';
import { paymentNotices } from './payments/notices.ts';
import { createPaymentPatience, forPeople } from './payments/patient.service.ts';
import { createPaymentService } from './payments/service.ts';
import { createGifts } from './promo-codes/gifts.service.ts';
import { createPromoService } from './promo-codes/service.ts';
import { openProviders, type ProviderNeeds } from './providers/open.ts';
import type { RemoteProvider } from './providers/provider.ts';
import { createPreCheckout } from './providers/stars/pre-checkout.ts';
import { misfitsOf, takenWays } from './providers/taken.ts';
import { providerWebhooks } from './providers/webhooks.routes.ts';
import { createDeliveries } from './reconciliation/deliveries.service.ts';
import { paymentChecks } from './reconciliation/health.service.ts';
import { createMoneyUpkeep } from './reconciliation/upkeep.service.ts';
import { createRefusalWatch } from './reconciliation/refusal-watch.service.ts';
import { createMoneyTelling } from './reconciliation/telling.service.ts';
import { createTestMoneyWatch, demandRealMoney } from './reconciliation/test-money.service.ts';
import { createWebhookWatch } from './reconciliation/webhook-watch.service.ts';
import { createRenewalNotices, renewalNotice } from './renewals/notices.ts';
import { createPeriods } from './renewals/periods.service.ts';
import { createRenewalService } from './renewals/service.ts';
import { createRenewalUpkeep } from './renewals/upkeep.service.ts';
import type { MoneySettings } from './settings.ts';

export const moneyHouse = {
  createTelling: createMoneyTelling,
  open: openMoney,
  create: createTill,
  misfitsOf,
  createEndPurchases,
  warn: warnOfShop,
  createPreCheckout,
  talk: createMoneyHandlers,
  jobs: moneyJobs,
  notices: [...paymentNotices, reportNotice, renewalNotice],
  routes: (needs: RouteNeeds) => async (scope: FastifyInstance) => {
    await scope.register(providerWebhooks(needs));
    await scope.register(orderRoutes(needs));
  },
  checks: paymentChecks,
};

type RouteNeeds = Parameters<typeof providerWebhooks>[0] & Parameters<typeof orderRoutes>[0];

export interface MoneyNeeds extends ReturnType<typeof createMoneyTelling>, Neighbours {
  plans: PlanService;
  trial: TrialService;
  /** Who takes money, besides what people have with us. */
  providers: readonly RemoteProvider[];
  config: {
    money: Pick<MoneySettings, 'ways' | 'currency'>;
    service: { name: string; timeZone: string };
    /** Where people come back to after paying. */
    http: { publicUrl: string };
  };
}

/** Everybody who takes money, and who of them takes test money. Nobody is called yet. */
async function openMoney(kit: Kit, needs: ProviderNeeds, closers: Closers) {
  const trying = await demandRealMoney({ ...kit, ...needs });
  const { list: providers, ...opened } = await openProviders(kit, needs, closers);
  return { ...opened, providers, trying };
}

/** Everything that sells, takes money and accounts for it, built floor by floor from the books up. */
function createTill(kit: Kit, needs: MoneyNeeds) {
  const { config, alarm } = needs;
  const { ways, currency } = config.money;
  const { name: serviceName, timeZone } = config.service;
  const settings = { ways, currency, serviceName, timeZone, returnUrl: config.http.publicUrl };
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
  const taken = takenWays(ways, needs.providers);
  const patient = forPeople(payments, { ...kit, patience });
  const orders = createOrderService({ ...settling, payments: patient, ways: taken, renewalUpkeep });
  const webhookWatch = createWebhookWatch({ ...kit, alarm });
  const upkeep = createMoneyUpkeep({ ...base, payments, webhookWatch });
  return {
    ledger,
    promos,
    payments,
    orders,
    orderPages: createOrderPages({ ...base, orders }),
    renewals,
    renewalUpkeep,
    money: createMoneyDesk(settling),
    upkeep,
    deliveries: createDeliveries(kit),
    reports: createMoneyReports({ ...base, payments, upkeep }),
    webhookWatch,
    testMoney,
    refusals,
    ways: taken,
    alarm,
  };
}

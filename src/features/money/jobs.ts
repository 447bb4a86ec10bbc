import { type BoundJob, timetable, work } from '../../platform/queue/work.ts';
import type { MoneyDesk } from './desk/service.ts';
import type { MoneyReports } from './desk/reports/service.ts';
import { hearJob, lookJob, reportJob } from './payments/jobs.ts';
import { endPurchasesJob } from './orders/jobs.ts';
import type { OrderService } from './orders/service.ts';
import { refundJob } from './settlement/jobs.ts';
import type { PaymentService } from './payments/service.ts';
import type { MoneyUpkeep } from './reconciliation/upkeep.service.ts';
import { chargeRenewalJob, lookRenewalJob, stopRenewalJob } from './renewals/jobs.ts';
import type { RenewalService } from './renewals/service.ts';
import type { RenewalUpkeep } from './renewals/upkeep.service.ts';

export interface MoneyJobNeeds {
  payments: Pick<PaymentService, 'lookAt' | 'sweep'>;
  money: Pick<MoneyDesk, 'carryOut'>;
  upkeep: MoneyUpkeep;
  renewals: Pick<RenewalService, 'look' | 'carryOutStop'>;
  renewalUpkeep: RenewalUpkeep;
  orders: Pick<OrderService, 'endAll'>;
  reports: Pick<MoneyReports, 'daily' | 'carryOut'>;
  /** Whose mornings the daily report comes in. */
  timeZone: string;
}

/** Whatever hears what a provider says of money settles it: access, words, money on its way back, what renews itself. */
const settles = ['provision', 'notice', 'refund', 'renewal-stop', 'renewal-look'];

/** The jobs that follow money, and those that look for what nobody told of. */
const paymentJobs: readonly BoundJob<MoneyJobNeeds>[] = [
  work(lookJob, ({ data }, { upkeep }: MoneyJobNeeds) => upkeep.look(data.paymentId), { starts: settles }),
  work(hearJob, ({ data }, { payments }: MoneyJobNeeds) => payments.lookAt(data.provider, data.objectId), {
    starts: settles,
  }),
  work(refundJob, ({ data }, { money }: MoneyJobNeeds) => money.carryOut(data.refundId), { starts: settles }),
  work(endPurchasesJob, ({ data }, { orders }: MoneyJobNeeds) => orders.endAll(data.userId), {
    starts: settles,
  }),
  timetable(
    { name: 'payments-sweep', cron: '* * * * *', starts: ['payment-look'] },
    ({ payments }: MoneyJobNeeds) => payments.sweep(),
  ),
  timetable(
    { name: 'payments-reconcile', cron: '*/5 * * * *', starts: settles },
    ({ upkeep }: MoneyJobNeeds) => upkeep.reconcile(),
  ),
  timetable({ name: 'money-check', cron: '23 * * * *', starts: ['notice'] }, ({ upkeep }: MoneyJobNeeds) =>
    upkeep.check(),
  ),
  work(
    reportJob,
    async ({ data: { occasion, askedBy } }, { reports }: MoneyJobNeeds) => {
      if (occasion === undefined || askedBy === undefined) await reports.daily();
      else await reports.carryOut({ occasion, askedBy });
    },
    { starts: settles, times: { cron: '0 9 * * *', timeZone: ({ timeZone }) => timeZone } },
  ),
];

/** The jobs that buy again by themselves. */
const renewalJobs: readonly BoundJob<MoneyJobNeeds>[] = [
  work(
    chargeRenewalJob,
    ({ data }, { renewalUpkeep }: MoneyJobNeeds) => renewalUpkeep.charge(data.renewalId),
    { starts: settles },
  ),
  work(
    lookRenewalJob,
    ({ data }, { renewals, payments }: MoneyJobNeeds) => renewals.look(data.renewalId, payments.lookAt),
    { starts: settles },
  ),
  work(stopRenewalJob, ({ data }, { renewals }: MoneyJobNeeds) => renewals.carryOutStop(data.renewalId)),
  timetable(
    {
      name: 'renewals-due',
      cron: '* * * * *',
      starts: ['provision', 'notice', 'renewal-look', 'renewal-charge', 'renewal-stop'],
    },
    ({ renewalUpkeep }: MoneyJobNeeds) => renewalUpkeep.runDue(),
  ),
];

/** Everything of money that runs later. */
export const moneyJobs: readonly BoundJob<MoneyJobNeeds>[] = [...paymentJobs, ...renewalJobs];

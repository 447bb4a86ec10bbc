import { expect, it } from 'vitest';
import { jobs } from '../../src/app/given.ts';
import { hearJob, lookJob, reportJob } from '../../src/features/money/payments/jobs.ts';
import { refundJob } from '../../src/features/money/settlement/jobs.ts';
import { chargeRenewalJob, lookRenewalJob, stopRenewalJob } from '../../src/features/money/renewals/jobs.ts';
import {
  adoptJob,
  joinJob,
  leftoverJob,
  moveOutJob,
  provisionJob,
  reapplyJob,
  syncJob,
} from '../../src/features/panels/provisioning/jobs.ts';
import { noticeJob } from '../../src/platform/notices.ts';
import type { JobRequest } from '../../src/platform/queue/job.ts';

interface Row {
  name: string;
  data: object;
  singleton_key?: string;
  group_id?: string;
}

/** Rows as the version before wrote them, and what asks for the same today. */
const rows: readonly [Row, JobRequest][] = [
  [
    { name: 'provision', data: { userId: 101 }, singleton_key: 'user 101', group_id: 'panel 3' },
    provisionJob({ userId: 101 }, 3),
  ],
  [
    {
      name: 'provision',
      data: { userId: 101, recheck: 'write' },
      singleton_key: 'user 101',
      group_id: 'no panel',
    },
    provisionJob({ userId: 101, recheck: 'write' }, null),
  ],
  [{ name: 'panel-sync', data: { panelId: 3 }, singleton_key: 'panel 3' }, syncJob({ panelId: 3 })],
  [{ name: 'panel-settle', data: { panelId: 3 }, singleton_key: 'panel 3' }, reapplyJob({ panelId: 3 })],
  [{ name: 'move-out', data: { panelId: 3 }, singleton_key: 'panel 3' }, moveOutJob({ panelId: 3 })],
  [
    { name: 'adopt', data: { panelId: 3, askedBy: 101 }, singleton_key: 'panel 3' },
    adoptJob({ panelId: 3, askedBy: 101 }),
  ],
  [
    { name: 'leftover', data: { leftoverId: 9 }, singleton_key: 'leftover 9', group_id: 'panel 3' },
    leftoverJob({ leftoverId: 9 }, 3),
  ],
  [
    {
      name: 'join',
      data: { userId: 101, panelId: 3 },
      singleton_key: 'user 101 panel 3',
      group_id: 'panel 3',
    },
    joinJob({ userId: 101, panelId: 3 }),
  ],
  [{ name: 'payment-look', data: { paymentId: 5 }, singleton_key: 'payment 5' }, lookJob({ paymentId: 5 })],
  [
    {
      name: 'payment-hear',
      data: { provider: 'stripe', objectId: 'cs_1' },
      singleton_key: 'stripe cs_1',
    },
    hearJob({ provider: 'stripe', objectId: 'cs_1' }),
  ],
  [{ name: 'refund', data: { refundId: 2 }, singleton_key: 'payment 5' }, refundJob({ refundId: 2 }, 5)],
  [
    { name: 'money-report', data: { occasion: 'telegram 1 2', askedBy: 101 } },
    reportJob({ occasion: 'telegram 1 2', askedBy: 101 }),
  ],
  [
    { name: 'renewal-stop', data: { renewalId: 4 }, singleton_key: 'renewal 4' },
    stopRenewalJob({ renewalId: 4 }),
  ],
  [
    { name: 'renewal-look', data: { renewalId: 4 }, singleton_key: 'renewal 4' },
    lookRenewalJob({ renewalId: 4 }),
  ],
  [
    { name: 'renewal-charge', data: { renewalId: 4 }, singleton_key: 'renewal 4' },
    chargeRenewalJob({ renewalId: 4 }),
  ],
  [
    { name: 'notice', data: { userId: 101, kind: 'ready' }, singleton_key: 'user 101' },
    noticeJob({ userId: 101, kind: 'ready' }),
  ],
];

it.each(rows)('a job $name is asked for as the version before asked for it', (row, request) => {
  expect({
    name: request.definition.name,
    data: request.data,
    ...(request.key !== undefined && { singleton_key: request.key }),
    ...(request.group !== undefined && { group_id: request.group }),
  }).toEqual(row);
});

it.each(rows)('a job $name that the version before left is read', ({ name, data }) => {
  const job = jobs.find(({ definition }) => definition.name === name);
  expect(job?.definition.schema.parse(data)).toEqual(data);
});

const byTheClock = jobs.filter(({ times }) => times !== undefined);

it.each(byTheClock)('a job $definition.name by the clock carries nothing, and is read', ({ definition }) => {
  expect(definition.schema.parse({})).toEqual({});
});

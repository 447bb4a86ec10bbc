import { expect, it } from 'vitest';
import { notices } from '../../src/app/given.ts';
import type { Reconciliation } from '../../src/features/money/desk/reports/rules.ts';
import { reportNotice } from '../../src/features/money/desk/reports/notices.ts';
import {
  creditNotice,
  moneyAlarmNotice,
  moneyNotice,
  takenGiftNotice,
} from '../../src/features/money/payments/notices.ts';
import { renewalNotice } from '../../src/features/money/renewals/notices.ts';
import { panelAlarmNotice } from '../../src/features/panels/desk/notices.ts';
import { adoptedNotice } from '../../src/features/panels/provisioning/adoption/notices.ts';
import { reminderNotice } from '../../src/features/reminders/notices.ts';
import { movedNotice, readyNotice, relinkedNotice } from '../../src/features/subscriptions/notices.ts';
import { faultNotice, roleNotice } from '../../src/features/users/notices.ts';
import type { Notice } from '../../src/platform/notices.ts';
import { createVoices } from '../../src/texts/voice.ts';
import { userOf } from '../features/samples.ts';

const voices = createVoices('UTC');
const userId = 101;
const sum = { count: 1, minor: 399 };
const report: Reconciliation = {
  day: [{ provider: 'stripe', currency: 'USD', listed: sum, booked: sum }],
  month: [],
  differences: [{ provider: 'stripe', objectId: 'cs_1', what: 'unbooked', minor: 399, currency: 'USD' }],
  moreDifferences: 0,
  away: ['crypto-pay'],
  withoutWebhook: 1,
  openReviews: 0,
  deadJobs: 0,
  deadUpdates: 0,
  wrongChecks: ['ledger balances'],
};
const money = { minor: 399, currency: 'USD' };
const texts = { minor: '399', currency: 'USD' };
const at = new Date('2026-11-30T12:00:00.000Z');

/** What the version before stored, and the notice that says the same today. */
const stored: readonly [kind: string, details: Record<string, string> | undefined, notice: Notice][] = [
  ['ready', undefined, readyNotice(userId, {})],
  ['moved', undefined, movedNotice(userId, {})],
  ['relinked', undefined, relinkedNotice(userId, {})],
  ['role', undefined, roleNotice(userId, {})],
  ['panel', { panel: 'nl-1', alarm: 'stuck' }, panelAlarmNotice(userId, { panel: 'nl-1', alarm: 'stuck' })],
  ['adopted', { panel: 'nl-1', count: '12' }, adoptedNotice(userId, { panel: 'nl-1', count: 12 })],
  ['fault', { reference: 'K7Q2' }, faultNotice(userId, { reference: 'K7Q2' })],
  [
    'money',
    { what: 'paid', order: '7', ...texts },
    moneyNotice(userId, { what: 'paid', order: 7, ...money }),
  ],
  [
    'money',
    { what: 'refunded', ...texts, access: 'shorter' },
    moneyNotice(userId, { what: 'refunded', ...money, access: 'shorter' }),
  ],
  ['credit', { what: 'money', ...texts }, creditNotice(userId, { what: 'money', ...money })],
  ['credit', { what: 'days', days: '0' }, creditNotice(userId, { what: 'days', days: 0 })],
  [
    'money-alarm',
    { what: 'dispute', payment: '7' },
    moneyAlarmNotice(userId, { what: 'dispute', payment: 7 }),
  ],
  [
    'money-alarm',
    { what: 'webhook-incomplete', provider: 'stripe', lacks: 'off charge.refunded' },
    moneyAlarmNotice(userId, {
      what: 'webhook-incomplete',
      provider: 'stripe',
      lacks: ['off', 'charge.refunded'],
    }),
  ],
  [
    'renewal',
    {
      what: 'failing',
      ...texts,
      provider: 'stripe',
      tryAt: at.toISOString(),
      payUrl: 'https://pay.example/1',
    },
    renewalNotice(userId, {
      what: 'failing',
      ...money,
      provider: 'stripe',
      tryAt: at,
      payUrl: 'https://pay.example/1',
    }),
  ],
  [
    'renewal',
    { what: 'reminder', ...texts, provider: 'balance', chargeAt: at.toISOString() },
    renewalNotice(userId, { what: 'reminder', ...money, provider: 'balance', chargeAt: at }),
  ],
  [
    'reminder',
    {
      about: 'ends',
      now: at.toISOString(),
      endsAt: at.toISOString(),
      usedBytes: '5',
      limitBytes: '10',
      planId: '2',
      way: 'card',
      ...texts,
    },
    reminderNotice(userId, {
      about: 'ends',
      now: at,
      endsAt: at,
      usedBytes: 5,
      limitBytes: 10,
      planId: 2,
      way: 'card',
      ...money,
    }),
  ],
  ['gift-taken', { what: 'access' }, takenGiftNotice(userId, { what: 'access' })],
  ['ready', { hours: '5' }, readyNotice(userId, { hours: 5 })],
  ['money-report', { content: JSON.stringify(report) }, reportNotice(userId, { content: report })],
];

it.each(stored)(
  'a notice of the kind %s is stored as the version before stored it',
  (kind, details, notice) => {
    const row: unknown = JSON.parse(JSON.stringify(notice));
    expect(row).toEqual({ userId, kind, ...(details !== undefined && { details }) });
  },
);

it.each(stored)('a notice of the kind %s that the version before stored is shown', (kind, details) => {
  const known = notices.find((one) => one.kind === kind);
  for (const voice of Object.values(voices))
    expect(known?.show(details, voice, userOf('Имя', { role: 'admin' }))?.text.html).toMatch(/\S/);
});

it('an alarm of a panel that only another version knows names the panel still', () => {
  for (const alarm of ['something new', '__proto__', '']) {
    const screen = panelAlarmNotice.show({ panel: 'nl-1', alarm }, voices.en, userOf('Name'));
    expect(screen?.text.html).toBe(
      '<b>Panel nl-1 needs attention</b>\n\nThe panel does not answer or answers with an error',
    );
  }
});

it('every kind of notice has stood in the database', () => {
  const kinds = stored.map(([kind]) => kind);
  expect(notices.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
});

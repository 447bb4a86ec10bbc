import { expect, it } from 'vitest';
import { accessStateOf } from '../../../src/features/subscriptions/access-state.rules.ts';

const now = new Date('2026-09-30T12:00:00Z');
const later = new Date('2026-10-30T12:00:00Z');

const works = {
  status: 'active',
  expiresAt: later,
  verifiedAt: now,
  switchedOffAt: null,
  dataLimitBytes: 100,
  usedBytes: 60,
  elsewhereBytes: 39,
  period: 2,
  appliedPeriod: 2,
} as const;

it.each([
  ['nothing was ever given', 'none', undefined],
  ['all is well', 'ready', works],
  ['it is for ever and without limit', 'ready', { ...works, expiresAt: null, dataLimitBytes: null }],
  ['the panel has not confirmed it', 'pending', { ...works, status: 'pending' as const }],
  ['the panel has never held it', 'pending', { ...works, verifiedAt: null }],
  ['the traffic is used up, to the byte', 'used-up', { ...works, elsewhereBytes: 40 }],
  [
    'more was used in the period before one that no panel counts yet',
    'ready',
    { ...works, usedBytes: 4_200, elsewhereBytes: 0, period: 3 },
  ],
  [
    'there never was any traffic',
    'used-up',
    { ...works, dataLimitBytes: 0, usedBytes: 0, elsewhereBytes: 0 },
  ],
  ['it was switched off by hand', 'switched-off', { ...works, switchedOffAt: now }],
  [
    'it was switched off by hand and bought again',
    'switched-off',
    { ...works, status: 'pending' as const, switchedOffAt: now },
  ],
  ['the clock has ended it this instant', 'ended', { ...works, expiresAt: now }],
  [
    'no panel has held it yet, whatever the clock says',
    'pending',
    { ...works, status: 'pending' as const, expiresAt: now },
  ],
  [
    'it has ended, used up and switched off too',
    'ended',
    { ...works, status: 'expired' as const, switchedOffAt: now },
  ],
  ['it was cancelled', 'ended', { ...works, status: 'cancelled' as const }],
] as const)('where %s, access is “%s”', (_where, state, subscription) => {
  expect(accessStateOf(subscription, now)).toBe(state);
});

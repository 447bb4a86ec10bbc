import type { Invite, InviteCreator } from '../../src/features/invites/service.ts';
import type { Subscription } from '../../src/features/subscriptions/service.ts';
import type { User } from '../../src/features/users/service.ts';

export const now = new Date('2026-09-30T23:59:59Z');
const largestId = 2 ** 52 - 1;

/** Somebody who is called this, with everything as long as Telegram allows. */
export function userOf(name: string, changes: Partial<User> = {}): User {
  return {
    telegramId: largestId,
    username: 'u'.repeat(32),
    firstName: name,
    lastName: name,
    languageCode: 'ru',
    language: null,
    timeZone: null,
    role: 'user',
    admittedAt: now,
    invitedBy: null,
    blockedAt: null,
    blockNoticeAt: null,
    unreachableAt: null,
    pendingStart: null,
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}

const subscription: Subscription = {
  id: largestId,
  userId: largestId,
  planCode: null,
  status: 'active',
  startedAt: now,
  expiresAt: new Date('2027-09-30T00:00:00Z'),
  madeBy: 'order 1',
  pendingSince: null,
  changesAt: new Date('2027-05-30T00:00:00Z'),
  next: { planCode: 'weekly', trafficBytes: null },
  autoRenew: false,
  dataLimitBytes: 10_000 * 1024 ** 3,
  trafficMode: 'monthly-kept',
  resetsAt: new Date('2027-05-28T00:00:00Z'),
  usedBytes: 1024 ** 4,
  usageReadAt: now,
  feedId: '7a1c2e3f-4b5d-4e6f-8a9b-0c1d2e3f4a5b',
  panelUuid: '00000000-0000-4000-8000-000000000000',
  desiredVersion: 2,
  appliedVersion: 1,
  verifiedAt: now,
  panelId: 1,
  previousUuid: null,
  period: 1,
  appliedPeriod: 1,
  elsewhereBytes: 0,
  totalBytes: 1024 ** 4,
  lastOnlineAt: now,
  failure: null,
  failedAt: null,
  givenUpVersion: null,
  switchedOffAt: null,
  held: null,
  remindAt: now,
  usageLevel: 0,
  heardLevel: 0,
  createdAt: now,
  updatedAt: now,
};

export const subscriptionOf: { all: readonly Subscription[] } = {
  all: [
    subscription,
    { ...subscription, expiresAt: null, dataLimitBytes: null },
    { ...subscription, dataLimitBytes: 0, usedBytes: 0, usageReadAt: null },
    { ...subscription, dataLimitBytes: 1, usedBytes: Number.MAX_SAFE_INTEGER },
    { ...subscription, status: 'pending', verifiedAt: null },
    { ...subscription, status: 'expired', expiresAt: new Date('2026-01-01T00:00:00Z') },
    { ...subscription, status: 'expired', startedAt: null, dataLimitBytes: 0 },
    { ...subscription, status: 'cancelled' },
    { ...subscription, switchedOffAt: now },
    { ...subscription, failure: 'unreachable', failedAt: now },
    { ...subscription, failure: 'invalid', failedAt: now, givenUpVersion: 2 },
  ],
};

const invite: Invite = {
  id: largestId,
  code: `INV_${'f'.repeat(50)}`,
  createdBy: largestId,
  createdAt: now,
  expiresAt: null,
  maxUses: 1000,
  usedCount: 999,
  isActive: true,
  revokedAt: null,
  grantKind: 'admission',
  grantDays: null,
  grantTrafficBytes: null,
};

export const creatorOf = (name: string): InviteCreator => ({
  userId: largestId,
  firstName: name,
  username: 'u'.repeat(32),
  mayInvite: false,
});

export const inviteOf: { all: Invite[] } = {
  all: [
    invite,
    { ...invite, grantKind: 'days', grantDays: 3_650, grantTrafficBytes: 10_000 * 1024 ** 3 },
    { ...invite, grantKind: 'permanent', revokedAt: now },
    { ...invite, expiresAt: now, code: 'INV_00000000' },
    { ...invite, isActive: false, usedCount: 1000, expiresAt: new Date('2030-01-01T00:00:00Z') },
  ],
};

import { readWhole } from '../../telegram/screens/taps.ts';
import type { InviteGrant } from './service.ts';

/** The questions of the dialogue that makes a code, in their order. */
export const inviteSteps = ['uses', 'expiry', 'grant', 'traffic'] as const;
export type InviteStep = (typeof inviteSteps)[number];

const dayMs = 24 * 60 * 60 * 1000;

/** How often a code can be used. */
export function readUses(text: string): number | undefined {
  return readWhole(text, { min: 1, max: 1000 });
}

/** How many days a code can be used; null is for ever. */
export function readExpiry(text: string): number | null | undefined {
  return text === 'never' ? null : readWhole(text, { min: 1, max: 365 });
}

/** Reads what a code gives: the way in alone, or access for ever or for some days. */
export function readGrant(text: string): 'admission' | 'permanent' | number | undefined {
  return text === 'admission' || text === 'permanent' ? text : readWhole(text, { min: 1, max: 3650 });
}

/** How many gigabytes a code gives; null is without limit. */
export function readTraffic(text: string): number | null | undefined {
  return text === 'unlimited' ? null : readWhole(text, { min: 1, max: 10_000 });
}

export function expiryAfter(now: Date, days: number | null): Date | null {
  return days === null ? null : new Date(now.getTime() + days * dayMs);
}

export function grantOf(
  grant: 'admission' | 'permanent' | number,
  gigabytes: number | null = null,
): InviteGrant {
  if (grant === 'admission') return { kind: 'admission' };
  const trafficBytes = gigabytes === null ? null : gigabytes * 1024 ** 3;
  return grant === 'permanent'
    ? { kind: 'permanent', trafficBytes }
    : { kind: 'days', days: grant, trafficBytes };
}

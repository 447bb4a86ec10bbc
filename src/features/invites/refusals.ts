import type { Plain } from '../../platform/refusal.ts';

/** The refusals of invites. */
export interface InviteRefusals {
  'invite.unknown': Plain;
  'invite.used-up': Plain;
  'invite.expired': Plain;
  'invite.revoked': Plain;
  'invite.unbacked': Plain;
  'invite.used-by-you': Plain;
  'invite.own': Plain;
  'invite.already-in': Plain;
  'invite.needless': Plain;
  'invite.paused': { minutes: number };
  'invite.closed': Plain;
  'invite.bad-uses': Plain;
  'invite.bad-expiry': Plain;
  'invite.bad-days': Plain;
  'invite.bad-traffic': Plain;
  'invite.too-many-uses': { most: number };
  'invite.too-many-days': { most: number };
  'invite.too-much-traffic': { most: number };
  'invite.already-revoked': Plain;
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends InviteRefusals {}
}

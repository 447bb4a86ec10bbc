import type { Plain } from '../../platform/refusal.ts';

/** The refusals of access and its link. */
export interface SubscriptionRefusals {
  'link.nothing': Plain;
  'link.too-often': { count: number };
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends SubscriptionRefusals {}
}

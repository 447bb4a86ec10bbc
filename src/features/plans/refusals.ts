import type { Plain } from '../../platform/refusal.ts';

/** The refusals of plans. */
export interface PlanRefusals {
  'plan.unknown': Plain;
  'plan.bad-value': Plain;
  'plan.no-group': Plain;
  'plan.price-limits': { way: string; leastMinor: number; mostMinor: number; currency: string };
}

/** The limits of a way of paying that could not charge a price, in the smallest unit. */
export type PriceLimits = Omit<PlanRefusals['plan.price-limits'], 'currency'>;

declare module '../../platform/refusal.ts' {
  interface Refusals extends PlanRefusals {}
}

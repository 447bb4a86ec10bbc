import type { Plain } from '../../platform/refusal.ts';

/** The refusals of plans. */
export interface PlanRefusals {
  'plan.unknown': Plain;
  'plan.bad-value': Plain;
  'plan.no-group': Plain;
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends PlanRefusals {}
}

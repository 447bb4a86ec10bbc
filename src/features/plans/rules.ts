import { currencies } from '../../platform/money.ts';

/** What of a plan is typed; the rest is switched. */
export const planFields = ['days', 'traffic', 'name', 'nameEn', ...currencies] as const;
export type PlanField = (typeof planFields)[number];

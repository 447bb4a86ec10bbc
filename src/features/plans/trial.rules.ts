import type { PlanRow } from './queries.ts';

export const trialCode = 'trial';
const gigabyte = 1024 ** 3;

/** The trial as the settings have it; 0 days: switched off. */
export interface TrialSettings {
  days: number;
  gigabytes: number;
}

/** The trial as it is now. A code may begin one of other days even where it is off. */
export interface TrialTerms extends TrialSettings {
  isOn: boolean;
}

/** The plan as it is now: the trial is what the settings say until an admin has changed it for the first time. */
export function asItIs<Row extends PlanRow>(plan: Row, { days, gigabytes }: TrialSettings): Row {
  if (plan.code !== trialCode || plan.version > 1) return plan;
  return { ...plan, days: days || plan.days, trafficBytes: gigabytes * gigabyte, isVisible: days > 0 };
}

/** The terms of the trial, by its plan. */
export function termsOfTrial(plan: PlanRow, settings: TrialSettings): TrialTerms {
  const { days, trafficBytes, isVisible } = asItIs(plan, settings);
  return {
    isOn: isVisible,
    days: days ?? settings.days,
    gigabytes: trafficBytes === null ? settings.gigabytes : trafficBytes / gigabyte,
  };
}

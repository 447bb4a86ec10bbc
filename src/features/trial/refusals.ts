import type { Plain } from '../../platform/refusal.ts';

/** The refusals of the trial. */
export interface TrialRefusals {
  'trial.off': Plain;
  'trial.used': Plain;
  'trial.needless': Plain;
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends TrialRefusals {}
}

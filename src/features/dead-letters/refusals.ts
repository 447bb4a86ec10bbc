import type { Plain } from '../../platform/refusal.ts';

/** The refusals of dead letters. */
export interface DeadLetterRefusals {
  'letter.gone': Plain;
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends DeadLetterRefusals {}
}

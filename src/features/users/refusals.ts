import type { Plain } from '../../platform/refusal.ts';

/** The refusals about people and what they may. */
export interface UserRefusals {
  'not-allowed': Plain;
  'not-admitted': Plain;
  'user.unknown': Plain;
  'user.self': Plain;
  'user.last-admin': Plain;
  'user.empty-search': Plain;
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends UserRefusals {}
}

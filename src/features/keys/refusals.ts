import type { Plain } from '../../platform/refusal.ts';

/** The refusals of keys and their presets. */
export interface KeyRefusals {
  'key.not-ready': Plain;
  'feed.fixed': Plain;
  'preset.bad-value': Plain;
  'preset.bad-link': Plain;
  'preset.unknown': Plain;
  'preset.changed': Plain;
  'preset.nothing': Plain;
  'preset.wrong': Plain;
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends KeyRefusals {}
}

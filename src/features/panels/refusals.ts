import type { Plain } from '../../platform/refusal.ts';

/** The refusals of panels and their accounts. */
export interface PanelRefusals {
  'panel.unknown': Plain;
  'panel.not-answering': Plain;
  'panel.no-such-account': Plain;
  'panel.account-taken': Plain;
  'panel.has-other-account': Plain;
  'panel.resets-traffic': Plain;
  'panel.bad-address': Plain;
  'panel.private-address': Plain;
  'panel.from-settings': Plain;
  'panel.access-unreadable': Plain;
  'panel.not-a-link': Plain;
  'panel.several-accounts': Plain;
  'panel.taken': Plain;
  'hand.unknown': Plain;
  'hand.decided': Plain;
  'panel.too-many': { count: number; people: number };
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends PanelRefusals {}
}

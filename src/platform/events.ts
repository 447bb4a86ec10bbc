import type { Metrics } from './metrics.ts';

export type KeyForm = 'link' | 'qr' | 'file' | 'guide' | 'import' | 'subscription';

/** What is known of a key that was handed out, each from a short list of ours. */
export interface KeyDetails {
  mode?: string;
  protocol?: string;
  format?: string;
  platform?: string;
  app?: string;
}

/** What happens in the business, one function per event; counting is all they do. */
export interface Events {
  personMet(): void;
  inviteCreated(): void;
  inviteRedeemed(): void;
  inviteMissed(reason: string): void;
  trialStarted(): void;
  accessReady(seconds: number): void;
  keyDelivered(form: KeyForm, details?: KeyDetails): void;
  configBuilt(found: 'hit' | 'miss'): void;
  presetChanged(what: 'applied' | 'refused'): void;
}

export function createEvents(meter: Pick<Metrics, 'count' | 'observe'>): Events {
  return {
    personMet: () => meter.count('people_met_total'),
    inviteCreated: () => meter.count('invites_created_total'),
    inviteRedeemed: () => meter.count('invites_redeemed_total'),
    inviteMissed: (reason) => meter.count('invites_missed_total', { reason }),
    trialStarted: () => meter.count('trials_started_total'),
    accessReady: (seconds) => meter.observe('access_ready_seconds', seconds),
    configBuilt: (found) => meter.count('configs_built_total', { found }),
    presetChanged: (what) => meter.count('presets_total', { what }),
    keyDelivered: (form, { mode = '', protocol = '', format = '', platform = '', app = '' } = {}) =>
      meter.count('keys_delivered_total', { form, mode, protocol, format, platform, app }),
  };
}

import type { Metrics } from './metrics.ts';

/** What happens in the business, one function per event; counting is all they do. */
export interface Events {
  personMet(): void;
  inviteCreated(): void;
  inviteRedeemed(): void;
  inviteMissed(reason: string): void;
  trialStarted(): void;
  accessReady(seconds: number): void;
  keyDelivered(form: 'link' | 'qr' | 'file' | 'guide'): void;
}

export function createEvents(meter: Pick<Metrics, 'count' | 'observe'>): Events {
  return {
    personMet: () => meter.count('people_met_total'),
    inviteCreated: () => meter.count('invites_created_total'),
    inviteRedeemed: () => meter.count('invites_redeemed_total'),
    inviteMissed: (reason) => meter.count('invites_missed_total', { reason }),
    trialStarted: () => meter.count('trials_started_total'),
    accessReady: (seconds) => meter.observe('access_ready_seconds', seconds),
    keyDelivered: (form) => meter.count('keys_delivered_total', { form }),
  };
}

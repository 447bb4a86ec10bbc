import type { Metrics } from './metrics.ts';

export type KeyForm = 'link' | 'qr' | 'file' | 'guide' | 'import' | 'subscription';

/** The details of a key that was handed out, each from a short list of ours. */
export interface KeyDetails {
  mode?: string;
  protocol?: string;
  format?: string;
  platform?: string;
  app?: string;
}

/** The events of the business, one function per event; counting is all they do. */
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
  provisioned(result: string): void;
  panelAsked(exchange: Exchange): void;
  panelAlarmed(alarm: string): void;
  /** So many people's usage was taken over from a panel. */
  usageTaken(people: number): void;
  paymentAsked(exchange: Exchange & { provider: string }): void;
  paymentSettled(provider: string, outcome: string): void;
  /** A provider told us of a payment that belongs to somebody else's shop on the same account. */
  strangerPaid(provider: string): void;
  /** Payments that only asking the provider brought to light. */
  paymentsFound(provider: string, count: number): void;
  renewalChanged(provider: string, what: 'begun' | 'charged' | 'refused' | 'ended'): void;
  moneyAlarmed(what: string): void;
  /** A check of the books found so much wrong. */
  moneyChecked(check: string, wrong: number): void;
  updateStored(kind: string, seconds: number, isNew: boolean): void;
  updateHandled(update: { kind: string; verdict: string; seconds: number }): void;
  webhookRejected(source: string, reason: string): void;
  webhookReceived(delivery: { source: string; kind: string; outcome: string }): void;
  /** So old was what was delivered. */
  webhookAged(source: string, seconds: number): void;
  tapStale(): void;
  personSlowed(): void;
  markupRefused(): void;
  telegramAsked(call: { method: string; code: number | string; seconds: number }): void;
  telegramMadeWait(seconds: number): void;
  jobTried(job: { queue: string; result: string; seconds: number }): void;
  /** By an answer of this counterpart the machine's clock is ahead by so much. */
  clockCompared(source: string, aheadSeconds: number): void;
  cacheFailed(): void;
  cacheAnswered(what: string, found: 'hit' | 'miss'): void;
}

/** One call to a counterpart: what was asked, what came of it, how long it took. */
interface Exchange {
  operation: string;
  outcome: string;
  seconds: number;
}

type Meter = Pick<Metrics, 'count' | 'observe' | 'set'>;

/** The only place where anything is counted: what is counted stands here, how it is called in `metrics.ts`. */
export function createEvents(meter: Meter): Events {
  return { ...businessEvents(meter), ...moneyEvents(meter), ...panelEvents(meter), ...trafficEvents(meter) };
}

function businessEvents(meter: Meter) {
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
  } satisfies Partial<Events>;
}

function moneyEvents(meter: Meter) {
  return {
    paymentAsked({ provider, operation, outcome, seconds }) {
      meter.count('payment_requests_total', { provider, operation, outcome });
      meter.observe('payment_seconds', seconds, { provider, operation });
    },
    paymentSettled: (provider, outcome) => meter.count('payments_settled_total', { provider, outcome }),
    strangerPaid: (provider) => meter.count('strange_payments_total', { provider }),
    paymentsFound: (provider, count) => meter.count('payments_found_total', { provider }, count),
    renewalChanged: (provider, what) => meter.count('renewals_total', { provider, what }),
    moneyAlarmed: (what) => meter.count('money_alarms_total', { what }),
    moneyChecked: (check, wrong) => meter.set('money_wrong', wrong, { check }),
  } satisfies Partial<Events>;
}

function panelEvents(meter: Meter) {
  return {
    provisioned: (result) => meter.count('provisioned_total', { result }),
    panelAsked({ operation, outcome, seconds }) {
      meter.count('panel_requests_total', { operation, outcome });
      meter.observe('panel_seconds', seconds, { operation });
    },
    panelAlarmed: (alarm) => meter.count('panel_alarms_total', { alarm }),
    usageTaken: (people) => meter.count('panel_sync_rows_total', {}, people),
  } satisfies Partial<Events>;
}

/** The events of what comes and goes by HTTP, and the work that it makes. */
function trafficEvents(meter: Meter) {
  return {
    updateStored(kind, seconds, isNew) {
      meter.observe('webhook_ack_seconds', seconds);
      if (isNew) meter.count('updates_received_total', { kind });
      else meter.count('updates_duplicate_total');
    },
    updateHandled({ kind, verdict, seconds }) {
      meter.count('updates_handled_total', { kind, verdict });
      meter.observe('update_handle_seconds', seconds, { kind });
    },
    webhookRejected: (source, reason) => meter.count('webhook_rejected_total', { source, reason }),
    webhookReceived: (delivery) => meter.count('webhooks_received_total', delivery),
    webhookAged: (source, seconds) => meter.set('webhook_age_seconds', seconds, { source }),
    tapStale: () => meter.count('taps_stale_total'),
    personSlowed: () => meter.count('rate_limited_total'),
    markupRefused: () => meter.count('bad_markup_total'),
    telegramAsked({ method, code, seconds }) {
      meter.count('telegram_requests_total', { method, code: String(code) });
      meter.observe('telegram_seconds', seconds, { method });
    },
    telegramMadeWait: (seconds) => meter.count('telegram_retry_after_seconds_total', {}, seconds),
    jobTried({ queue, result, seconds }) {
      meter.count('jobs_total', { queue, result });
      meter.observe('job_seconds', seconds, { queue });
    },
    clockCompared: (source, aheadSeconds) => meter.set('clock_skew_seconds', aheadSeconds, { source }),
    cacheFailed: () => meter.count('cache_faults_total'),
    cacheAnswered: (what, found) => meter.count('cache_answers_total', { what, found }),
  } satisfies Partial<Events>;
}

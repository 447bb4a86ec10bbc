import type { IFastifyMetrics } from 'fastify-metrics';

type Client = IFastifyMetrics['client'];

/** Every figure of our own: name (without prefix), meaning, labels. Labels are few and never ids. */
const counters = {
  updates_received_total: { help: 'Updates stored, by kind', labels: ['kind'] },
  updates_duplicate_total: { help: 'Updates that had been stored before', labels: [] },
  webhook_rejected_total: { help: 'Webhook requests refused', labels: ['source', 'reason'] },
  webhooks_received_total: {
    help: 'Genuine deliveries of providers, by kind and whether they were new',
    labels: ['source', 'kind', 'outcome'],
  },
  updates_handled_total: { help: 'Updates worked on, by result', labels: ['kind', 'verdict'] },
  taps_stale_total: { help: 'Buttons of another version or of somebody else', labels: [] },
  bad_markup_total: { help: 'Screens that Telegram could not read', labels: [] },
  rate_limited_total: { help: 'Updates put off because a person was too fast', labels: [] },
  telegram_requests_total: { help: 'Bot API calls, by method and code', labels: ['method', 'code'] },
  telegram_retry_after_seconds_total: { help: 'Seconds that Telegram made us wait', labels: [] },
  panel_requests_total: { help: 'Panel calls, by operation and outcome', labels: ['operation', 'outcome'] },
  panel_alarms_total: { help: 'Trouble with panels that admins were told of', labels: ['alarm'] },
  panel_sync_rows_total: { help: 'People whose usage a sync changed', labels: [] },
  provisioned_total: { help: 'Tries to bring an account to what is wanted, by result', labels: ['result'] },
  jobs_total: { help: 'Attempts of jobs, by queue and result', labels: ['queue', 'result'] },
  cache_faults_total: { help: 'Cache operations that fell back to the process', labels: [] },
  cache_answers_total: { help: 'Copies asked for, by whether they were there', labels: ['what', 'found'] },
  people_met_total: { help: 'People seen for the first time', labels: [] },
  invites_created_total: { help: 'Invite codes made', labels: [] },
  invites_redeemed_total: { help: 'Invite codes used', labels: [] },
  invites_missed_total: { help: 'Invite codes that did not work', labels: ['reason'] },
  trials_started_total: { help: 'Trials started', labels: [] },
  keys_delivered_total: {
    help: 'Keys handed out; a label is empty where it says nothing',
    labels: ['form', 'mode', 'protocol', 'format', 'platform', 'app'],
  },
  configs_built_total: { help: 'Configurations asked for, by whether they were there', labels: ['found'] },
  presets_total: { help: 'Presets of keys applied, and values refused', labels: ['what'] },
  payment_requests_total: {
    help: 'Calls to payment providers, by outcome',
    labels: ['provider', 'operation', 'outcome'],
  },
  payments_settled_total: {
    help: 'Changes of payments, by provider and outcome',
    labels: ['provider', 'outcome'],
  },
  strange_payments_total: {
    help: 'Payments of other shops on the same account that a provider told us of',
    labels: ['provider'],
  },
  renewals_total: {
    help: 'What renews itself: begun, charged again, refused, ended',
    labels: ['provider', 'what'],
  },
  payments_found_total: {
    help: 'Payments that only asking the provider brought to light',
    labels: ['provider'],
  },
  money_alarms_total: { help: 'Money that needed a person', labels: ['what'] },
} as const;

const fast = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const histograms = {
  webhook_ack_seconds: { help: 'From request to committed update', labels: [], buckets: fast },
  update_handle_seconds: { help: 'Work on one update', labels: ['kind'], buckets: fast },
  telegram_seconds: { help: 'Bot API calls', labels: ['method'], buckets: fast },
  payment_seconds: { help: 'Calls to payment providers', labels: ['provider', 'operation'], buckets: fast },
  panel_seconds: { help: 'Panel calls', labels: ['operation'], buckets: fast },
  job_seconds: { help: 'Attempts of jobs', labels: ['queue'], buckets: fast },
  access_ready_seconds: {
    help: 'From grant to confirmed by the panel',
    labels: [],
    buckets: [1, 2, 5, 10, 30, 60, 300, 900, 3600, 21_600],
  },
} as const;

const gauges = {
  inbox_waiting: { help: 'Updates stored and not yet handled', labels: [] },
  inbox_oldest_seconds: { help: 'Age of the oldest of them', labels: [] },
  inbox_dead: { help: 'Updates given up', labels: [] },
  lanes_active: { help: 'Lanes at work in this process', labels: [] },
  jobs_waiting: { help: 'Jobs not done yet', labels: ['queue'] },
  jobs_dead: { help: 'Jobs given up', labels: ['queue'] },
  job_oldest_seconds: { help: 'Age of the oldest waiting job', labels: ['queue'] },
  telegram_pending_updates: { help: 'Updates that Telegram still holds', labels: [] },
  telegram_webhook_ours: { help: '1 while the webhook is set to this server', labels: [] },
  panel_up: { help: '1 while the panel answers', labels: ['panel'] },
  panel_shut: { help: '1 while nothing is sent to the panel because it fails', labels: ['panel'] },
  panel_waiting: { help: 'People whose change waits for the panel', labels: ['panel'] },
  panel_waiting_oldest_seconds: { help: 'Age of the oldest of them', labels: ['panel'] },
  panel_synced_age_seconds: { help: 'Age of the last whole list taken over', labels: ['panel'] },
  guide_age_days: { help: 'Days since the guide of an app was compared with it', labels: ['app'] },
  money_wrong: { help: 'What must never be so in orders, grants and ledger', labels: ['check'] },
  webhook_age_seconds: {
    help: 'Seconds from signature to arrival, by the two clocks: far from zero one of them is wrong',
    labels: ['source'],
  },
  clock_skew_seconds: {
    help: 'Seconds that the clock of this machine is ahead, by the Date of the newest answer',
    labels: ['source'],
  },
  db_connections_waiting: { help: 'Queries waiting for a connection', labels: [] },
} as const;

type Labels = Record<string, string>;

/** The process's figures, under the prefix `vpnbot_`. */
export interface Metrics {
  count(name: keyof typeof counters, labels?: Labels, by?: number): void;
  observe(name: keyof typeof histograms, seconds: number, labels?: Labels): void;
  set(name: keyof typeof gauges, value: number, labels?: Labels): void;
  /** Prometheus text, with the content type it is served under. */
  read(): Promise<{ text: string; contentType: string }>;
}

export function createMetrics(client: Client): Metrics {
  const counted = entries(
    counters,
    (name, { help, labels }) => new client.Counter({ name, help, labelNames: labels }),
  );
  const observed = entries(
    histograms,
    (name, { help, labels, buckets }) =>
      new client.Histogram({ name, help, labelNames: labels, buckets: [...buckets] }),
  );
  const gauged = entries(
    gauges,
    (name, { help, labels }) => new client.Gauge({ name, help, labelNames: labels }),
  );
  return {
    count: (name, labels = {}, by = 1) => counted[name].inc(labels, by),
    observe: (name, seconds, labels = {}) => observed[name].observe(labels, seconds),
    set: (name, value, labels = {}) => gauged[name].set(labels, value),
    read: async () => ({ text: await client.register.metrics(), contentType: client.register.contentType }),
  };
}

function entries<Table extends Record<string, { help: string; labels: readonly string[] }>, Made>(
  table: Table,
  make: (name: string, row: Table[keyof Table]) => Made,
): Record<keyof Table, Made> {
  const made = Object.entries(table).map(([name, row]) => [
    name,
    make(`vpnbot_${name}`, row as Table[keyof Table]),
  ]);
  return Object.fromEntries(made) as Record<keyof Table, Made>;
}

export interface PanelUser {
  uuid: string;
  name: string;
  enable: boolean;
  usage_limit_GB: number | null;
  current_usage_GB: number;
  package_days: number | null;
  start_date: string | null;
  is_active: boolean;
  telegram_id: number | null;
  comment: string | null;
  deleted?: boolean;
}

export interface PanelFaults {
  down: boolean;
  savesThen502: boolean;
  slowMs: number;
  html: boolean;
  hang: boolean;
}

export interface PanelRequest {
  at: string;
  method: string;
  path: string;
  status: number;
}

/** What the stand-in panel answers at `GET /control/panel/state`. */
export interface PanelView {
  profile: string;
  version: string;
  /** Address of the stand-in's own page. */
  page: string;
  users: PanelUser[];
  requests: PanelRequest[];
  faults: PanelFaults;
  applyCount: number;
}

export interface PaymentFaults {
  webhooksOff: boolean;
  duplicates: boolean;
  stripe500: boolean;
  cryptoPay500: boolean;
}

/** What the stand-ins of Stripe and Crypto Pay answer at `GET /control/payments/state`. */
export interface PaymentsView {
  stripeUrl: string;
  cryptoPayUrl: string;
  faults: PaymentFaults;
  requests: { id: string; method: string; path: string; status: number }[];
  deliveries: { id: string; type: string; outcome: string }[];
}

/** What the supervisor of the bot answers at `GET /control/bot`. */
export interface BotProcess {
  running: boolean;
  pid?: number;
  startedAt?: string;
  healthUrl: string;
}

/** What the stand-in answers at `/control/clock`. */
export interface ClockView {
  offsetSeconds: number;
  /** Whether the bot lives by this clock; where it does not, moving it would show nothing true. */
  botFollows: boolean;
}

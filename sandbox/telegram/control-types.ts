import type {
  TelegramBotCommand,
  TelegramMenuButton,
  TelegramMessage,
  TelegramReplyKeyboardMarkup,
} from '@gramio/types/objects';

/** A Telegram Message as the Bot API would give it, plus what the chat window knows about it. */
export interface ViewMessage extends TelegramMessage {
  /** True when the person wrote it. */
  outgoing: boolean;
  edited?: boolean;
}

export type PersonRole = 'admin' | 'manager' | 'customer' | 'new';

export interface Person {
  id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  isPremium?: boolean;
  /** A label for the page only; the bot never sees it. */
  role?: PersonRole;
}

export interface ChatView {
  person: Person;
  blocked: boolean;
  messages: ViewMessage[];
  replyKeyboard?: TelegramReplyKeyboardMarkup;
  commands: TelegramBotCommand[];
  menuButton: TelegramMenuButton;
  pinnedMessageId?: number;
}

export interface Faults {
  /** Every Bot API call answers 401, as once the token was revoked in @BotFather. */
  telegram401: boolean;
  /** Every Bot API call answers 429 while active. */
  telegram429: { active: boolean; retryAfterSeconds: number };
  telegram5xx: boolean;
  telegramSlowMs: number;
  /** The socket is destroyed after the request was carried out. */
  telegramCut: boolean;
  /** Each update is delivered this many extra times. */
  duplicateUpdates: number;
  reorderUpdates: boolean;
}

export interface ApiCall {
  id: number;
  at: string;
  method: string;
  /** As read from the request; files are replaced by `{ file: name, bytes }`. */
  payload: unknown;
  ok: boolean;
  errorCode?: number;
  description?: string;
  /** The private chat the call spoke to, when it names one. */
  personId?: number;
}

export interface Delivery {
  id: number;
  at: string;
  updateId: number;
  kind: string;
  personId?: number;
  attempt: number;
  status: number | 'error';
  durationMs: number;
  nextAttemptAt?: string;
  expired?: boolean;
}

/** Something the client of the Bot API must not do; recorded, never answered differently. */
export interface Violation {
  at: string;
  rule: 'call-inside-retry-after' | 'callback-unanswered' | 'broken-markup' | 'over-30-messages-per-second';
  detail: string;
  method?: string;
  personId?: number;
}

export interface ControlState {
  bot: {
    id: number;
    username: string;
    firstName: string;
    /** By language; that without one has the empty key. */
    descriptions?: Readonly<Record<string, string>>;
  };
  people: Person[];
  chats: ChatView[];
  faults: Faults;
  webhook: { url: string; pending: number; lastError?: string };
  /** The last 200 of each, oldest first. */
  calls: ApiCall[];
  deliveries: Delivery[];
  violations: Violation[];
}

/** What one tap on an inline button did. */
export type TapResult =
  | { callbackId: string }
  | { url: string }
  | { copied: string }
  | { checkoutId: string }
  | { refused: string };

export interface CallbackEvent {
  personId: number;
  callbackId: string;
  messageId: number;
  state: 'answered' | 'expired';
  text?: string;
  showAlert?: boolean;
  url?: string;
}

/** What stands behind an invoice link. */
export interface InvoiceView {
  title: string;
  description: string;
  amount: number;
  currency: string;
  /** For what renews itself. */
  everySeconds?: number;
}

export interface CheckoutEvent {
  personId: number;
  checkoutId: string;
  state: 'waiting' | 'paid' | 'refused' | 'expired';
  /** The invoice message, absent when paying through an invoice link. */
  messageId?: number;
  amount: number;
  currency: string;
  /** When the bot's ten seconds are over; only while waiting. */
  deadlineAt?: string;
  /** Why the bot refused, for the person. */
  errorMessage?: string;
}

/** Server-sent events of `GET /control/events`, by name. */
export interface ControlEvents {
  chat: { chat: ChatView };
  message: { personId: number; message: ViewMessage };
  edited: { personId: number; message: ViewMessage };
  deleted: { personId: number; messageId: number };
  typing: { personId: number; action: string };
  callback: CallbackEvent;
  checkout: CheckoutEvent;
  person: { person: Person };
  call: { call: ApiCall };
  delivery: { delivery: Delivery };
  violation: { violation: Violation };
  faults: { faults: Faults };
  reset: Record<string, never>;
}

export type ControlEventName = keyof ControlEvents;

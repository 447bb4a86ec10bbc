import type { TelegramUpdate } from '@gramio/types/objects';
import type { StandInClock } from '../kit/clock.ts';
import type {
  ApiCall,
  ControlEventName,
  ControlEvents,
  ControlState,
  Delivery,
  Faults,
  Person,
  TapResult,
  ViewMessage,
  Violation,
} from './control-types.ts';
import type { WorldSnapshot } from './snapshot/world-snapshot.ts';

export interface WorldOptions {
  /** The sandbox token, such as `1000001:sandbox-telegram-token`. */
  token: string;
  /** Accept a token that looks like one of the real Telegram. */
  allowRealLookingToken?: boolean;
  bot?: { id?: number; username?: string; firstName?: string };
  clock?: StandInClock;
  /** Opens webhook connections as slowly as Telegram does; off by default, so that tests see no such pauses. */
  connectionRamp?: boolean;
  log?: (line: string) => void;
  /** What an earlier world remembered; its clock is taken over unless one is given. */
  snapshot?: WorldSnapshot;
  /** The content of a file of the snapshot; a file without content is forgotten. */
  fileContent?: (fileId: string) => Uint8Array | undefined;
}

export interface BotIdentity {
  id: number;
  username: string;
  firstName: string;
}

export type FaultKind =
  | '429'
  | '5xx'
  | 'html'
  | 'slow'
  | 'cut-before'
  | 'cut-after'
  | 'bad-json'
  | '403-blocked';

export interface FaultScript {
  kind: FaultKind;
  /** How many calls it strikes; each strike uses one up. */
  times: number;
  method?: string;
  chatId?: number;
  retryAfterSeconds?: number;
  slowMs?: number;
}

export interface FaultSwitches {
  /** Strikes the next `times` calls that fit, before any standing fault. */
  script(fault: FaultScript): void;
  /** Changes the standing faults and returns them all. */
  set(changes: Partial<Faults>): Faults;
  current(): Faults;
  /** Ends scripts and standing faults. */
  clear(): void;
}

export interface SentFile {
  bytes: Uint8Array;
  name?: string;
  mime?: string;
  caption?: string;
}

/** An invoice message of one's own by its id, a forwarded copy of somebody else's message, or an invoice link. */
export type InvoicePlace = number | string | { personId: number; messageId: number };

export interface CheckoutView {
  state: 'waiting' | 'paid' | 'refused' | 'expired';
  errorMessage?: string;
  /** `telegram_payment_charge_id` of a paid one. */
  chargeId?: string;
}

export interface SubscriptionView {
  /** Of the first payment. */
  chargeId: string;
  /** Unix time, in seconds. */
  expiresAt: number;
  state: 'active' | 'canceled' | 'ended';
}

export type ButtonTarget = string | { messageId: number; row: number; column: number };

export interface PersonDriver {
  readonly id: number;
  readonly person: Person;
  /** Sends a text the way the person's app does: commands, links and mentions get their entities. */
  says(text: string, options?: { replyToMessageId?: number }): ViewMessage;
  /** Opens the bot by a deep link and presses Start. */
  starts(payload?: string): ViewMessage;
  /** Presses the newest inline callback button with this label; returns the callback id, throws naming the visible buttons. */
  taps(target: ButtonTarget, options?: { data?: string }): string;
  /** Presses any inline button and tells what it did. */
  touches(target: ButtonTarget): TapResult;
  /** Presses a button of the reply keyboard: sends its text, contact or location. */
  presses(label: string): ViewMessage;
  sendsPhoto(photo: SentFile | Uint8Array): ViewMessage;
  sendsDocument(document: SentFile | Uint8Array): ViewMessage;
  sendsContact(phone?: string): ViewMessage;
  sendsLocation(latitude: number, longitude: number): ViewMessage;
  /** Hides a message in the person's own view. */
  deletes(messageId: number): void;
  blocks(): void;
  unblocks(): void;
  /** Everything visible in the chat, oldest first. */
  messages(): ViewMessage[];
  /** The newest message of the bot; throws when it never wrote. */
  screen(): ViewMessage;
  /** Labels of the inline buttons under `screen()`, row by row. */
  buttons(): string[];
  /** What answering this tap showed: undefined while unanswered. */
  toast(callbackId: string): { text?: string; showAlert: boolean; url?: string } | undefined;
  /** Confirms the payment of an invoice; returns the checkout id. */
  pays(invoice: InvoicePlace): string;
  /** How a payment went. */
  checkout(checkoutId: string): CheckoutView;
  subscriptions(): SubscriptionView[];
  /** Cancels or resumes a subscription in Stars, or has no Stars at its next renewal. */
  changesSubscription(chargeId: string, change: 'cancel' | 'resume' | 'fail-next'): void;
}

export type PersonSeed = Partial<Person>;

export interface World {
  readonly token: string;
  readonly bot: BotIdentity;
  readonly clock: StandInClock;
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly Delivery[];
  readonly violations: readonly Violation[];
  readonly faults: FaultSwitches;
  /** Creates the person, or returns the one with this id (changed by what is given). */
  person(seed?: PersonSeed): PersonDriver;
  /** Delivers any JSON as an update body, as it is. */
  inject(update: unknown): void;
  /** Queues an update of any kind, with the next update id; undefined when the bot did not ask for this kind. */
  sends(update: Omit<TelegramUpdate, 'update_id'>): number | undefined;
  /** Resolves when no delivery and no call is in flight and nothing is due at this instant of the clock. */
  settled(): Promise<void>;
  /** Resolves when the condition holds; it is asked again after every event. Rejects after `timeoutMs` of real time. */
  until(condition: () => boolean, timeoutMs?: number): Promise<void>;
  on<Name extends ControlEventName>(name: Name, listener: (event: ControlEvents[Name]) => void): () => void;
  state(): ControlState;
  /** Where updates are delivered; empty while there is no webhook. */
  webhookUrl(): string;
  /** Carries out a Bot API method in process, as HTTP would, without faults. */
  call(method: string, payload?: Record<string, unknown>): Promise<unknown>;
  /** Everything a later world needs to go on from here, as plain JSON without the content of files. */
  snapshot(): WorldSnapshot;
  fileContent(fileId: string): Uint8Array | undefined;
  /** Forgets people, chats, files, updates, calls and faults; bot and webhook stay. */
  reset(): void;
  /** Stops every timer and delivery. */
  close(): void;
}

import type { IncomingHttpHeaders } from 'node:http';
import type { TelegramClient } from '../../../telegram/api/client.ts';
import type { AnswerHearing } from '../../../platform/clock-watch.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Currency, Money } from '../../../platform/money.ts';
import type { Seal } from '../../../platform/seal.ts';
import { defineSettings, type Settings } from '../../../platform/setting.ts';
import type {
  ListedPayment,
  OpenedPayment,
  PaymentRef,
  PayRequest,
  ProviderTruth,
  RefundRequest,
  RefundTruth,
  RenewalTruth,
} from './truth.ts';

/** A provider: who takes money, as its folder describes it: all that the rest of the house knows of it stands here. */
export interface Provider<Name extends string = string, Way extends string = string, Values = object> {
  /** In rows, jobs and accounts of the books: never another one. */
  name: Name;
  words: ProviderWords<Way>;
  traits: ProviderTraits;
  /** What the environment says of it. */
  settings: Settings<Values>;
  /** Whether that sets it up; absent: it needs nothing. */
  isSetUp?(given: Partial<Values>): boolean;
  /** For which money that is, by the name of the setting; the first says it of the provider. */
  modes?(given: Partial<Values>): Readonly<Record<string, MoneyMode | undefined>>;
  /** Absent where it delivers nothing to a webhook. */
  webhook?: ProviderWebhook;
  /** Absent where the money is with us already; undefined where the settings do not set it up. Calls nothing yet. */
  open?(told: Values, kit: ProviderKit): Promise<OpenProvider | undefined>;
}

/** The mode a provider runs in: whether its money is real. */
export type MoneyMode = 'live' | 'test';

/** The settings of one that needs none. */
export const noSettings = defineSettings<Record<string, never>>('Payments', {});

/** The names of a provider; what people read of it stands in the texts. */
export interface ProviderWords<Way extends string = string> {
  /** How one pays with it, in the settings and in buttons. */
  way: Way;
  /** By the name that is the same in every language; absent where nobody has to set it up. */
  brand?: string;
}

/** The traits in which providers differ, so that nobody has to ask which one it is. */
export interface ProviderTraits {
  /** Where the person pays: on a page of its own, by an invoice in the chat, or at once from what is here already. */
  pays: 'page' | 'chat' | 'here';
  /** Whether it gives money back the way it came. */
  refunds: 'in-part' | 'whole' | 'never';
  /** Who charges again what renews itself, and what follows a charge that was refused; absent: nothing renews itself. */
  renews?: { by: 'provider' | 'us'; refused: 'tried-again' | 'over' };
  /** The currency that it charges in where the shop has this one; undefined where it cannot. */
  currencyIn(shop: Currency): Currency | undefined;
  /** The least that it charges, in the smallest unit of each currency; one where nothing is said. */
  smallest?: Readonly<Partial<Record<Currency, number>>>;
  /** The most that it charges at once; no limit where nothing is said. */
  largest?: number;
  /** Exchanges made for good measure: a key that may not make them still sells. */
  needless?: readonly string[];
}

/** The webhook that a provider delivers to, as far as that is known without its keys. */
export interface ProviderWebhook {
  path: `/webhooks/${string}`;
  /** The header with the proof of who sent it. */
  proof: string;
  /** What it looks like: anything else is refused before it is read. */
  proofForm: RegExp;
  /** What it tells of, as counted; whatever else it delivers is counted as other. */
  kinds: readonly string[];
}

/** The kit that the house hands to a provider that it opens. */
export interface ProviderKit {
  db: Database;
  clock: Clock;
  logger: Logger;
  seal: Seal;
  telegram: Pick<TelegramClient, 'call'>;
  /** Which installation sells: its mark on everything that is made outside. */
  installation: string;
  /** Where people and deliveries reach us. */
  publicUrl: string;
  /** The host names under which we are reached, or were; the first is the one of now. */
  publicHosts: readonly string[];
  /** To be told of every exchange. */
  onRequest(exchange: { operation: string; outcome: string; seconds: number }): void;
  /** To be told of the headers of every answer. */
  hearing: AnswerHearing;
  /** To be told what a webhook that was set up by hand lacks; answers whether anybody could be told. */
  onLacking(lacks: readonly string[]): Promise<boolean>;
}

/** A provider at work. */
export interface OpenProvider {
  remote: RemoteProvider;
  /** What a delivery says, its proof checked; never asks the provider. */
  hear?(delivery: Delivered): Promise<HeardWebhook>;
  announce?: Announcing;
  close?(): Promise<void> | void;
}

/** The announcement of our webhook to a provider, tried until it is done. */
export interface Announcing {
  /** Answers whether it is done. */
  work(): Promise<boolean>;
  /** What is logged when it fails. */
  failure: string;
}

/** A delivery as it came in: the bytes as received are what is signed. */
export interface Delivered {
  headers: IncomingHttpHeaders;
  raw: Buffer;
}

/** The event that a delivery is about: enough to ask the provider afresh. */
export type HeardWebhook = WebhookEvent | { refused: string; signedAt?: Date };

export interface WebhookEvent {
  /** The provider's name for this delivery: a repeat has the same. */
  eventId: string;
  kind: string;
  /** What to ask the provider about; undefined for what is only kept. */
  objectId: string | undefined;
  /** The provider's clock, where the proof says it. */
  signedAt?: Date;
  /** It is not for this shop as it is: of the other mode, or in the shape of another version. */
  strange?: 'webhook-mode' | 'webhook-version';
}

/** Describes a provider; its name and way are kept as they are written. */
export function defineProvider<const Name extends string, const Way extends string, Values = object>(
  provider: Provider<Name, Way, Values>,
): Provider<Name, Way, Values> {
  return provider;
}

/** A provider's question in the moment before it takes money. */
export interface PreCheckout {
  provider: string;
  /** The reference of the payment, or `order:7` where an older version asked for it. */
  reference: string;
  payerId: number;
  minor: number;
  currency: string;
}

/** The time that whoever asked waits. */
export interface TimeLimit {
  leftMs(): number;
  /** The last moment to turn back: throws when no was said already, and keeps it from being said from here on. */
  pass(): void;
}

/** The provider does not answer, or not so that one could say what it did: to be tried again. */
export class ProviderAway extends Error {}

/** The details of a no, as the provider names them: safe to log and to show to admins. */
export interface RefusalDetails {
  code?: string | undefined;
  /** What it would not take, such as `expires_at`. */
  parameter?: string | undefined;
  /** Its name for the exchange: support asks for it. */
  requestId?: string | undefined;
  /** It lies with the person, who has blocked the bot perhaps: there is nothing to mend here. */
  isPersons?: boolean;
  /** It says that our clock is wrong. */
  isClock?: boolean;
}

/** The provider says no, and would say so again. */
export class ProviderRefusal extends Error {
  readonly details: RefusalDetails;

  constructor(message: string, { cause, ...details }: RefusalDetails & { cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'ProviderRefusal';
    this.details = details;
  }
}

/** Why it says no, in one line, as admins are shown it. */
export function whyOf({ code, parameter, requestId }: RefusalDetails): string | undefined {
  const parts = [code, parameter, requestId].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** Somebody else's service that takes money. Every call throws `ProviderAway` or `ProviderRefusal`. */
export interface RemoteProvider {
  name: string;
  /** Whether real money is taken. */
  isLive: boolean;
  /** Makes what the person pays; `isRepeat` says that an answer may have been lost. Never makes a second one knowingly. */
  create(request: PayRequest, isRepeat: boolean): Promise<OpenedPayment>;
  /** What is true now; undefined when the provider knows nothing of it (yet). */
  refetch(ref: PaymentRef): Promise<ProviderTruth | undefined>;
  /** Has it no longer be payable, and reads it again: it may have been paid meanwhile. */
  close(ref: PaymentRef): Promise<ProviderTruth | undefined>;
  /** What the provider's own list holds since the cursor, oldest first. */
  listSince(cursor: string | undefined): Promise<{ truths: ProviderTruth[]; cursor: string }>;
  /** What its own list says was paid since then, and perhaps a little before; `cursor` is how far it was last read. */
  listPaid(since: Date, cursor: string | undefined): Promise<ListedPayment[]>;
  /** Gives money back; safe to repeat. */
  refund(request: RefundRequest): Promise<RefundTruth>;
  /** Absent where nothing can be charged again without the person. */
  renewing?: Renewing;
}

/** A provider that charges again by itself. Its calls throw what the provider's other calls throw. */
export interface Renewing {
  /** Whether it could renew something of this length at this price. */
  canRenew(wanted: { days: number; money: Money }): boolean;
  /** What is true of what this name belongs to; undefined when it is no arrangement, or cannot be asked for. */
  find(objectId: string): Promise<RenewalTruth | undefined>;
  /** Whether it can be asked for: what is not found is then not there, and not merely silent. */
  isAskable: boolean;
  /** Has it renew no more; what is paid runs to its end. Safe to repeat with the same key. */
  stop(renewal: { ref: string; userId: number }, key: string): Promise<void>;
  /** Takes `stop` back while the paid period runs; absent where only the person can. */
  keep?: (renewal: { ref: string }, key: string) => Promise<void>;
  /** Where the person changes the card and finds receipts. */
  portal?: (customerRef: string, language: 'ru' | 'en') => Promise<string>;
}

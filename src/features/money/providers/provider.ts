import type { Money } from '../../../platform/money.ts';
import type { PaidPeriod, Renewing } from '../renewals/periods.service.ts';

export const providerNames = ['stripe', 'crypto-pay', 'stars', 'balance', 'free'] as const;
/** Who takes the money. */
export type ProviderName = (typeof providerNames)[number];

/** Everything that opening a payment is made of. Stored before the first call, so that a repeat is the same call. */
export interface PayRequest {
  /** The same for every repeat: the provider's idempotency key. */
  key: string;
  orderId: number;
  userId: number;
  money: Money;
  title: string;
  description: string;
  language: 'ru' | 'en';
  /** ISO 8601. */
  expiresAt: string;
  /** Where the person comes back to, and which deployment sells: settings may change before a repeat. */
  returnUrl?: string;
  environment?: string;
  /** It renews itself so often; absent: it is paid once. */
  renews?: { days: number; customerRef: string | null };
}

/** A payment that a person can make now. */
export interface Opened {
  /** Undefined where the provider names only what was paid. */
  objectId: string | undefined;
  /** Undefined where the way to pay was sent into the chat. */
  url: string | undefined;
}

/** What the provider says of one payment, whatever told us to look. */
export interface ProviderTruth {
  objectId: string;
  /** Which order of ours it names. */
  orderId: number | undefined;
  /** `unknown` is a state that we have no rule for. */
  state: 'open' | 'processing' | 'paid' | 'failed' | 'expired' | 'unknown';
  money: { minor: number; currency: string };
  /** Real money; undefined where the provider has no other. */
  isLive?: boolean | undefined;
  /** Who paid, where the provider knows people by our ids. */
  payerId?: number | undefined;
  /** The provider's other name for the money. */
  chargeRef?: string | undefined;
  /** Where the person pays, while it is open. */
  url?: string | undefined;
  /** What it says of the arrangement that it is a period of. */
  period?: PaidPeriod | undefined;
  refunds?: readonly RefundTruth[] | undefined;
  /** What a bank takes back in a dispute: everything while it is open or lost. `inquiry` only asks, and takes nothing. */
  dispute?: 'open' | 'won' | 'lost' | 'inquiry' | undefined;
  /** What banks hold of it in disputes; absent: all that is left of it. */
  disputedMinor?: number | undefined;
  /** The bank says that it looks like fraud, and it can still be given back. */
  isFraudWarned?: boolean | undefined;
}

export interface RefundTruth {
  objectId: string;
  amountMinor: number;
  state: 'pending' | 'succeeded' | 'failed';
}

/** One payment that the provider's own list says was paid. */
export interface ListedPayment {
  objectId: string;
  money: { minor: number; currency: string };
  /** When it was paid, or made where that is all the list says. */
  at: Date;
}

/** What is known of a payment when the provider is asked. */
export interface PaymentRef {
  objectId: string | null;
  chargeRef: string | null;
  request: PayRequest | undefined;
}

export interface RefundRequest {
  key: string;
  payment: { objectId: string; chargeRef: string | null; userId: number | null };
  money: Money;
  reason: string;
}

/** The provider does not answer, or not so that one could say what it did: to be tried again. */
export class ProviderAway extends Error {}
/** The provider says no, and would say so again. */
export class ProviderRefusal extends Error {}

/** Somebody else's service that takes money. Every call throws `ProviderAway` or `ProviderRefusal`. */
export interface RemoteProvider {
  name: ProviderName;
  /** Whether real money is taken. */
  isLive: boolean;
  /** Makes what the person pays; `isRepeat` says that an answer may have been lost. Never makes a second one knowingly. */
  create(request: PayRequest, isRepeat: boolean): Promise<Opened>;
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

/** The account of the books that money of this provider comes from. */
export function clearingAccount(provider: string, userId: number | null): string {
  return provider === 'balance' ? `user:${userId}` : `clearing:${provider}`;
}

import type { Money } from '../../../platform/money.ts';

/** Everything that opening a payment is made of. Stored before the first call, so that a repeat is the same call. */
export interface PayRequest {
  /** The same for every repeat: the provider's idempotency key. */
  key: string;
  /** The random name that all that is made of it carries; absent in what an older version stored: named by its order. */
  reference?: string;
  /** Who buys, as a keyed hash: no provider learns anybody's id from us. */
  buyer?: string;
  orderId: number;
  userId: number;
  /** The topic of the chat with them where they asked for it; absent: in none. */
  topicId?: number;
  money: Money;
  title: string;
  description: string;
  language: 'ru' | 'en';
  /** ISO 8601. */
  expiresAt: string;
  /** Where the person comes back to: settings may change before a repeat. So may the host that an older version sold by. */
  returnUrl?: string;
  environment?: string;
  /** It renews itself so often; absent: it is paid once. */
  renews?: { days: number; customerRef: string | null };
}

/** A payment that a person can make now. */
export interface OpenedPayment {
  /** Undefined where the provider names only what was paid. */
  objectId: string | undefined;
  /** Undefined where the way to pay was sent into the chat. */
  url: string | undefined;
}

/** The provider's word on one payment, whatever told us to look. */
export interface ProviderTruth {
  objectId: string;
  /** What it says it was made for: the reference of a payment, or `order:7` where an older version made it. */
  reference: string | undefined;
  /** Whether it was made by this installation, by a mark that nobody else's objects carry. */
  isOurs: boolean;
  /** `unknown` is a state that we have no rule for. */
  state: 'open' | 'processing' | 'paid' | 'failed' | 'expired' | 'unknown';
  money: { minor: number; currency: string };
  /**
   * What it bills is settled, whatever of that came as money: the rest was credit, a discount, or paid to somebody else; more
   * than the price was an old debt. Then the price is no measure.
   */
  isBilled?: boolean | undefined;
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
  /** How its disputes stand together: access rests while one is open or lost. `inquiry` only asks, and takes nothing. */
  dispute?: 'open' | 'won' | 'lost' | 'inquiry' | undefined;
  /** Each of its disputes with what it is about; absent where the provider says no more than how they stand: one, about all that is left. */
  disputes?: readonly DisputeTruth[] | undefined;
  /** The bank says that it looks like fraud, and it can still be given back. */
  isFraudWarned?: boolean | undefined;
}

/** The provider's word on one dispute. */
export interface DisputeTruth {
  objectId: string;
  state: 'open' | 'won' | 'lost' | 'inquiry';
  /** What the bank disputes, and holds while it is open or lost; its currency need not be the payment's. */
  money: { minor: number; currency: string };
}

export interface RefundTruth {
  objectId: string;
  /** The payment's where nothing is said. */
  currency?: string | undefined;
  /** Which refund of ours it says it is; null: none of them; absent where the provider's refunds carry no names. */
  reference?: string | null;
  amountMinor: number;
  state: 'pending' | 'succeeded' | 'failed';
  /** Why it failed, in the provider's own code. */
  why?: string | undefined;
}

/** One payment that the provider's own list says was paid. */
export interface ListedPayment {
  objectId: string;
  /** Whether it carries the mark of this installation. */
  isOurs: boolean;
  money: { minor: number; currency: string };
  /** When it was paid, or made where that is all the list says. */
  at: Date;
}

/** A reference to a payment: what is known of it when the provider is asked. */
export interface PaymentRef {
  objectId: string | null;
  chargeRef: string | null;
  request: PayRequest | undefined;
}

export interface RefundRequest {
  /** The refund's reference, and the provider's idempotency key; `refund:7` of one that an older version began. */
  key: string;
  payment: { objectId: string; chargeRef: string | null; userId: number | null };
  money: Money;
  /** It goes back because a bank called it fraud. */
  isFraud: boolean;
}

/** The provider's word on an arrangement that renews itself. */
export interface RenewalTruth {
  ref: string | undefined;
  /** The reference of the payment that began it, or `order:7` where an older version made it. */
  reference: string | undefined;
  /** `stopping` renews no more; `failing` was refused by the bank and is tried again. */
  state: 'active' | 'failing' | 'stopping' | 'ended' | 'unknown';
  /** It ended because it was not paid. */
  isUnpaid?: boolean | undefined;
  renewsAt?: Date | undefined;
  nextTryAt?: Date | undefined;
  customerRef?: string | undefined;
  /** Where the person can pay what was refused. */
  payUrl?: string | undefined;
  /** The provider's names of its newest paid periods, for those that nobody told us of. */
  paidObjects?: readonly string[] | undefined;
}

/** The period that a payment is for, of the arrangement that it belongs to. */
export type PaidPeriod = Pick<RenewalTruth, 'ref' | 'customerRef' | 'renewsAt'>;

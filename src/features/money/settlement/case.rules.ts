import type { Clock } from '../../../platform/clock.ts';
import type { Transaction } from '../../../platform/db.ts';
import type { Money } from '../../../platform/money.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Ledger } from '../ledger/service.ts';
import type { PromoService } from '../promo-codes/service.ts';
import type { Periods } from '../renewals/periods.service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { ProviderTruth } from '../providers/truth.ts';
import type { Payment } from './queries.ts';
import type { Order } from '../orders/queries.ts';

/** The notices to people and admins about money, as part of the transaction that makes it true. */
export interface MoneyNotices {
  toPerson(
    tx: Transaction,
    notice: {
      userId: number;
      kind: MoneyOutcome;
      /** Null: it belongs to no order. */
      orderId: number | null;
      money: Money;
      /** What became of the access that hangs on it; absent: nothing to say. */
      access?: AccessOutcome | undefined;
      /** What was paid for came to access that there is; absent: that is being set up. */
      added?: AccessAdded | undefined;
    },
  ): Promise<void>;
  toAdmins(tx: Transaction, alarm: AlarmDetails): Promise<void>;
}

/**
 * Access that works and goes on until then (null: for ever), and access to which something came that has to be looked at: its traffic
 * was used up, or it is switched off by hand.
 */
export type AccessAdded = { until: Date | null } | 'more';

/** The details of an alarm. */
export interface AlarmDetails {
  what: MoneyAlarm;
  paymentId?: number | undefined;
  provider?: string | undefined;
  /** What a webhook lacks. */
  lacks?: readonly string[] | undefined;
  /** Why a provider says no, in its own code. */
  why?: string | undefined;
  /** By how much the clock of this machine is ahead, and by whose answers. */
  aheadSeconds?: number | undefined;
  source?: string | undefined;
}

export const moneyOutcomes = [
  'paid',
  'renewed',
  'credited',
  'refunded',
  'failed',
  /** The provider would not even open it, which is no fault of whoever pays. */
  'not-opened',
  /** Given back, though it had bought nothing. */
  'returned',
  /** Taken back from its order and put on the balance, because the provider gives nothing back. */
  'moved-to-balance',
  /** It went back after it was spent from the balance: that is owed now. */
  'owed',
  /** What came to the balance paid for what was owed. */
  'paid-off',
  'paid-out',
  /** A bank takes it back, and access rests until that is decided. */
  'disputed',
  'dispute-won',
  'dispute-lost',
  /** On its way back it could not arrive. */
  'refund-failed',
  /** Not what was expected: somebody has to look. */
  'put-aside',
  /** Dealt with outside the bot. */
  'closed',
] as const;
/** The outcome for somebody's money. */
export type MoneyOutcome = (typeof moneyOutcomes)[number];

/** The access that is left after money went back; `thinner` is for ever, with less traffic. */
export type AccessLeft = 'ended' | 'shorter' | 'thinner' | 'stays';
export const accessOutcomes = ['ended', 'shorter', 'thinner', 'stays', 'back'] as const satisfies (
  | AccessLeft
  | 'back'
)[];
export type AccessOutcome = (typeof accessOutcomes)[number];

export const moneyAlarms = [
  'amount',
  'currency',
  'mode',
  'owner',
  /** Whoever paid is blocked. */
  'blocked',
  'unknown-order',
  'unknown-state',
  'refund-failed',
  'dispute',
  'dispute-won',
  'dispute-lost',
  'inquiry',
  /** A refund or dispute is in another currency than what was paid. */
  'reversal-currency',
  'fraud-warning',
  /** Money went back that the person had spent already. */
  'owed',
  'drift',
  /** Anybody can pay with money that is none. */
  'test-money',
  'webhook-mode',
  'webhook-version',
  'webhook-silent',
  /** It was set up by hand, and not with all that we read. */
  'webhook-incomplete',
  /** A key is wrong, or may not do what we ask. */
  'provider-refuses-us',
  /** A provider knows nothing of a renewal that it should charge. */
  'renewal-lost',
  /** The account refuses for good what we ask it: to sell, to end an offer, to renew no more or on, to show its page, its list. */
  'opening-refused',
  'closing-refused',
  'stop-refused',
  'keep-refused',
  'portal-refused',
  'list-refused',
  /** A provider does not take our times. */
  'clock-wrong',
  /** The clock of this machine is wrong, whether anybody has refused anything by now or not. */
  'clock-off',
] as const;
/** An alarm about money that somebody has to look at. */
export type MoneyAlarm = (typeof moneyAlarms)[number];

export interface SettleParts {
  clock: Clock;
  ledger: Pick<Ledger, 'move' | 'balance' | 'lockBalance' | 'find' | 'owed'>;
  promos: Pick<PromoService, 'release' | 'consume'>;
  subscriptions: Pick<SubscriptionService, 'grant' | 'takeBack' | 'find' | 'stateOf' | 'endWith'>;
  periods: Pick<Periods, 'begunBy' | 'hold' | 'next' | 'paid' | 'takenBack' | 'putAside'>;
  notices: MoneyNotices;
  queue: Pick<Queue, 'enqueue'>;
}

/** The result of hearing of a payment; `strange`: money of somebody else's shop, which is none of ours. */
export type Settled = 'settled' | 'unchanged' | 'review' | 'strange';

/** The source that says it. */
export interface Source {
  name: string;
  /** Whether this installation takes real money there. */
  isLive: boolean;
}

/** One payment of one order, both locked, and what its provider says. */
export interface Case {
  source: Source;
  truth: ProviderTruth;
  order: Order;
  payment: Payment;
  /** Who paid the periods before, by the provider's name for them. */
  customerRef?: string | undefined;
}

/** One that ended unpaid, as far as its end needs to be known. */
export type EndedCase = Pick<Case, 'order' | 'payment'> & {
  truth: Pick<ProviderTruth, 'state'>;
  /** Its provider would not open it. */
  isUnopened?: boolean;
};

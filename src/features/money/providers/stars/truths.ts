import type { ProviderTruth, RenewalTruth } from '../truth.ts';
import { readStarsPayload } from './payload.ts';

/** A refund has the name of its charge, so it is told apart. */
export function refundName(chargeId: string): string {
  return `refund of ${chargeId}`;
}

/** A line of the bot's list of Stars. */
export interface StarTransaction {
  id: string;
  amount: number;
  /** Unix seconds. */
  date: number;
  source?: object | undefined;
  receiver?: object | undefined;
}

/** The truths that a line of the list tells; a refund is a line of its own that goes out. */
export function truthsOf({ id, amount, date, source, receiver }: StarTransaction): ProviderTruth[] {
  const partner = (source ?? receiver ?? {}) as {
    type?: string;
    transaction_type?: string;
    invoice_payload?: string;
    user?: { id: number };
    subscription_period?: number;
  };
  const reference =
    partner.invoice_payload === undefined ? undefined : readStarsPayload(partner.invoice_payload);
  if (partner.type !== 'user' || partner.transaction_type !== 'invoice_payment') return [];
  const truth: ProviderTruth = {
    objectId: id,
    reference,
    // Nobody else sells with this bot.
    isOurs: true,
    state: 'paid',
    money: { minor: amount, currency: 'XTR' },
    payerId: partner.user?.id,
    ...(partner.subscription_period !== undefined && {
      period: { ref: id, renewsAt: new Date((date + partner.subscription_period) * 1_000) },
    }),
  };
  if (source !== undefined) return [truth];
  return [{ ...truth, refunds: [{ objectId: refundName(id), amountMinor: amount, state: 'succeeded' }] }];
}

/** Telegram's word in the chat of Stars that were paid or given back. */
export interface ToldStars {
  chargeId: string;
  payload: string;
  currency: string;
  minor: number;
  payerId: number;
  /** For a period of what renews itself: when it is over. */
  periodEndsAt?: Date | undefined;
}

/** A payment as Telegram tells of it in the chat. */
export function starsTruth(told: ToldStars): ProviderTruth {
  return {
    objectId: told.chargeId,
    reference: readStarsPayload(told.payload),
    isOurs: true,
    state: 'paid',
    money: { minor: told.minor, currency: told.currency },
    payerId: told.payerId,
    ...(told.periodEndsAt !== undefined && {
      period: { ref: told.chargeId, renewsAt: told.periodEndsAt, customerRef: undefined },
    }),
  };
}

/** A refund as Telegram tells of it in the chat. Who it went back to is not said. */
export function refundedStarsTruth(told: ToldStars): ProviderTruth {
  const refund = {
    objectId: refundName(told.chargeId),
    amountMinor: told.minor,
    state: 'succeeded',
  } as const;
  return { ...starsTruth(told), payerId: undefined, refunds: [refund] };
}

const renewalStates: ReadonlyMap<string, RenewalTruth['state']> = new Map([
  ['active', 'active'],
  ['canceled', 'stopping'],
  ['failed', 'ended'],
]);

/** The truth that Telegram tells of a monthly subscription. `failed` could not be charged, and is over. */
export function renewedStarsTruth(payload: string, state: string): RenewalTruth {
  return {
    ref: undefined,
    reference: readStarsPayload(payload),
    state: renewalStates.get(state) ?? 'unknown',
    isUnpaid: state === 'failed',
  };
}

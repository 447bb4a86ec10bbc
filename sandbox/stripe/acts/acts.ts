import type Stripe from 'stripe';
import type { DisputeTerms } from '../objects/dispute.ts';
import type { StripeWorld } from '../state.ts';
import { unixNow } from '../state.ts';
import { expireSession, openSession, payByCard, payLater, payWithCredit, settleLater } from './paying.ts';
import { billBeside, type BillTerms, change, payOpenInvoice, renew } from './renewing.ts';
import { chargeOf, closeDispute, dispute, failRefund, inquire, refund, warn } from './returning.ts';
import { Impossible } from './steps.ts';

/** What happens in an account without our asking. Each throws `Impossible` when it cannot happen now. */
export interface Act {
  /** Pays an open checkout with a test card; without one, with the card that always pays. */
  pay(sessionId: string, card?: string): 'paid' | { refused: string };
  /** Begins what renews itself with what the person has with the account; the card is charged for the rest. */
  payWithCredit(sessionId: string, credit: number): void;
  /** Pays by a way whose money comes later. */
  payLater(sessionId: string): void;
  settleLater(sessionId: string, hasCome: boolean): void;
  expire(sessionId: string): void;
  /** Refunds as from Stripe's dashboard; without an amount all that is left. */
  refund(paymentId: string, amount?: number): Stripe.Refund;
  failRefund(refundId: string): void;
  /** All that is left, or a part of it, after which more of it can be disputed; also in another currency. */
  dispute(paymentId: string, terms?: DisputeTerms): Stripe.Dispute;
  /** The bank asks before it disputes. */
  inquire(paymentId: string): Stripe.Dispute;
  closeDispute(disputeId: string, outcome: 'won' | 'lost'): void;
  warn(paymentId: string): Stripe.Radar.EarlyFraudWarning;
  /** Bills the next period of a subscription now, or ends it when it is to end. */
  renew(subscriptionId: string, terms?: BillTerms): void;
  /** Bills a change in the middle of a period. */
  billBeside(subscriptionId: string): Stripe.Invoice;
  /** Whether the bank refuses renewals of this subscription from now on. */
  refuseRenewals(subscriptionId: string, refuses: boolean): void;
  /** The person stops renewing, in the portal. */
  stopRenewing(subscriptionId: string, stops: boolean): void;
  payInvoice(invoiceId: string): void;
}

/** `begin` is called first, so that events do not name an earlier request as their cause. */
export function actsOf(world: StripeWorld, begin: () => void): Act {
  const doing = <A extends unknown[], R>(act: (...given: A) => R) => {
    return (...given: A): R => {
      begin();
      return act(...given);
    };
  };
  return {
    pay: doing((id: string, card = '4242424242424242') => payByCard(world, id, card)),
    payWithCredit: doing((id: string, credit: number) => payWithCredit(world, id, credit)),
    payLater: doing((id: string) => payLater(world, id)),
    settleLater: doing((id: string, hasCome: boolean) => settleLater(world, id, hasCome)),
    expire: doing((id: string) => expireSession(world, openSession(world, id))),
    refund: doing((paymentId: string, amount?: number) => {
      const charge = chargeOf(world, paymentId);
      const left = charge.amount - charge.amount_refunded;
      if (left === 0 || (amount ?? left) > left) throw new Impossible('there is not as much to refund');
      return refund(world, { charge, amount: amount ?? left, reason: null, metadata: {} });
    }),
    failRefund: doing((id: string) => failRefund(world, id)),
    dispute: doing((id: string, terms?: DisputeTerms) => dispute(world, id, terms)),
    inquire: doing((id: string) => inquire(world, id)),
    closeDispute: doing((id: string, outcome: 'won' | 'lost') => closeDispute(world, id, outcome)),
    warn: doing((id: string) => warn(world, id)),
    renew: doing((id: string, terms?: BillTerms) => renew(world, id, terms)),
    billBeside: doing((id: string) => billBeside(world, id)),
    refuseRenewals: (id, refuses) => {
      if (refuses) world.tables.refusing[id] = true;
      else delete world.tables.refusing[id];
    },
    stopRenewing: doing((id: string, stops: boolean) => stopRenewing(world, id, stops)),
    payInvoice: doing((id: string) => payOpenInvoice(world, id)),
  };
}

function stopRenewing(world: StripeWorld, id: string, stops: boolean): void {
  const subscription = world.tables.subscriptions[id];
  if (!subscription || subscription.ended_at !== null) throw new Impossible('the subscription has ended');
  const periodEnd = subscription.items.data[0]?.current_period_end ?? null;
  change(world, subscription, {
    cancel_at: stops ? periodEnd : null,
    canceled_at: stops ? unixNow(world) : null,
  });
}

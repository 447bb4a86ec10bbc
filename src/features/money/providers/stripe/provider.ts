import { PaymentError } from '../payment-error.ts';
import type { StripeClient } from './api/client.ts';
import type { Checkout, FraudWarning, StripeDispute, StripeInvoice, StripeRefund } from './api/model.ts';
import {
  type PaymentRef,
  type PayRequest,
  type ProviderTruth,
  type RefundTruth,
  type RemoteProvider,
} from '../provider.ts';
import { listPaidByCard } from './paid.ts';
import { readId, wrap } from '../faults.ts';
import { createStripeList, listAll } from './since.ts';
import { fraudReason } from '../../settlement/warn.service.ts';
import { createStripeRenewing, periodOf } from './renewing.ts';

/** Cards by Stripe Checkout: one session an order, named by our key. */
export function createStripeProvider(parts: {
  client: StripeClient;
  /** Which deployment sells, as the sessions say. */
  environment: string;
  /** Where people come back to. */
  returnUrl: string;
  now: () => Date;
}): RemoteProvider {
  const { client, environment, returnUrl, now } = parts;

  async function create(request: PayRequest, isRepeat: boolean) {
    const checkout = await wrap(async () => {
      try {
        return await make(request, request.key);
      } catch (error) {
        if (isForgotten(error)) return await make(withoutCustomer(request), `${request.key}:new-customer`);
        // What an answer that was lost has made is in the list, longer than Stripe remembers the key.
        const made = isRepeat && isAnswer(error) ? await findByOrder(request) : undefined;
        if (made !== undefined) return made;
        if (!isRepeat || !isBroken(error)) throw error;
        // Stripe answers a key with the same 500 for a day: ask anew.
        return await make(request, `${request.key}:again`);
      }
    });
    return { objectId: checkout.id, url: checkout.url };
  }

  async function make(request: PayRequest, key: string): Promise<Checkout> {
    const address = request.returnUrl ?? returnUrl;
    return await client.createCheckout(
      {
        mode: request.renews === undefined ? 'payment' : 'subscription',
        orderId: String(request.orderId),
        environment: request.environment ?? environment,
        amountMinor: request.money.minor,
        currency: request.money.currency,
        productName: request.description,
        expiresAtSeconds: Math.ceil(Date.parse(request.expiresAt) / 1000),
        successUrl: address,
        cancelUrl: address,
        locale: request.language,
        ...(request.renews !== undefined && renewed(request.renews)),
      },
      key,
    );
  }

  async function findByOrder({ orderId, expiresAt }: PayRequest): Promise<Checkout | undefined> {
    const createdFrom = new Date(Date.parse(expiresAt) - 2 * 60 * 60_000);
    const made = await listAll((after) => client.listCheckouts({ createdFrom, ...after }));
    // The newest: one that has been paid already counts too.
    return made.findLast((one) => one.orderId === String(orderId) && one.status !== 'expired' && isOurs(one));
  }

  async function refetch({ objectId }: PaymentRef): Promise<ProviderTruth | undefined> {
    return objectId === null ? undefined : await wrap(() => truthOfObject(objectId));
  }

  async function truthOfObject(objectId: string): Promise<ProviderTruth | undefined> {
    if (objectId.startsWith('cs_')) return await truthOfCheckout(await client.findCheckout(objectId));
    if (objectId.startsWith('in_')) return await truthOfInvoice(await client.findInvoice(objectId));
    if (objectId.startsWith('issfr_')) return await truthOfWarning(await client.findFraudWarning(objectId));
    const paymentId = await findPaymentId(objectId);
    return paymentId === undefined ? undefined : await truthOfPayment(paymentId);
  }

  /** One that nothing can be done about any more says nothing new. */
  async function truthOfWarning(warning: FraudWarning | undefined): Promise<ProviderTruth | undefined> {
    if (warning?.isActionable !== true || warning.paymentId === undefined) return undefined;
    const truth = await truthOfPayment(warning.paymentId);
    return truth && { ...truth, isFraudWarned: true };
  }

  /** Whatever an event is about, the session that it belongs to, or the invoice of a further period. */
  async function truthOfPayment(paymentId: string): Promise<ProviderTruth | undefined> {
    const [checkout] = (await client.listCheckouts({ paymentId })).items;
    if (checkout !== undefined) return await truthOfCheckout(checkout);
    return await truthOfInvoice(await client.findInvoiceOfPayment(paymentId));
  }

  /** Another deployment may sell over the same account. */
  function isOurs({ environment: named }: { environment: string | undefined }): boolean {
    return named === undefined || named === environment;
  }

  async function truthOfCheckout(checkout: Checkout | undefined): Promise<ProviderTruth | undefined> {
    return checkout === undefined || !isOurs(checkout) ? undefined : await truthOf(checkout);
  }

  /** The first invoice is the session's own money; every further one is a period by itself. Unpaid it is no payment. */
  async function truthOfInvoice(invoice: StripeInvoice | undefined): Promise<ProviderTruth | undefined> {
    const subscriptionId = invoice?.subscriptionId;
    if (invoice === undefined || subscriptionId === undefined || !isOurs(invoice)) return undefined;
    if (invoice.reason === 'subscription_create')
      return await truthOfCheckout((await client.listCheckouts({ subscriptionId })).items[0]);
    if (invoice.status !== 'paid' || invoice.orderId === undefined) return undefined;
    const [paymentId] = invoice.paymentIds;
    return {
      objectId: invoice.id,
      orderId: readId(invoice.orderId),
      state: 'paid',
      money: { minor: invoice.paidMinor, currency: invoice.currency },
      isLive: invoice.livemode,
      chargeRef: paymentId,
      period: periodOf(invoice),
      ...(paymentId === undefined ? {} : await reversalsOf(paymentId)),
    };
  }

  async function findPaymentId(id: string): Promise<string | undefined> {
    if (id.startsWith('pi_')) return id;
    if (id.startsWith('ch_') || id.startsWith('py_')) return (await client.findCharge(id))?.paymentId;
    if (id.startsWith('re_') || id.startsWith('pyr_')) return (await client.findRefund(id))?.paymentId;
    if (id.startsWith('dp_') || id.startsWith('du_')) return (await client.findDispute(id))?.paymentId;
    return undefined;
  }

  async function truthOf(checkout: Checkout): Promise<ProviderTruth> {
    const { id } = checkout;
    const state = await followAsync(checkout, stateOf(checkout));
    // A session that begins a subscription names no payment of its own: its first invoice does.
    const invoice = await firstInvoiceOf(checkout, state);
    const paymentId = checkout.paymentId ?? invoice?.paymentIds[0];
    const reversals = state === 'paid' && paymentId !== undefined ? await reversalsOf(paymentId) : {};
    return {
      objectId: id,
      orderId: readId(checkout.orderId),
      state,
      money: { minor: checkout.amountMinor ?? 0, currency: checkout.currency ?? '' },
      isLive: checkout.livemode,
      chargeRef: paymentId,
      url: checkout.url,
      ...(invoice !== undefined && { period: periodOf(invoice) }),
      ...reversals,
    };
  }

  async function firstInvoiceOf({ invoiceId }: Checkout, state: ProviderTruth['state']) {
    return invoiceId === undefined || state !== 'paid' ? undefined : await client.findInvoice(invoiceId);
  }

  /** Money under way that will never come shows only in the payment itself. */
  async function followAsync(
    { paymentId }: Checkout,
    state: ProviderTruth['state'],
  ): Promise<ProviderTruth['state']> {
    if (state !== 'processing' || paymentId === undefined) return state;
    const status = (await client.findPayment(paymentId))?.status;
    return status === 'canceled' || status === 'requires_payment_method' ? 'failed' : state;
  }

  async function reversalsOf(
    paymentId: string,
  ): Promise<Pick<ProviderTruth, 'refunds' | 'dispute' | 'disputedMinor'>> {
    const [refunds, disputes] = await Promise.all([
      client.listRefunds({ paymentId }),
      client.listDisputes({ paymentId }),
    ]);
    return {
      refunds: refunds.items.toReversed().map(refundTruth),
      dispute: disputeState(disputes.items),
      ...(disputes.items.some(isHeld) && {
        disputedMinor: disputes.items.filter(isHeld).reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      }),
    };
  }

  async function close(ref: PaymentRef): Promise<ProviderTruth | undefined> {
    const { objectId } = ref;
    if (objectId === null) return undefined;
    return await wrap(async () => {
      try {
        return await truthOf(await client.expireCheckout(objectId));
      } catch (error) {
        // What cannot be expired has ended or was paid: read what it is.
        if (!(error instanceof PaymentError) || error.class !== 'refused') throw error;
        return await refetch(ref);
      }
    });
  }

  return {
    name: 'stripe',
    isLive: client.livemode,
    create,
    refetch,
    close,
    listSince: createStripeList({ client, now, truthOfCheckout, truthOfInvoice, truthOfObject }),
    renewing: createStripeRenewing({ client, environment, returnUrl }),
    listPaid: (since) => wrap(() => listPaidByCard(client, since, isOurs)),
    async refund({ key, payment, money, reason }) {
      const paymentId = payment.chargeRef ?? (await refetch({ ...payment, request: undefined }))?.chargeRef;
      if (paymentId === undefined) throw new Error(`The session ${payment.objectId} has no payment`);
      const refund = await wrap(() =>
        client.createRefund(
          {
            orderId: key,
            environment,
            paymentId,
            amountMinor: money.minor,
            reason: reason === fraudReason ? 'fraudulent' : 'requested_by_customer',
          },
          key,
        ),
      );
      return refundTruth(refund);
    },
  };
}

/** The customer that an earlier renewal left behind was deleted at Stripe, or belongs to another account. */
function isForgotten(error: unknown): boolean {
  if (!(error instanceof PaymentError)) return false;
  return error.code === 'resource_missing' && error.parameter === 'customer';
}

/** Stripe said no, or failed; a line that broke says nothing of what was made. */
function isAnswer(error: unknown): boolean {
  return isBroken(error) || (error instanceof PaymentError && error.class === 'refused');
}

/** Stripe itself failed, so that this is kept as the answer to the key. */
function isBroken(error: unknown): boolean {
  return error instanceof PaymentError && (error.status ?? 0) >= 500;
}

function withoutCustomer({ renews, ...request }: PayRequest): PayRequest {
  return renews === undefined ? request : { ...request, renews: { ...renews, customerRef: null } };
}

/** By days, so that a period is as long as the access that it pays for. */
function renewed({ days, customerRef }: NonNullable<PayRequest['renews']>) {
  return {
    every: { unit: 'day', count: days },
    ...(customerRef !== null && { customerId: customerRef }),
  } as const;
}

function stateOf({ status, payment }: Checkout): ProviderTruth['state'] {
  if (payment === 'paid') return 'paid';
  if (status === 'expired') return 'expired';
  if (status === 'open') return 'open';
  // Complete and unpaid: money that is under way. What needs no payment we never sell here.
  return status === 'complete' && payment === 'unpaid' ? 'processing' : 'unknown';
}

function refundTruth({ id, amountMinor, status }: StripeRefund): RefundTruth {
  if (status === 'succeeded') return { objectId: id, amountMinor, state: 'succeeded' };
  const isGone = status === 'failed' || status === 'canceled';
  return { objectId: id, amountMinor, state: isGone ? 'failed' : 'pending' };
}

const lost = ['lost', 'prevented'];
const open = ['needs_response', 'under_review', 'appeal_needs_response', 'appeal_under_review'];
const asking = ['warning_needs_response', 'warning_under_review'];
const over = ['won', 'warning_closed'];

/** While it is open, and once it is lost, the bank has the money. */
function isHeld({ status }: StripeDispute): boolean {
  return lost.includes(status) || open.includes(status);
}

function disputeState(disputes: readonly StripeDispute[]): ProviderTruth['dispute'] {
  const isAny = (words: readonly string[]) => disputes.some(({ status }) => words.includes(status));
  if (isAny(lost)) return 'lost';
  if (isAny(open)) return 'open';
  if (isAny(asking)) return 'inquiry';
  return isAny(over) ? 'won' : undefined;
}

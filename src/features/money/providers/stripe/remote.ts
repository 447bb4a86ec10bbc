import type Stripe from 'stripe';
import { wrap } from '../faults.ts';
import { PaymentError } from '../payment-error.ts';
import { ProviderRefusal, type RemoteProvider } from '../provider.ts';
import { referenceOf } from '../references.ts';
import type { OpenedPayment, PaymentRef, PayRequest, ProviderTruth } from '../truth.ts';
import { madeSince, readAll } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';
import { checkoutParams, type Deployment, referenceIn } from './checkout.ts';
import { listPaidByCard } from './paid.ts';
import { createStripeRenewing } from './renewing.ts';
import { refundNamed, refundTruth } from './reversals.ts';
import { createStripeList } from './since.ts';
import { createStripeTruths } from './truths.ts';

/** Cards by Stripe Checkout: one session an order, named by our key. */
export function createStripeRemote(
  parts: Deployment & { client: StripeClient; now: () => Date },
): RemoteProvider {
  const { client, installation, hosts, now } = parts;
  const truths = createStripeTruths(client, parts);

  return {
    name: 'stripe',
    isLive: client.livemode,
    create,
    refetch,
    close,
    listSince: createStripeList({ client, now, truths, shop: parts }),
    listPaid: (since) => wrap(() => listPaidByCard(client, since, parts)),
    refund,
    renewing: createStripeRenewing(parts),
  };

  async function create(request: PayRequest, isRepeat: boolean): Promise<OpenedPayment> {
    const checkout = await blamingClock(async () => {
      try {
        return await make(request, request.key);
      } catch (error) {
        if (isForgotten(error)) return await make(withoutCustomer(request), `${request.key}:new-customer`);
        // What an answer that was lost has made is in the list, longer than Stripe remembers the key.
        const made = isRepeat && isAnswer(error) ? await findMade(request) : undefined;
        if (made !== undefined) return made;
        if (isTooLate(error, request)) return await makeLater(request);
        if (!isRepeat || !isBroken(error)) throw error;
        // Stripe answers a key with the same 500 for a day: ask anew.
        return await make(request, `${request.key}:again`);
      }
    });
    return { objectId: checkout.id, url: checkout.url ?? undefined };
  }

  async function make(request: PayRequest, key: string): Promise<Stripe.Checkout.Session> {
    return await client.createCheckout(checkoutParams(request, parts), key);
  }

  /** Asked for again after a while, an offer may have less time left than Stripe's half an hour: it gets so much. */
  async function makeLater(request: PayRequest): Promise<Stripe.Checkout.Session> {
    const expiresAt = new Date(now().getTime() + leastOpenMs + 60_000).toISOString();
    return await make({ ...request, expiresAt }, `${request.key}:until:${Date.parse(expiresAt)}`);
  }

  function isTooLate(error: unknown, { expiresAt }: PayRequest): boolean {
    return isOfTime(error) && Date.parse(expiresAt) - now().getTime() < leastOpenMs + 60_000;
  }

  async function findMade(request: PayRequest) {
    const since = madeSince(new Date(Date.parse(request.expiresAt) - 2 * 60 * 60_000));
    const made = await readAll((after) => client.listCheckouts({ ...since, ...after }));
    const isIts = (one: Stripe.Checkout.Session) =>
      one.status !== 'expired' && referenceIn(parts, one.metadata) === referenceOf(request);
    // The newest: one that has been paid already counts too.
    return made.findLast(isIts);
  }

  async function refetch({ objectId }: PaymentRef): Promise<ProviderTruth | undefined> {
    return objectId === null ? undefined : await wrap(() => truths.ofObject(objectId));
  }

  async function close(ref: PaymentRef): Promise<ProviderTruth | undefined> {
    const { objectId } = ref;
    if (objectId === null) return undefined;
    return await wrap(async () => {
      try {
        return await truths.ofCheckout(await client.expireCheckout(objectId));
      } catch (error) {
        // What cannot be expired has ended or was paid: read what it is.
        if (!(error instanceof PaymentError) || error.class !== 'refused') throw error;
        return await refetch(ref);
      }
    });
  }

  async function refund({ key, payment, money, isFraud }: Parameters<RemoteProvider['refund']>[0]) {
    const paymentId = payment.chargeRef ?? (await refetch({ ...payment, request: undefined }))?.chargeRef;
    // Credit paid for it, or somebody was paid elsewhere: there is nothing here that could go back.
    if (paymentId === undefined)
      throw new ProviderRefusal(`${payment.objectId} has no payment`, { code: 'no_payment' });
    // One whose answer was lost is in the list, longer than Stripe remembers the key.
    const made = await wrap(() => refundNamed(client, paymentId, key));
    if (made !== undefined) return made;
    const params: Stripe.RefundCreateParams = {
      payment_intent: paymentId,
      amount: money.minor,
      reason: isFraud ? 'fraudulent' : 'requested_by_customer',
      // One that an older version began has to stay the same call.
      metadata: key.startsWith('refund:')
        ? { order_id: key, env: hosts[0] ?? '' }
        : { reference: key, shop: installation },
    };
    return refundTruth(await wrap(() => client.createRefund(params, key)));
  }
}

/** Stripe takes no session that is open for less. */
const leastOpenMs = 30 * 60_000;

function isOfTime(error: unknown): boolean {
  return error instanceof PaymentError && error.class === 'refused' && error.parameter === 'expires_at';
}

/** An end that has so much time left by our clock, and not by Stripe's, says that one of them is wrong. */
async function blamingClock<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await wrap(call);
  } catch (error) {
    if (!(error instanceof ProviderRefusal) || !isOfTime(error.cause)) throw error;
    throw new ProviderRefusal(error.message, { ...error.details, cause: error.cause, isClock: true });
  }
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

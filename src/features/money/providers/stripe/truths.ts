import type Stripe from 'stripe';
import type { ProviderTruth } from '../truth.ts';
import { idOf } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';
import { checkoutState, type Deployment, isOurs, referenceIn } from './checkout.ts';
import { cashOf, isFirst, isOfPeriod, metadataOf, paymentOf, periodOf, subscriptionOf } from './invoice.ts';
import { reversalsOf } from './reversals.ts';

/** The truths that Stripe's objects tell of payments, ours or not; undefined for what says nothing of any. */
export interface StripeTruths {
  ofCheckout(checkout: Stripe.Checkout.Session | undefined): Promise<ProviderTruth | undefined>;
  ofInvoice(invoice: Stripe.Invoice | undefined): Promise<ProviderTruth | undefined>;
  /** Whatever object it is, of the payment that it belongs to. */
  ofObject(objectId: string): Promise<ProviderTruth | undefined>;
}

export function createStripeTruths(client: StripeClient, shop: Deployment): StripeTruths {
  return { ofCheckout, ofInvoice, ofObject };

  async function ofObject(objectId: string): Promise<ProviderTruth | undefined> {
    if (objectId.startsWith('cs_')) return await ofCheckout(await client.findCheckout(objectId));
    if (objectId.startsWith('in_')) return await ofInvoice(await client.findInvoice(objectId));
    if (objectId.startsWith('issfr_')) return await ofWarning(await client.findFraudWarning(objectId));
    const paymentId = await findPaymentId(objectId);
    return paymentId === undefined ? undefined : await ofPayment(paymentId);
  }

  async function findPaymentId(id: string): Promise<string | undefined> {
    if (id.startsWith('pi_')) return id;
    if (/^(ch|py)_/.test(id)) return idOf((await client.findCharge(id))?.payment_intent);
    if (/^(re|pyr)_/.test(id)) return idOf((await client.findRefund(id))?.payment_intent);
    if (/^(dp|du)_/.test(id)) return idOf((await client.findDispute(id))?.payment_intent);
    return undefined;
  }

  /** One that nothing can be done about any more says nothing new. */
  async function ofWarning(
    warning: Stripe.Radar.EarlyFraudWarning | undefined,
  ): Promise<ProviderTruth | undefined> {
    const paymentId = idOf(warning?.payment_intent);
    if (warning?.actionable !== true || paymentId === undefined) return undefined;
    const truth = await ofPayment(paymentId);
    return truth && { ...truth, isFraudWarned: true };
  }

  /** Of the session that a payment belongs to, or of the invoice of a further period. */
  async function ofPayment(paymentId: string): Promise<ProviderTruth | undefined> {
    const [checkout] = (await client.listCheckouts({ payment_intent: paymentId })).data;
    if (checkout !== undefined) return await ofCheckout(checkout);
    return await ofInvoice(await client.findInvoiceOfPayment(paymentId));
  }

  /** The first invoice is the session's own money; every further one is a period by itself. Unpaid it is no payment. */
  async function ofInvoice(invoice: Stripe.Invoice | undefined): Promise<ProviderTruth | undefined> {
    if (invoice === undefined) return undefined;
    const subscription = subscriptionOf(invoice);
    const metadata = metadataOf(invoice);
    if (subscription === undefined) return undefined;
    if (isFirst(invoice)) return await ofCheckout((await client.listCheckouts({ subscription })).data[0]);
    // What is no period is none of ours, paid or not.
    if (invoice.status !== 'paid' || !isOfPeriod(invoice)) return undefined;
    const paymentId = paymentOf(invoice);
    return {
      objectId: invoice.id,
      reference: referenceIn(shop, metadata),
      isOurs: isOurs(shop, metadata),
      state: 'paid',
      money: cashOf(invoice),
      isBilled: true,
      isLive: invoice.livemode,
      chargeRef: paymentId,
      period: periodOf(invoice),
      ...(paymentId === undefined ? {} : await reversalsOf(client, paymentId)),
    };
  }

  async function ofCheckout(
    checkout: Stripe.Checkout.Session | undefined,
  ): Promise<ProviderTruth | undefined> {
    if (checkout === undefined) return undefined;
    const state = await followAsync(checkout, checkoutState(checkout));
    // A session that begins a subscription names no payment of its own: its first invoice does.
    const invoice = await firstInvoiceOf(checkout, state);
    const paymentId = idOf(checkout.payment_intent) ?? (invoice && paymentOf(invoice));
    return {
      objectId: checkout.id,
      reference: referenceIn(shop, checkout.metadata),
      isOurs: isOurs(shop, checkout.metadata),
      state,
      money: invoice === undefined ? priceOf(checkout) : cashOf(invoice),
      ...(invoice !== undefined && { isBilled: invoice.status === 'paid' }),
      isLive: checkout.livemode,
      chargeRef: paymentId,
      url: checkout.url ?? undefined,
      ...(invoice !== undefined && { period: periodOf(invoice) }),
      ...(state === 'paid' && paymentId !== undefined ? await reversalsOf(client, paymentId) : {}),
    };
  }

  async function firstInvoiceOf(checkout: Stripe.Checkout.Session, state: ProviderTruth['state']) {
    const invoiceId = idOf(checkout.invoice);
    return invoiceId === undefined || state !== 'paid' ? undefined : await client.findInvoice(invoiceId);
  }

  /** Money under way that will never come shows only in the payment itself. */
  async function followAsync(
    checkout: Stripe.Checkout.Session,
    state: ProviderTruth['state'],
  ): Promise<ProviderTruth['state']> {
    const paymentId = idOf(checkout.payment_intent);
    if (state !== 'processing' || paymentId === undefined) return state;
    const status = (await client.findPayment(paymentId))?.status;
    return status === 'canceled' || status === 'requires_payment_method' ? 'failed' : state;
  }
}

function priceOf({ amount_total: minor, currency }: Stripe.Checkout.Session): ProviderTruth['money'] {
  return { minor: minor ?? 0, currency: currency?.toUpperCase() ?? '' };
}

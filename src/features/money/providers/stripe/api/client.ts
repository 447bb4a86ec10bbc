import type Stripe from 'stripe';
import type { AnswerHearing } from '../../../../../platform/clock-watch.ts';
import type { Clock } from '../../../../../platform/clock.ts';

export interface StripeClientOptions {
  /** `sk_test_…`, `sk_live_…`, or a restricted `rk_…`. */
  secretKey: string;
  /** Default https://api.stripe.com; plain http towards this machine alone. No path. */
  apiBase?: string;
  /** For one attempt; 15 s unless told. */
  timeoutMs?: number;
  /** Repeats inside one call, with the same key; 2 unless told. */
  retries?: number;
  clock: Clock;
  /** Called once per exchange with `ok` or the error class; for metrics. */
  onRequest?: (request: { operation: string; outcome: string; seconds: number }) => void;
  /** Told of the headers of every answer. */
  hearing?: AnswerHearing;
}

type Listed<Item> = Promise<Stripe.ApiList<Item>>;

/**
 * One Stripe account, by the API version that the library pins, in the library's own types. Every operation fails with
 * `PaymentError` and nothing else; `findX` gives nothing when Stripe does not know the id; lists hold 100 unless told,
 * newest first. Whatever changes something takes a key of ours: the same key with the same values is carried out once
 * and answers the same for at least 24 h, an answer 500 included; the same key with other values is refused with code
 * `idempotency_error`. States are open sets of words: Stripe adds some without a new version.
 */
export interface StripeClient {
  /** What the key is for; events and objects of the other mode are not ours. */
  readonly livemode: boolean;

  createCheckout(params: Stripe.Checkout.SessionCreateParams, key: string): Promise<Stripe.Checkout.Session>;
  findCheckout(id: string): Promise<Stripe.Checkout.Session | undefined>;
  /** For sessions whose id was never stored: look for their order. */
  listCheckouts(params?: Stripe.Checkout.SessionListParams): Listed<Stripe.Checkout.Session>;
  /** Gives what the session is afterwards: it may have been paid a moment before, and then stays `complete`. */
  expireCheckout(id: string): Promise<Stripe.Checkout.Session>;

  findPayment(id: string): Promise<Stripe.PaymentIntent | undefined>;
  findCharge(id: string): Promise<Stripe.Charge | undefined>;

  findSubscription(id: string): Promise<Stripe.Subscription | undefined>;
  /** Renews no more; what is paid runs to its end. */
  endAtPeriodEnd(id: string, key: string): Promise<Stripe.Subscription>;
  /** Takes `endAtPeriodEnd` back, while the period still runs. */
  keepRenewing(id: string, key: string): Promise<Stripe.Subscription>;
  /** Ends it now and refunds nothing; one that has ended already counts as ended. */
  endNow(id: string, key: string): Promise<Stripe.Subscription>;

  /** With its payments. */
  findInvoice(id: string): Promise<Stripe.Invoice | undefined>;
  /** Each with its payments. */
  listInvoices(params?: Stripe.InvoiceListParams): Listed<Stripe.Invoice>;
  /** The invoice that a payment was made for, if it was made for one. */
  findInvoiceOfPayment(paymentId: string): Promise<Stripe.Invoice | undefined>;

  /** Refused with code `charge_already_refunded` or `charge_disputed` when there is nothing to give back. */
  createRefund(params: Stripe.RefundCreateParams, key: string): Promise<Stripe.Refund>;
  findRefund(id: string): Promise<Stripe.Refund | undefined>;
  listRefunds(params?: Stripe.RefundListParams): Listed<Stripe.Refund>;

  findDispute(id: string): Promise<Stripe.Dispute | undefined>;
  listDisputes(params?: Stripe.DisputeListParams): Listed<Stripe.Dispute>;
  findFraudWarning(id: string): Promise<Stripe.Radar.EarlyFraudWarning | undefined>;

  /** Up to 30 days back; at most 20 types. */
  listEvents(params?: Stripe.EventListParams): Listed<Stripe.Event>;

  /**
   * Makes the account deliver our list of events, in our API version, to `url`, and sees to it that it is on. The
   * secret is told by Stripe only once, when an endpoint is made (or again for the same key within a day): pass
   * `knownId` when its secret is held, otherwise an endpoint is made anew and older ones of this url are deleted.
   */
  ensureWebhook(request: { url: string; knownId?: string }, key: string): Promise<EnsuredEndpoint>;

  /** What the account delivers to `url`, of several endpoints the best; only looked at. */
  checkWebhook(url: string): Promise<EndpointState>;

  /** An address, good for minutes, where the person changes the card, sees invoices and stops renewing. */
  openPortal(request: {
    customerId: string;
    returnUrl: string;
    locale: 'ru' | 'en';
  }): Promise<{ url: string }>;

  close(): void;
}

/** The state of an endpoint that somebody else may have set up. */
export interface EndpointState {
  isThere: boolean;
  isOn: boolean;
  isOurVersion: boolean;
  /** Of those that we read. */
  missingEvents: readonly string[];
}

export interface EnsuredEndpoint {
  id: string;
  /** `whsec_…`, only when it was just made. */
  secret: string | undefined;
  outcome: 'as-wanted' | 'changed' | 'created';
}

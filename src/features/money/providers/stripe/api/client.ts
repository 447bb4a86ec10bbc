import type { Clock } from '../../../../../platform/clock.ts';
import type {
  Checkout,
  CheckoutRequest,
  FraudWarning,
  RefundRequest,
  StripeCharge,
  StripeCustomer,
  StripeDispute,
  StripeEvent,
  StripeInvoice,
  StripePage,
  StripePayment,
  StripeRefund,
  StripeSubscription,
} from './model.ts';

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
}

export interface ListOptions {
  createdFrom?: Date;
  /** `next` of the page before. */
  after?: string;
  /** 1–100; 100 unless told. */
  limit?: number;
}

/**
 * One Stripe account, by the API version that the client pins. Every operation fails with `PaymentError` and nothing
 * else; `findX` gives nothing when Stripe does not know the id. Whatever changes something takes a key of ours: the
 * same key with the same values is carried out once and answers the same for at least 24 h, an answer 500 included;
 * the same key with other values is refused with code `idempotency_error`.
 */
export interface StripeClient {
  /** What the key is for; events and objects of the other mode are not ours. */
  readonly livemode: boolean;

  createCheckout(request: CheckoutRequest, key: string): Promise<Checkout>;
  findCheckout(id: string): Promise<Checkout | undefined>;
  /** Newest first, for sessions whose id was never stored: look for their `orderId`. */
  listCheckouts(
    options?: ListOptions & { paymentId?: string; subscriptionId?: string; customerId?: string },
  ): Promise<StripePage<Checkout>>;
  /** Gives what the session is afterwards: it may have been paid a moment before, and then stays `complete`. */
  expireCheckout(id: string): Promise<Checkout>;

  findPayment(id: string): Promise<StripePayment | undefined>;
  findCharge(id: string): Promise<StripeCharge | undefined>;

  /** One customer a person, with `userId` as metadata and no personal data. */
  createCustomer(request: { userId: string; environment: string }, key: string): Promise<StripeCustomer>;

  findSubscription(id: string): Promise<StripeSubscription | undefined>;
  /** Renews no more; what is paid runs to its end. */
  endAtPeriodEnd(id: string, key: string): Promise<StripeSubscription>;
  /** Takes `endAtPeriodEnd` back, while the period still runs. */
  keepRenewing(id: string, key: string): Promise<StripeSubscription>;
  /** Ends it now and refunds nothing; one that has ended already counts as ended. */
  endNow(id: string, key: string): Promise<StripeSubscription>;

  findInvoice(id: string): Promise<StripeInvoice | undefined>;
  listInvoices(
    options?: ListOptions & { subscriptionId?: string; customerId?: string; status?: 'open' | 'paid' },
  ): Promise<StripePage<StripeInvoice>>;
  /** The invoice that a payment was made for, if it was made for one. */
  findInvoiceOfPayment(paymentId: string): Promise<StripeInvoice | undefined>;

  /** Refused with code `charge_already_refunded` or `charge_disputed` when there is nothing to give back. */
  createRefund(request: RefundRequest, key: string): Promise<StripeRefund>;
  findRefund(id: string): Promise<StripeRefund | undefined>;
  listRefunds(options?: ListOptions & { paymentId?: string }): Promise<StripePage<StripeRefund>>;

  findDispute(id: string): Promise<StripeDispute | undefined>;
  listDisputes(options?: ListOptions & { paymentId?: string }): Promise<StripePage<StripeDispute>>;
  findFraudWarning(id: string): Promise<FraudWarning | undefined>;

  /** Newest first, up to 30 days back; at most 20 types. */
  listEvents(options?: ListOptions & { types?: readonly string[] }): Promise<StripePage<StripeEvent>>;

  /**
   * Makes the account deliver our list of events, in our API version, to `url`, and sees to it that it is on. The
   * secret is told by Stripe only once, when an endpoint is made (or again for the same key within a day): pass
   * `knownId` when its secret is held, otherwise an endpoint is made anew and older ones of this url are deleted.
   */
  ensureWebhook(request: { url: string; knownId?: string }, key: string): Promise<StripeWebhookEndpoint>;

  /** What the account delivers to `url`, of several endpoints the best; only looked at. */
  checkWebhook(url: string): Promise<StripeWebhookState>;

  /** An address, good for minutes, where the person changes the card, sees invoices and stops renewing. */
  openPortal(request: {
    customerId: string;
    returnUrl: string;
    locale: 'ru' | 'en';
  }): Promise<{ url: string }>;

  close(): void;
}

/** How an endpoint stands that somebody else may have set up. */
export interface StripeWebhookState {
  isThere: boolean;
  isOn: boolean;
  isOurVersion: boolean;
  /** Of those that we read. */
  missingEvents: readonly string[];
}

export interface StripeWebhookEndpoint {
  id: string;
  /** `whsec_…`, only when it was just made. */
  secret: string | undefined;
  outcome: 'as-wanted' | 'changed' | 'created';
}

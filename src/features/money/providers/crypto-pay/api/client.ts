import type { AnswerHearing } from '../../../../../platform/clock-watch.ts';
import type { Clock } from '../../../../../platform/clock.ts';
import type { CryptoInvoice, CryptoPayApp } from './answers.ts';

export interface CryptoPayClientOptions {
  /** `<app id>:<key>`. */
  token: string;
  /** Default https://pay.crypt.bot; the test network is https://testnet-pay.crypt.bot. Http towards this machine alone. */
  apiBase?: string;
  /** For a whole exchange; 15 s unless told. */
  timeoutMs?: number;
  clock: Clock;
  /** Called once per exchange with `ok` or the error class; for metrics. */
  onRequest?: (request: { operation: string; outcome: string; seconds: number }) => void;
  /** Told of the headers of every answer. */
  hearing?: AnswerHearing;
}

/** The parameters of `createInvoice`. Crypto Pay knows no idempotency keys; a lost answer leaves an orphan. */
export interface InvoiceParams {
  currency_type: 'fiat';
  /** A currency of two decimals, such as `USD`, `EUR`, `RUB`. */
  fiat: string;
  amount: string;
  /** Up to 1024 characters, shown to the person. */
  description: string;
  /** Comes back with the invoice. */
  payload: string;
  /** Seconds, 1–2 678 400. */
  expires_in: number;
  allow_comments: boolean;
  /** Where the button after paying leads; https. */
  paid_btn_name?: 'openBot';
  paid_btn_url?: string;
}

/** One Crypto Pay app. Every operation fails with `PaymentError` and nothing else. */
export interface CryptoPayClient {
  /** Whose token this is: the proof that token and network are right. */
  getMe(): Promise<CryptoPayApp>;
  /**
   * Not safe to repeat: on class `unknown` look for the order among `listInvoices` first, and settle by what its payload names.
   * Delete the older active invoice of an order when it gets a new one.
   */
  createInvoice(params: InvoiceParams): Promise<CryptoInvoice>;
  findInvoice(id: string): Promise<CryptoInvoice | undefined>;
  /** Newest first. Unknown ids are left out. At most 1000 at once. */
  listInvoices(options?: {
    ids?: readonly string[];
    status?: 'active' | 'paid';
    offset?: number;
    count?: number;
  }): Promise<CryptoInvoice[]>;
  /** An invoice that is gone already counts as deleted; a paid one is refused. */
  deleteInvoice(id: string): Promise<void>;
  close(): Promise<void>;
}

/** A plain JSON value: store it before the call. Crypto Pay knows no idempotency keys; a lost answer leaves an orphan. */
export interface CryptoInvoiceRequest {
  /** Comes back with the invoice: settle by it, whatever invoice id it has. */
  orderId: string;
  amountMinor: number;
  /** A fiat currency of two decimals, such as `USD`, `EUR`, `RUB`. */
  currency: string;
  /** Up to 1024 characters, shown to the person. */
  description: string;
  /** 1–2 678 400. */
  expiresInSeconds: number;
  /** Where the button after paying leads; https. */
  returnUrl?: string;
  /** Which coins are taken, such as `USDT`, `TON`, `BTC`; unset: all. */
  acceptedAssets?: readonly string[];
}

export interface CryptoInvoice {
  /** Unique in the app. */
  id: string;
  status: 'active' | 'paid' | 'expired' | 'unrecognised';
  orderId: string | undefined;
  /** The price; nothing when the invoice was not made in a fiat currency of two decimals. */
  amountMinor: number | undefined;
  currency: string | undefined;
  /** Where the person pays, inside Telegram. */
  url: string;
  createdAt: Date;
  expiresAt: Date | undefined;
  paidAt: Date | undefined;
  /** What was paid in fact, such as `USDT` and `1.2345`; for information alone. */
  paidAsset: string | undefined;
  paidAmount: string | undefined;
}

export interface CryptoPayApp {
  id: number;
  name: string;
  botUsername: string;
}

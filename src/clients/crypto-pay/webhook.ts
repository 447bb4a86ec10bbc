import type { CryptoInvoice } from './model.ts';

/** One delivery of Crypto Pay as it came in. */
export interface CryptoPayDelivery {
  raw: Buffer;
  /** `crypto-pay-api-signature`. */
  header: string | string[] | undefined;
  token: string;
}

/** `signature` not made with our token · `unreadable` properly signed, yet not a paid invoice. */
export type CryptoPayVerdict =
  | { isGenuine: true; invoice: CryptoInvoice; sentAt: Date }
  | { isGenuine: false; why: 'signature' | 'unreadable' };

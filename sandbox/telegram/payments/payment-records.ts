import type { TelegramStarTransaction } from '@gramio/types/objects';
import type { InvoiceDetails } from './invoice.ts';

export interface Charge {
  chargeId: string;
  personId: number;
  invoice: InvoiceDetails;
  refunded: boolean;
}

export interface SavedLedger {
  charges: Charge[];
  transactions: TelegramStarTransaction[];
  balance: number;
  nextCharge: number;
}

export interface SavedSubscription {
  /** Of the first payment; later charges lead here too. */
  chargeIds: string[];
  /** Unix time, in seconds. */
  expiresAt: number;
  canceledByPerson: boolean;
  /** The person cannot switch it on again before the bot allows it. */
  canceledByBot: boolean;
  failsNext: boolean;
  ended: boolean;
}

export interface SavedPayments {
  links: [string, InvoiceDetails][];
  ledger: SavedLedger;
  subscriptions: SavedSubscription[];
}

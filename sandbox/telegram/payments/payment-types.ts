import type { TelegramStarTransaction } from '@gramio/types/objects';
import type { Chat } from '../chats/chat.ts';
import type { CheckoutView, InvoicePlace, SubscriptionView } from '../world-types.ts';
import type { InvoiceDetails } from './invoice.ts';
import type { SavedPayments } from './payment-records.ts';

export interface PaymentDesk {
  /** Makes an invoice that anybody can pay as often as they like. */
  createLink(invoice: InvoiceDetails): string;
  /** What a link sells; undefined when nothing stands behind it. */
  findLink(link: string): InvoiceDetails | undefined;
  /** The person confirms the payment; returns the checkout id. */
  pay(chat: Chat, invoice: InvoicePlace): string;
  get(checkoutId: string): CheckoutView;
  /** The bot's answer to a pre-checkout query; 400 when it is unknown, answered or later than ten seconds. */
  answer(checkoutId: string, answer: { ok: boolean; errorMessage?: string | undefined }): void;
  refund(personId: number, chargeId: string): void;
  transactions(): TelegramStarTransaction[];
  balance(): number;
  /** Cancels a person's subscription for the bot, or lets the person switch it on again. */
  editSubscription(edit: { personId: number; chargeId: string; isCanceled: boolean }): void;
  subscriptionsOf(personId: number): SubscriptionView[];
  changeSubscription(personId: number, chargeId: string, change: 'cancel' | 'resume' | 'fail-next'): void;
  /** Invoice links, Stars and subscriptions; a checkout that waits is not saved, its ten seconds are over soon. */
  snapshot(): SavedPayments;
  restore(saved: SavedPayments): void;
  clear(): void;
}

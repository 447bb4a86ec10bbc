import type { Chat } from '../chats/chat.ts';
import type { CheckoutEvent } from '../control-types.ts';

export interface CheckoutResult {
  state: CheckoutEvent['state'];
  errorMessage?: string;
}

export interface PaymentDesk {
  /** The person confirms the payment of an invoice message or of an invoice link; returns the checkout id. */
  pay(chat: Chat, invoice: number | string): string;
  get(checkoutId: string): CheckoutResult;
  clear(): void;
}

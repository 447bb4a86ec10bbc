import { postFromPerson } from '../chats/post.ts';
import type { Core } from '../core.ts';
import type { Charge } from './payment-records.ts';

export interface Recurring {
  expiresAt: number;
  isFirst: boolean;
}

/** Writes the service message about a payment into the chat, which is also what the bot credits for. */
export function announcePayment(
  core: Core,
  { personId, chargeId, invoice }: Charge,
  recurring?: Recurring,
): void {
  const period = recurring && {
    subscription_expiration_date: recurring.expiresAt,
    is_recurring: true as const,
    ...(recurring.isFirst ? { is_first_recurring: true as const } : {}),
  };
  postFromPerson(core, core.chats.get(personId), {
    successful_payment: {
      currency: invoice.currency,
      total_amount: invoice.amount,
      invoice_payload: invoice.payload,
      ...period,
      telegram_payment_charge_id: chargeId,
      provider_payment_charge_id: `${personId}_${chargeId.split('_').at(-1)}`,
    },
  });
}

import type { TelegramStarTransaction } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { userOf } from '../chats/chat.ts';
import { postFromPerson } from '../chats/post.ts';
import { unixNow, type Core } from '../core.ts';
import type { InvoiceDetails } from './invoice.ts';
import type { Charge } from './payment-types.ts';

export interface StarLedger {
  /** Books an incoming payment and returns its charge id. */
  charge(personId: number, invoice: InvoiceDetails): Charge;
  /** Gives the Stars back and writes the service message; once only. */
  refund(personId: number, chargeId: string): void;
  transactions(): TelegramStarTransaction[];
  balance(): number;
  clear(): void;
}

function partner(core: Core, { personId, invoice }: Charge): NonNullable<TelegramStarTransaction['source']> {
  const period = invoice.subscriptionPeriodSeconds;
  return {
    type: 'user',
    transaction_type: 'invoice_payment',
    user: userOf(core.chats.get(personId).person),
    invoice_payload: invoice.payload,
    ...(period === undefined ? {} : { subscription_period: period }),
  };
}

/** The bot's Stars: charges, refunds and what is left. */
export function createStarLedger(getCore: () => Core): StarLedger {
  const charges = new Map<string, Charge>();
  let transactions: TelegramStarTransaction[] = [];
  let balance = 0;
  const book = (entry: TelegramStarTransaction, sign: 1 | -1): void => {
    transactions.push(entry);
    balance += sign * entry.amount;
  };
  const find = (personId: number, chargeId: string): Charge => {
    const charge = charges.get(chargeId);
    if (charge?.personId !== personId) throw badRequest('CHARGE_NOT_FOUND');
    return charge;
  };
  return {
    charge(personId, invoice) {
      const core = getCore();
      const chargeId = `stx${core.bot.id}_${personId}_${String(charges.size + 1).padStart(6, '0')}`;
      const charge: Charge = { chargeId, personId, invoice, refunded: false };
      charges.set(chargeId, charge);
      book({ id: chargeId, amount: invoice.amount, date: unixNow(core), source: partner(core, charge) }, 1);
      return charge;
    },
    refund(personId, chargeId) {
      const core = getCore();
      const charge = find(personId, chargeId);
      if (charge.refunded) throw badRequest('CHARGE_ALREADY_REFUNDED');
      charge.refunded = true;
      const { currency, amount, payload } = charge.invoice;
      book({ id: chargeId, amount, date: unixNow(core), receiver: partner(core, charge) }, -1);
      const refunded = {
        currency,
        total_amount: amount,
        invoice_payload: payload,
        telegram_payment_charge_id: chargeId,
      };
      postFromPerson(core, core.chats.get(personId), { refunded_payment: refunded });
    },
    transactions: () => structuredClone(transactions),
    balance: () => balance,
    clear() {
      charges.clear();
      transactions = [];
      balance = 0;
    },
  };
}

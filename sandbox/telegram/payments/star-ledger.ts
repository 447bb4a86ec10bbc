import type { TelegramStarTransaction } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { userOf } from '../chats/chat.ts';
import { postFromPerson } from '../chats/post.ts';
import { unixNow, type Core } from '../core.ts';
import type { InvoiceDetails } from './invoice.ts';
import type { Charge, SavedLedger } from './payment-records.ts';

export interface StarLedger {
  /** Books an incoming payment and returns its charge id. */
  charge(personId: number, invoice: InvoiceDetails): Charge;
  /** Gives the Stars back and writes the service message; once only. */
  refund(personId: number, chargeId: string): void;
  transactions(): TelegramStarTransaction[];
  balance(): number;
  /** A charge by its id. */
  find(chargeId: string): Charge | undefined;
  snapshot(): SavedLedger;
  restore(saved: SavedLedger): void;
  clear(): void;
}

/** Charge ids given out after the last save are not given out again: the bot has credited them. */
const idsNeverReused = 1000;

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
  let nextCharge = 1;
  const book = (entry: TelegramStarTransaction, sign: 1 | -1): void => {
    transactions.push(entry);
    balance += sign * entry.amount;
  };
  const getCharge = (personId: number, chargeId: string): Charge => {
    const charge = charges.get(chargeId);
    if (charge?.personId !== personId) throw badRequest('CHARGE_NOT_FOUND');
    return charge;
  };
  return {
    charge(personId, invoice) {
      const core = getCore();
      const chargeId = `stx${core.bot.id}_${personId}_${String(nextCharge++).padStart(6, '0')}`;
      const charge: Charge = { chargeId, personId, invoice, refunded: false };
      charges.set(chargeId, charge);
      book({ id: chargeId, amount: invoice.amount, date: unixNow(core), source: partner(core, charge) }, 1);
      return charge;
    },
    refund(personId, chargeId) {
      const core = getCore();
      const charge = getCharge(personId, chargeId);
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
    find: (chargeId) => charges.get(chargeId),
    snapshot: () => ({ charges: [...charges.values()], transactions, balance, nextCharge }),
    restore(saved) {
      for (const charge of saved.charges) charges.set(charge.chargeId, charge);
      ({ transactions, balance } = saved);
      nextCharge = saved.nextCharge + idsNeverReused;
    },
    clear() {
      charges.clear();
      transactions = [];
      balance = 0;
    },
  };
}

import { randomBytes } from 'node:crypto';
import { badRequest } from '../api/api-error.ts';
import { userOf, type Chat } from '../chats/chat.ts';
import type { CheckoutEvent } from '../control-types.ts';
import type { Core } from '../core.ts';
import { PersonRefusal } from '../people/person-refusal.ts';
import { findInvoice, type FoundInvoice } from './find-invoice.ts';
import type { InvoiceDetails } from './invoice.ts';
import type { PaymentDesk } from './payment-types.ts';
import { createStarLedger } from './star-ledger.ts';
import { createSubscriptionBook } from './subscription-book.ts';
import { announcePayment } from './successful-payment.ts';

/** "The Bot API must receive an answer within 10 seconds after the pre-checkout query was sent." */
const answerWithinMs = 10_000;

interface Checkout extends FoundInvoice {
  id: string;
  chat: Chat;
  state: CheckoutEvent['state'];
  errorMessage?: string;
  chargeId?: string;
  cancelDeadline: () => void;
}

/** Takes payments in Stars: Pay, pre-checkout query, the bot's answer within ten seconds, successful payment. */
export function createPaymentDesk(getCore: () => Core): PaymentDesk {
  const links = new Map<string, InvoiceDetails>();
  const checkouts = new Map<string, Checkout>();
  const ledger = createStarLedger(getCore);
  const subscriptions = createSubscriptionBook(getCore, ledger);

  const announce = (checkout: Checkout, deadlineAt?: string): void => {
    const { id: checkoutId, state, invoice, stored, errorMessage } = checkout;
    getCore().events.emit('checkout', {
      personId: checkout.chat.person.id,
      checkoutId,
      state,
      amount: invoice.amount,
      currency: invoice.currency,
      ...(stored ? { messageId: stored.message.message_id } : {}),
      ...(deadlineAt === undefined ? {} : { deadlineAt }),
      ...(errorMessage === undefined ? {} : { errorMessage }),
    });
  };
  const end = (checkout: Checkout, outcome: Pick<Checkout, 'state' | 'errorMessage'>): void => {
    checkout.cancelDeadline();
    Object.assign(checkout, outcome);
    announce(checkout);
  };
  const complete = (checkout: Checkout): void => {
    const charge = ledger.charge(checkout.chat.person.id, checkout.invoice);
    checkout.chargeId = charge.chargeId;
    if (checkout.stored) checkout.stored.paid = true;
    if (checkout.invoice.subscriptionPeriodSeconds === undefined) announcePayment(getCore(), charge);
    else subscriptions.start(charge);
    end(checkout, { state: 'paid' });
  };
  const ask = (checkout: Checkout): void => {
    const core = getCore();
    const { id, chat, invoice } = checkout;
    checkouts.set(id, checkout);
    checkout.cancelDeadline = core.clock.setTimer(answerWithinMs, () => end(checkout, { state: 'expired' }));
    announce(checkout, new Date(core.clock.now().getTime() + answerWithinMs).toISOString());
    core.updates.push({
      pre_checkout_query: {
        id,
        from: userOf(chat.person),
        currency: invoice.currency,
        total_amount: invoice.amount,
        invoice_payload: invoice.payload,
      },
    });
  };

  return {
    createLink(invoice) {
      const link = `https://t.me/$${randomBytes(12).toString('base64url')}`;
      links.set(link, invoice);
      return link;
    },
    findLink: (link) => links.get(link),
    pay(chat, place) {
      if (chat.blocked) throw new PersonRefusal(`${chat.person.firstName} has blocked the bot`);
      const found = findInvoice({ core: getCore(), chat, links }, place);
      const id = (BigInt(`0x${randomBytes(8).toString('hex')}`) >> 1n).toString();
      ask({ ...found, id, chat, state: 'waiting', cancelDeadline: () => {} });
      return id;
    },
    get(checkoutId) {
      const checkout = checkouts.get(checkoutId);
      if (!checkout) throw new PersonRefusal(`There is no checkout ${checkoutId}`);
      const { state, errorMessage, chargeId } = checkout;
      return { state, ...(errorMessage ? { errorMessage } : {}), ...(chargeId ? { chargeId } : {}) };
    },
    answer(checkoutId, { ok, errorMessage }) {
      const checkout = checkouts.get(checkoutId);
      if (checkout?.state !== 'waiting')
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      if (ok) complete(checkout);
      else if (errorMessage) end(checkout, { state: 'refused', errorMessage });
      else throw badRequest('error message must be non-empty');
    },
    refund: (personId, chargeId) => ledger.refund(personId, chargeId),
    transactions: () => ledger.transactions(),
    balance: () => ledger.balance(),
    editSubscription: (edit) => subscriptions.edit(edit),
    subscriptionsOf: (personId) => subscriptions.of(personId),
    changeSubscription: (personId, chargeId, change) => subscriptions.change(personId, chargeId, change),
    snapshot: () => ({
      links: [...links],
      ledger: ledger.snapshot(),
      subscriptions: subscriptions.snapshot(),
    }),
    restore(saved) {
      for (const [link, invoice] of saved.links) links.set(link, invoice);
      ledger.restore(saved.ledger);
      subscriptions.restore(saved.subscriptions);
    },
    clear() {
      for (const checkout of checkouts.values()) checkout.cancelDeadline();
      checkouts.clear();
      links.clear();
      ledger.clear();
      subscriptions.clear();
    },
  };
}

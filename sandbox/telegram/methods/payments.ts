import type { TelegramMessage, TelegramStarAmount, TelegramStarTransactions } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { postFromBot } from '../chats/post.ts';
import { invoiceObject, readInvoice, type InvoiceParams } from '../payments/invoice.ts';
import { refuseUnmodelled, type MethodRequest, type MethodTable } from './method.ts';
import { readDestination, type SendOptions } from './send-options.ts';

function sendInvoice({ core }: MethodRequest, params: SendOptions & InvoiceParams): TelegramMessage {
  const invoice = readInvoice(params);
  const { chat, content, markup } = readDestination(core, params, { isInvoice: true });
  if (markup.reply !== undefined || markup.forcesReply) throw badRequest('inline keyboard expected');
  const pay = chat.person.languageCode?.startsWith('ru') === true ? 'Заплатить' : 'Pay';
  const payButton = { inline_keyboard: [[{ text: `${pay} ⭐️${invoice.amount}`, pay: true }]] };
  const shown = { inline: markup.inline ?? payButton };
  return postFromBot(core, { chat, markup: shown, invoice }, { ...content, invoice: invoiceObject(invoice) });
}

function createInvoiceLink({ core }: MethodRequest, params: InvoiceParams): string {
  refuseUnmodelled(params);
  return core.payments.createLink(readInvoice(params));
}

interface AnswerPreCheckoutQuery {
  pre_checkout_query_id: string;
  ok: boolean;
  error_message?: string;
}

function answerPreCheckoutQuery({ core }: MethodRequest, params: AnswerPreCheckoutQuery): true {
  core.payments.answer(params.pre_checkout_query_id, { ok: params.ok, errorMessage: params.error_message });
  return true;
}

interface ChargeParams {
  user_id: number;
  telegram_payment_charge_id: string;
}

function refundStarPayment({ core }: MethodRequest, params: ChargeParams): true {
  core.payments.refund(params.user_id, params.telegram_payment_charge_id);
  return true;
}

function editUserStarSubscription(
  { core }: MethodRequest,
  params: ChargeParams & { is_canceled: boolean },
): true {
  const { user_id: personId, telegram_payment_charge_id: chargeId, is_canceled: isCanceled } = params;
  core.payments.editSubscription({ personId, chargeId, isCanceled });
  return true;
}

function getStarTransactions(
  { core }: MethodRequest,
  params: { offset?: number; limit?: number },
): TelegramStarTransactions {
  const { offset = 0, limit = 100 } = params;
  return { transactions: core.payments.transactions().slice(offset, offset + limit) };
}

const getMyStarBalance = ({ core }: MethodRequest): TelegramStarAmount => ({
  amount: core.payments.balance(),
});

export const paymentMethods: MethodTable = {
  sendInvoice,
  createInvoiceLink,
  answerPreCheckoutQuery,
  refundStarPayment,
  editUserStarSubscription,
  getStarTransactions,
  getMyStarBalance,
};

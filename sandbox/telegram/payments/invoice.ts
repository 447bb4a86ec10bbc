import type { TelegramInvoice, TelegramLabeledPrice } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';

export interface InvoiceParams {
  title: string;
  description: string;
  payload: string;
  currency: string;
  prices: TelegramLabeledPrice[];
  provider_token?: string;
  start_parameter?: string;
  subscription_period?: number;
  max_tip_amount?: number;
  suggested_tip_amounts?: number[];
  is_flexible?: boolean;
}

/** What an invoice sells, known to the bot and to the payment form. */
export interface InvoiceDetails {
  title: string;
  description: string;
  payload: string;
  currency: 'XTR';
  amount: number;
  startParameter: string;
  subscriptionPeriodSeconds?: number;
}

/** The only period there is: 30 days. */
const subscriptionPeriodSeconds = 2_592_000;
const maxSubscriptionStars = 10_000;

function checkStars({
  provider_token: provider,
  prices,
  max_tip_amount: tip,
  is_flexible: flexible,
}: InvoiceParams): void {
  if (provider) throw badRequest('PAYMENT_PROVIDER_INVALID');
  if (prices.length !== 1) throw badRequest('STARS_INVOICE_INVALID');
  if (tip || flexible) throw badRequest('STARS_INVOICE_INVALID');
}

/**
 * Checks an invoice in Telegram Stars: currency XTR, no provider token, exactly one price of whole Stars, no tips.
 * Other currencies need a payment provider, which the sandbox has not.
 */
export function readInvoice(params: InvoiceParams): InvoiceDetails {
  if (params.currency !== 'XTR') throw badRequest('PAYMENT_PROVIDER_INVALID');
  checkStars(params);
  const amount = params.prices[0]?.amount ?? 0;
  if (amount < 1) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  const period = params.subscription_period;
  if (period !== undefined && period !== subscriptionPeriodSeconds)
    throw badRequest('SUBSCRIPTION_PERIOD_INVALID');
  if (period !== undefined && amount > maxSubscriptionStars)
    throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  const { title, description, payload, start_parameter: startParameter = '' } = params;
  if (!/^[A-Za-z0-9_-]{0,64}$/.test(startParameter)) throw badRequest('START_PARAM_INVALID');
  return {
    title,
    description,
    payload,
    currency: 'XTR',
    amount,
    startParameter,
    ...(period === undefined ? {} : { subscriptionPeriodSeconds: period }),
  };
}

export const invoiceObject = (invoice: InvoiceDetails): TelegramInvoice => ({
  title: invoice.title,
  description: invoice.description,
  start_parameter: invoice.startParameter,
  currency: invoice.currency,
  total_amount: invoice.amount,
});

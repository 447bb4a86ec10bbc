import { readId } from '../faults.ts';
import type { PayRequest, ProviderTruth } from '../truth.ts';
import type { CryptoInvoice } from './api/answers.ts';
import type { InvoiceParams } from './api/client.ts';

/** The invoice that an order asks Crypto Pay for; its payload names the order, whatever number the invoice has. */
export function invoiceParams(
  request: PayRequest,
  { expiresInSeconds, returnUrl }: { expiresInSeconds: number; returnUrl: string },
): InvoiceParams {
  return {
    currency_type: 'fiat',
    fiat: request.money.currency,
    amount: decimalOf(request.money.minor),
    description: request.description,
    payload: String(request.orderId),
    expires_in: expiresInSeconds,
    // Comments would be words of strangers that nobody here reads.
    allow_comments: false,
    ...(returnUrl.startsWith('https:') && { paid_btn_name: 'openBot', paid_btn_url: returnUrl }),
  };
}

/** The truth that an invoice tells of the payment of an order. */
export function truthOf(invoice: CryptoInvoice, isLive: boolean): ProviderTruth {
  return {
    objectId: String(invoice.invoice_id),
    orderId: readId(invoice.payload ?? undefined),
    state: states.get(invoice.status) ?? 'unknown',
    money: priceOf(invoice),
    isLive,
    url: invoice.bot_invoice_url,
  };
}

const states: ReadonlyMap<string, ProviderTruth['state']> = new Map([
  ['active', 'open'],
  ['paid', 'paid'],
  ['expired', 'expired'],
]);

/** Of no currency when it was not made in one of two decimals. */
function priceOf({ currency_type: type, fiat, amount }: CryptoInvoice): ProviderTruth['money'] {
  if (type !== 'fiat' || typeof fiat !== 'string') return { minor: 0, currency: '' };
  return { minor: minorOf(amount) ?? 0, currency: fiat.toUpperCase() };
}

/** Without floats; nothing when there is more than cents. */
export function minorOf(amount: string): number | undefined {
  const [, whole = '', cents = '', rest = ''] = /^(\d{1,12})(?:\.(\d{1,2})(0*))?$/.exec(amount) ?? [];
  return whole === '' || /[1-9]/.test(rest) ? undefined : Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}

/** `1250` as `12.50`. */
export function decimalOf(amountMinor: number): string {
  const cents = String(amountMinor).padStart(3, '0');
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`;
}

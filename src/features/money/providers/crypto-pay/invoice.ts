import { formerReference } from '../references.ts';
import type { PayRequest, ProviderTruth } from '../truth.ts';
import type { CryptoInvoice } from './api/answers.ts';
import type { InvoiceParams } from './api/client.ts';

interface InvoiceTerms {
  expiresInSeconds: number;
  returnUrl: string;
  installation: string;
}

/** The invoice that an order asks Crypto Pay for; its payload names the payment, whatever number the invoice has. */
export function invoiceParams(
  request: PayRequest,
  { expiresInSeconds, returnUrl, installation }: InvoiceTerms,
): InvoiceParams {
  return {
    currency_type: 'fiat',
    fiat: request.money.currency,
    amount: decimalOf(request.money.minor),
    description: request.description,
    payload: payloadOf(request, installation),
    expires_in: expiresInSeconds,
    // Comments would be words of strangers that nobody here reads.
    allow_comments: false,
    ...(returnUrl.startsWith('https:') && { paid_btn_name: 'openBot', paid_btn_url: returnUrl }),
  };
}

/** The mark of the installation and the payment's name; an older version has the number of the order alone. */
export function payloadOf({ reference, orderId }: PayRequest, installation: string): string {
  return reference === undefined ? String(orderId) : `${installation}:${reference}`;
}

/** A number alone may be anybody's: it says nothing of whose the invoice is. */
function readPayload(payload: string, installation: string): Pick<ProviderTruth, 'reference' | 'isOurs'> {
  const [mark, reference] = payload.split(':');
  if (mark === installation && reference !== undefined) return { reference, isOurs: true };
  return { reference: formerReference(payload), isOurs: false };
}

/** The truth that an invoice tells of the payment of an order. */
export function truthOf(
  invoice: CryptoInvoice,
  { isLive, installation }: { isLive: boolean; installation: string },
): ProviderTruth {
  return {
    objectId: String(invoice.invoice_id),
    ...readPayload(invoice.payload ?? '', installation),
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

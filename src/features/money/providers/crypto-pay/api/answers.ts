import { z } from 'zod';
import type { CryptoInvoice, CryptoPayApp } from './model.ts';

const decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const invoiceAnswer = z.object({
  invoice_id: z.int().positive(),
  status: z.string(),
  currency_type: z.string(),
  fiat: z.string().nullish(),
  amount: decimal,
  bot_invoice_url: z.url(),
  payload: z.string().nullish(),
  created_at: moment,
  expiration_date: moment.nullish(),
  paid_at: moment.nullish(),
  paid_asset: z.string().nullish(),
  paid_amount: decimal.nullish(),
});

/** An invoice in our words; nothing when it is not one. */
export function parseInvoice(answer: unknown): CryptoInvoice | undefined {
  const parsed = invoiceAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const invoice = parsed.data;
  const isFiat = invoice.currency_type === 'fiat' && typeof invoice.fiat === 'string';
  return {
    id: String(invoice.invoice_id),
    status: statuses.find((status) => status === invoice.status) ?? 'unrecognised',
    orderId: invoice.payload ?? undefined,
    amountMinor: isFiat ? minorOf(invoice.amount) : undefined,
    currency: isFiat ? invoice.fiat?.toUpperCase() : undefined,
    url: invoice.bot_invoice_url,
    createdAt: invoice.created_at,
    expiresAt: invoice.expiration_date ?? undefined,
    paidAt: invoice.paid_at ?? undefined,
    paidAsset: invoice.paid_asset ?? undefined,
    paidAmount: invoice.paid_amount ?? undefined,
  };
}

const statuses = ['active', 'paid', 'expired'] as const;

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

const appAnswer = z.object({
  app_id: z.int().positive(),
  name: z.string(),
  payment_processing_bot_username: z.string(),
});

export function parseApp(answer: unknown): CryptoPayApp | undefined {
  const parsed = appAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const { app_id: id, name, payment_processing_bot_username: botUsername } = parsed.data;
  return { id, name, botUsername };
}

const itemsAnswer = z.object({ items: z.array(z.unknown()) });

/** Rows that are no invoices are left out; nothing when it is no list at all. */
export function parseInvoices(answer: unknown): CryptoInvoice[] | undefined {
  const parsed = itemsAnswer.safeParse(answer);
  return parsed.success ? parsed.data.items.flatMap((item) => parseInvoice(item) ?? []) : undefined;
}

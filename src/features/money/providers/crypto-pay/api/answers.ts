import { z } from 'zod';

const decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const invoiceAnswer = z.object({
  /** Unique in the app. */
  invoice_id: z.int().positive(),
  /** `active`, `paid`, `expired`, or a word that was added later: it must lead to a look, never to a grant. */
  status: z.string(),
  currency_type: z.string(),
  fiat: z.string().nullish(),
  amount: decimal,
  /** Where the person pays, inside Telegram. */
  bot_invoice_url: z.url(),
  payload: z.string().nullish(),
  created_at: moment,
  expiration_date: moment.nullish(),
  paid_at: moment.nullish(),
  /** What was paid in fact, such as `USDT` and `1.2345`; for information alone. */
  paid_asset: z.string().nullish(),
  paid_amount: decimal.nullish(),
});

export type CryptoInvoice = z.infer<typeof invoiceAnswer>;

/** Nothing when it is no invoice. */
export function parseInvoice(answer: unknown): CryptoInvoice | undefined {
  return invoiceAnswer.safeParse(answer).data;
}

const itemsAnswer = z.object({ items: z.array(z.unknown()) });

/** Rows that are no invoices are left out; nothing when it is no list at all. */
export function parseInvoices(answer: unknown): CryptoInvoice[] | undefined {
  return itemsAnswer.safeParse(answer).data?.items.flatMap((item) => parseInvoice(item) ?? []);
}

const appAnswer = z.object({
  app_id: z.int().positive(),
  name: z.string(),
  payment_processing_bot_username: z.string(),
});

export type CryptoPayApp = z.infer<typeof appAnswer>;

export function parseApp(answer: unknown): CryptoPayApp | undefined {
  return appAnswer.safeParse(answer).data;
}

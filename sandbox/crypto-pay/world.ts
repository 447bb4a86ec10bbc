import { randomBytes } from 'node:crypto';
import type { StandInClock } from '../kit/clock.ts';

/** An invoice as Crypto Pay writes it. */
export interface InvoiceRow {
  invoice_id: number;
  hash: string;
  status: 'active' | 'paid' | 'expired';
  currency_type: 'fiat' | 'crypto';
  fiat?: string;
  asset?: string;
  accepted_assets?: string[];
  amount: string;
  bot_invoice_url: string;
  mini_app_invoice_url: string;
  web_app_invoice_url: string;
  description?: string;
  payload?: string;
  paid_btn_name?: string;
  paid_btn_url?: string;
  allow_comments: boolean;
  allow_anonymous: boolean;
  created_at: string;
  expiration_date?: string;
  paid_at?: string;
  paid_anonymously?: boolean;
  paid_asset?: string;
  paid_amount?: string;
  paid_fiat_rate?: string;
  paid_usd_rate?: string;
  fee_asset?: string;
  fee_amount?: number;
}

export interface CryptoPayWorld {
  token: string;
  clock: StandInClock;
  origin: () => string;
  invoices: InvoiceRow[];
  /** How many invoices there ever were: the number of a deleted one is not given again. */
  issued: number;
  /** Where paid invoices are told to; set as in @CryptoBot, by hand. */
  webhookUrl: string | undefined;
}

export const assets = ['USDT', 'TON', 'BTC', 'ETH', 'LTC', 'BNB', 'TRX', 'USDC'] as const;
export const fiats = [
  'USD',
  'EUR',
  'RUB',
  'BYN',
  'UAH',
  'GBP',
  'CNY',
  'KZT',
  'TRY',
  'GEL',
  'PLN',
  'AED',
] as const;

export function addInvoice(
  world: CryptoPayWorld,
  wish: Pick<InvoiceRow, 'currency_type' | 'amount' | 'allow_comments' | 'allow_anonymous'> &
    Partial<InvoiceRow> & { expiresInSeconds: number | undefined },
): InvoiceRow {
  const { expiresInSeconds, ...given } = wish;
  const hash = `IV${randomBytes(6).toString('base64url').replace(/[-_]/g, 'x')}`;
  const now = world.clock.now();
  const page = `${world.origin()}/pay/${hash}`;
  const invoice: InvoiceRow = {
    invoice_id: 1_000 + ++world.issued,
    hash,
    status: 'active',
    ...given,
    // The original leads into Telegram; here it is a page of the sandbox.
    bot_invoice_url: page,
    mini_app_invoice_url: page,
    web_app_invoice_url: page,
    created_at: now.toISOString(),
    ...(expiresInSeconds !== undefined && {
      expiration_date: new Date(now.getTime() + expiresInSeconds * 1000).toISOString(),
    }),
  };
  world.invoices.push(invoice);
  return invoice;
}

/** Expired ones are marked when somebody looks. */
export function currentInvoices(world: CryptoPayWorld): InvoiceRow[] {
  const now = world.clock.now().toISOString();
  for (const invoice of world.invoices) {
    const isOver = invoice.expiration_date !== undefined && invoice.expiration_date <= now;
    if (invoice.status === 'active' && isOver) invoice.status = 'expired';
  }
  return world.invoices;
}

/** Marks an active invoice as paid in `asset`; nothing when it cannot be paid any more. */
export function payInvoice(world: CryptoPayWorld, hash: string, asset: string): InvoiceRow | undefined {
  const invoice = currentInvoices(world).find((each) => each.hash === hash);
  if (invoice?.status !== 'active') return undefined;
  Object.assign(invoice, {
    status: 'paid',
    paid_at: world.clock.now().toISOString(),
    paid_anonymously: false,
    paid_asset: asset,
    paid_amount: invoice.amount,
    paid_fiat_rate: '1',
    paid_usd_rate: '1',
    fee_asset: asset,
    fee_amount: 0,
  });
  return invoice;
}

import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type {
  CryptoPayClient,
  InvoiceParams,
} from '../../../src/features/money/providers/crypto-pay/api/client.ts';
import { minorOf } from '../../../src/features/money/providers/crypto-pay/invoice.ts';
import { failureOf } from '../../features/money/providers/stripe/shop.ts';

/** Somebody who answers as Crypto Pay does. */
export interface CryptoPayTarget {
  client: CryptoPayClient;
  /** The same app with a token that is not its own. */
  stranger: CryptoPayClient;
}

const wish = (change: Partial<InvoiceParams> = {}): InvoiceParams => ({
  currency_type: 'fiat',
  fiat: 'USD',
  amount: '12.05',
  description: 'VPN, 30 дней «и» <b>&',
  payload: `contract-${randomUUID()}`,
  expires_in: 3600,
  allow_comments: false,
  paid_btn_name: 'openBot',
  paid_btn_url: 'https://t.me/some_bot?start=paid',
  ...change,
});

const idOf = ({ invoice_id: id }: { invoice_id: number }) => String(id);

/** What the bot relies on; the same list for the stand-in and for the test network. */
export function defineCryptoPayCases(name: string, open: () => Promise<CryptoPayTarget>): void {
  describe(`what the bot relies on, of ${name}`, () => {
    test('a token names its app, and another one is refused as such', async () => {
      const { client, stranger } = await open();
      expect((await client.getMe()).app_id).toBeGreaterThan(0);
      expect(await failureOf(stranger.getMe())).toMatchObject({ class: 'misconfigured', status: 401 });
    });

    test('an invoice keeps order, amount, currency and end, and says where to pay', async () => {
      const { client } = await open();
      const request = wish();
      const made = await client.createInvoice(request);
      const { payload, fiat } = request;
      expect(made).toMatchObject({ status: 'active', payload, fiat });
      expect(minorOf(made.amount)).toBe(1205);
      expect(made.bot_invoice_url).toMatch(/^https?:\/\//);
      const lifeMs = (made.expiration_date?.getTime() ?? 0) - made.created_at.getTime();
      expect(Math.abs(lifeMs - 3_600_000)).toBeLessThan(5_000);
      expect(await client.findInvoice(idOf(made))).toEqual(made);
      await client.deleteInvoice(idOf(made));
    });

    test('an unpaid invoice is among the active ones, newest first, and not among the paid', async () => {
      const { client } = await open();
      const [older, newer] = [await client.createInvoice(wish()), await client.createInvoice(wish())];
      const active = await client.listInvoices({ status: 'active', count: 100 });
      const ids = active.map(idOf);
      expect(ids.indexOf(idOf(newer))).toBeGreaterThanOrEqual(0);
      expect(ids.indexOf(idOf(newer))).toBeLessThan(ids.indexOf(idOf(older)));
      const paid = await client.listInvoices({ status: 'paid' });
      expect(paid.map(idOf)).not.toContain(idOf(newer));
      expect(await client.listInvoices({ ids: [idOf(older), idOf(newer)] })).toHaveLength(2);
      for (const invoice of [older, newer]) await client.deleteInvoice(idOf(invoice));
    });

    test('pages do not overlap', async () => {
      const { client } = await open();
      const made = [await client.createInvoice(wish()), await client.createInvoice(wish())];
      const page = async (offset: number) =>
        (await client.listInvoices({ status: 'active', offset, count: 1 })).map(idOf);
      expect(new Set([...(await page(0)), ...(await page(1))]).size).toBe(2);
      for (const invoice of made) await client.deleteInvoice(idOf(invoice));
    });

    test('a deleted invoice is gone, and deleting it again is no fault', async () => {
      const { client } = await open();
      const id = idOf(await client.createInvoice(wish()));
      await client.deleteInvoice(id);
      expect(await client.findInvoice(id)).toBeUndefined();
      await client.deleteInvoice(id);
    });

    test('the same request twice is two invoices: there is no key', async () => {
      const { client } = await open();
      const request = wish();
      const [first, second] = [await client.createInvoice(request), await client.createInvoice(request)];
      expect(idOf(second)).not.toBe(idOf(first));
      for (const invoice of [first, second]) await client.deleteInvoice(idOf(invoice));
    });

    test.each<[string, Partial<InvoiceParams>]>([
      ['a currency that nobody knows', { fiat: 'XXX' }],
      ['no time to pay', { expires_in: 0 }],
      ['more time than there is', { expires_in: 2_678_401 }],
      ['a description that is too long', { description: 'x'.repeat(1_025) }],
      ['more than four kilobytes of payload', { payload: 'x'.repeat(4_097) }],
      ['nothing to pay', { amount: '0.00' }],
    ])('an invoice with %s is refused', async (_name, change) => {
      const { client } = await open();
      expect(await failureOf(client.createInvoice(wish(change)))).toMatchObject({ class: 'refused' });
    });
  });
}

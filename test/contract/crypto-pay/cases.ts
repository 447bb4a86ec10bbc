import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CryptoPayClient } from '../../../src/features/money/providers/crypto-pay/api/client.ts';
import type { CryptoInvoiceRequest } from '../../../src/features/money/providers/crypto-pay/api/model.ts';
import { failureOf } from '../../features/money/providers/stripe/shop.ts';

/** Somebody who answers as Crypto Pay does. */
export interface CryptoPayTarget {
  client: CryptoPayClient;
  /** The same app with a token that is not its own. */
  stranger: CryptoPayClient;
}

const wish = (change: Partial<CryptoInvoiceRequest> = {}): CryptoInvoiceRequest => ({
  orderId: `contract-${randomUUID()}`,
  amountMinor: 1205,
  currency: 'USD',
  description: 'VPN, 30 дней «и» <b>&',
  expiresInSeconds: 3600,
  returnUrl: 'https://t.me/some_bot?start=paid',
  ...change,
});

/** What the bot relies on; the same list for the stand-in and for the test network. */
export function defineCryptoPayCases(name: string, open: () => Promise<CryptoPayTarget>): void {
  describe(`what the bot relies on, of ${name}`, () => {
    test('a token names its app, and another one is refused as such', async () => {
      const { client, stranger } = await open();
      expect((await client.getMe()).id).toBeGreaterThan(0);
      expect(await failureOf(stranger.getMe())).toMatchObject({ class: 'misconfigured', status: 401 });
    });

    test('an invoice keeps order, amount, currency and end, and says where to pay', async () => {
      const { client } = await open();
      const request = wish();
      const made = await client.createInvoice(request);
      const { orderId, amountMinor, currency } = request;
      expect(made).toMatchObject({ status: 'active', orderId, amountMinor, currency });
      expect(made.url).toMatch(/^https?:\/\//);
      const lifeMs = (made.expiresAt?.getTime() ?? 0) - made.createdAt.getTime();
      expect(Math.abs(lifeMs - 3_600_000)).toBeLessThan(5_000);
      expect(await client.findInvoice(made.id)).toEqual(made);
      await client.deleteInvoice(made.id);
    });

    test('an unpaid invoice is among the active ones, newest first, and not among the paid', async () => {
      const { client } = await open();
      const [older, newer] = [await client.createInvoice(wish()), await client.createInvoice(wish())];
      const active = await client.listInvoices({ status: 'active', count: 100 });
      const ids = active.map(({ id }) => id);
      expect(ids.indexOf(newer.id)).toBeGreaterThanOrEqual(0);
      expect(ids.indexOf(newer.id)).toBeLessThan(ids.indexOf(older.id));
      const paid = await client.listInvoices({ status: 'paid' });
      expect(paid.map(({ id }) => id)).not.toContain(newer.id);
      expect(await client.listInvoices({ ids: [older.id, newer.id] })).toHaveLength(2);
      for (const { id } of [older, newer]) await client.deleteInvoice(id);
    });

    test('pages do not overlap', async () => {
      const { client } = await open();
      const made = [await client.createInvoice(wish()), await client.createInvoice(wish())];
      const page = async (offset: number) =>
        (await client.listInvoices({ status: 'active', offset, count: 1 })).map(({ id }) => id);
      expect(new Set([...(await page(0)), ...(await page(1))]).size).toBe(2);
      for (const { id } of made) await client.deleteInvoice(id);
    });

    test('a deleted invoice is gone, and deleting it again is no fault', async () => {
      const { client } = await open();
      const { id } = await client.createInvoice(wish());
      await client.deleteInvoice(id);
      expect(await client.findInvoice(id)).toBeUndefined();
      await client.deleteInvoice(id);
    });

    test('the same request twice is two invoices: there is no key', async () => {
      const { client } = await open();
      const request = wish();
      const [first, second] = [await client.createInvoice(request), await client.createInvoice(request)];
      expect(second.id).not.toBe(first.id);
      for (const { id } of [first, second]) await client.deleteInvoice(id);
    });

    test.each<[string, Partial<CryptoInvoiceRequest>]>([
      ['a currency that nobody knows', { currency: 'XXX' }],
      ['no time to pay', { expiresInSeconds: 0 }],
      ['more time than there is', { expiresInSeconds: 2_678_401 }],
      ['a description that is too long', { description: 'x'.repeat(1_025) }],
      ['more than four kilobytes of payload', { orderId: 'x'.repeat(4_097) }],
      ['nothing to pay', { amountMinor: 0 }],
    ])('an invoice with %s is refused', async (_name, change) => {
      const { client } = await open();
      expect(await failureOf(client.createInvoice(wish(change)))).toMatchObject({ class: 'refused' });
    });
  });
}

import { PaymentError } from '../../payment-error.ts';
import { parseApp, parseInvoice, parseInvoices } from './answers.ts';
import type { CryptoPayClient, CryptoPayClientOptions } from './client.ts';
import { createCryptoPayTransport } from './transport.ts';

/** Nothing is called yet. Throws for a token or an address that cannot be right, without showing it. */
export function createCryptoPayClient(options: CryptoPayClientOptions): CryptoPayClient {
  const transport = createCryptoPayTransport({
    token: options.token,
    apiBase: options.apiBase ?? 'https://pay.crypt.bot',
    timeoutMs: options.timeoutMs ?? 15_000,
    clock: options.clock,
    onRequest: options.onRequest,
    hearing: options.hearing,
  });
  const list = async (operation: string, params: Record<string, unknown>) => {
    const answer = await transport.call({ operation, method: 'getInvoices', params, changes: false });
    return understood(operation, parseInvoices(answer), 'retry');
  };

  return {
    async getMe() {
      const operation = 'get me';
      const answer = await transport.call({ operation, method: 'getMe', params: {}, changes: false });
      return understood(operation, parseApp(answer), 'misconfigured');
    },
    async createInvoice(wanted) {
      const operation = 'create invoice';
      const params = { ...wanted };
      const answer = await transport.call({ operation, method: 'createInvoice', params, changes: true });
      return understood(operation, parseInvoice(answer), 'unknown');
    },
    async findInvoice(id) {
      const invoices = await list('find invoice', { invoice_ids: id });
      return invoices.find((invoice) => String(invoice.invoice_id) === id);
    },
    listInvoices: ({ ids, status, offset, count } = {}) =>
      list('list invoices', {
        ...(ids && { invoice_ids: ids.join(',') }),
        ...(status && { status }),
        ...(offset !== undefined && { offset }),
        count: count ?? 1000,
      }),
    async deleteInvoice(id) {
      const params = { invoice_id: Number(id) };
      try {
        await transport.call({ operation: 'delete invoice', method: 'deleteInvoice', params, changes: true });
      } catch (error) {
        if (!(error instanceof PaymentError) || error.code !== 'INVOICE_NOT_FOUND') throw error;
      }
    },
    close: () => transport.close(),
  };
}

function understood<T>(operation: string, value: T | undefined, otherwise: PaymentError['class']): T {
  if (value !== undefined) return value;
  throw new PaymentError({ provider: 'crypto-pay', class: otherwise, operation, code: 'not_understood' });
}

import { wrap } from '../faults.ts';
import { PaymentError } from '../payment-error.ts';
import { ProviderRefusal, type RemoteProvider } from '../provider.ts';
import type { ListedPayment, OpenedPayment, PaymentRef, PayRequest, ProviderTruth } from '../truth.ts';
import type { CryptoInvoice } from './api/answers.ts';
import type { CryptoPayClient } from './api/client.ts';
import { invoiceParams, payloadOf, truthOf } from './invoice.ts';

/** Pages of the newest paid invoices that are read each time. */
const pageSize = 200;
const overlapMs = 60 * 60_000;
/** An invoice lives at most 31 days. */
const reachMs = 32 * 24 * 60 * 60_000;

/** Crypto Pay: one invoice an order, priced in money, paid in coins. It gives nothing back by itself. */
export function createCryptoPayRemote(parts: {
  client: CryptoPayClient;
  returnUrl: string;
  installation: string;
  isLive: boolean;
  now: () => Date;
}): RemoteProvider {
  const { client, returnUrl, installation, isLive, now } = parts;

  return {
    name: 'crypto-pay',
    isLive,
    create,
    refetch,
    close,
    listSince,
    listPaid,
    async refund() {
      throw new ProviderRefusal('Crypto Pay gives nothing back: credit the person instead');
    },
  };

  async function create(request: PayRequest, isRepeat: boolean): Promise<OpenedPayment> {
    const made = isRepeat ? await wrap(() => findMade(request)) : undefined;
    const invoice = made ?? (await wrap(() => client.createInvoice(paramsOf(request))));
    return { objectId: String(invoice.invoice_id), url: invoice.bot_invoice_url };
  }

  function paramsOf(request: PayRequest) {
    const leftMs = Date.parse(request.expiresAt) - now().getTime();
    const expiresInSeconds = Math.max(60, Math.ceil(leftMs / 1000));
    const back = request.returnUrl ?? returnUrl;
    return invoiceParams(request, { expiresInSeconds, returnUrl: back, installation });
  }

  /** There is no key that would make a repeat the same call: what an unseen answer made is looked for instead. */
  async function findMade(request: PayRequest): Promise<CryptoInvoice | undefined> {
    const invoices = await client.listInvoices({ count: pageSize });
    return invoices.find(({ payload }) => payload === payloadOf(request, installation));
  }

  async function refetch({ objectId }: PaymentRef): Promise<ProviderTruth | undefined> {
    if (objectId === null) return undefined;
    const invoice = await wrap(() => client.findInvoice(objectId));
    return invoice && truthOf(invoice, parts);
  }

  async function close(ref: PaymentRef): Promise<ProviderTruth | undefined> {
    const { objectId } = ref;
    if (objectId === null) return undefined;
    return await wrap(async () => {
      const before = await refetch(ref);
      if (before !== undefined && before.state !== 'open') return before;
      try {
        await client.deleteInvoice(objectId);
      } catch (error) {
        if (!(error instanceof PaymentError) || error.class !== 'refused') throw error;
        return await refetch(ref);
      }
      return before === undefined ? undefined : { ...before, state: 'expired' };
    });
  }

  async function listSince(cursor: string | undefined) {
    // What is dated late is found in the hour before.
    const fresh = await paidSince(Number(cursor ?? 0) - overlapMs);
    return { truths: fresh.map((invoice) => truthOf(invoice, parts)), cursor: String(now().getTime()) };
  }

  async function listPaid(since: Date): Promise<ListedPayment[]> {
    const invoices = await paidSince(since.getTime());
    return invoices.map((invoice) => {
      const { objectId, isOurs, money } = truthOf(invoice, parts);
      return { objectId, isOurs, money, at: invoice.paid_at ?? invoice.created_at };
    });
  }

  /** The list begins with the newest. */
  async function paidSince(fromMs: number): Promise<CryptoInvoice[]> {
    const fresh: CryptoInvoice[] = [];
    for (let offset = 0; ; offset += pageSize) {
      const page = await wrap(() => client.listInvoices({ status: 'paid', offset, count: pageSize }));
      // By the time of payment: an old invoice may be paid late.
      fresh.push(...page.filter(({ paid_at: paidAt }) => (paidAt?.getTime() ?? 0) >= fromMs));
      const oldest = page.at(-1)?.created_at.getTime() ?? 0;
      if (page.length < pageSize || oldest < fromMs - reachMs) break;
    }
    return fresh.toReversed();
  }
}

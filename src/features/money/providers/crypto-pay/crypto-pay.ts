import type { CryptoPayClient } from './api/client.ts';
import type { CryptoInvoice } from './api/model.ts';
import { PaymentError } from '../payment-error.ts';
import { readId, wrap } from '../faults.ts';
import {
  type ListedPayment,
  type PaymentRef,
  type PayRequest,
  ProviderRefusal,
  type ProviderTruth,
  type RemoteProvider,
} from '../provider.ts';

/** Pages of the newest paid invoices that are read each time. */
const pageSize = 200;

/** Crypto Pay: one invoice an order, priced in money, paid in coins. It gives nothing back by itself. */
export function createCryptoPayProvider(parts: {
  client: CryptoPayClient;
  returnUrl: string;
  isTestnet: boolean;
  now: () => Date;
}): RemoteProvider {
  const { client, returnUrl, isTestnet, now } = parts;

  async function create(request: PayRequest, isRepeat: boolean) {
    const made = isRepeat ? await wrap(() => findByOrder(request.orderId)) : undefined;
    const leftMs = Date.parse(request.expiresAt) - now().getTime();
    const expiresInSeconds = Math.max(60, Math.ceil(leftMs / 1000));
    const invoice =
      made ??
      (await wrap(() =>
        client.createInvoice({
          orderId: String(request.orderId),
          amountMinor: request.money.minor,
          currency: request.money.currency,
          description: request.description,
          expiresInSeconds,
          ...(returnUrl.startsWith('https:') && { returnUrl }),
        }),
      ));
    return { objectId: invoice.id, url: invoice.url };
  }

  /** There is no key that would make a repeat the same call: what an unseen answer made is looked for instead. */
  async function findByOrder(orderId: number): Promise<CryptoInvoice | undefined> {
    const invoices = await client.listInvoices({ count: pageSize });
    return invoices.find((invoice) => invoice.orderId === String(orderId));
  }

  async function refetch({ objectId }: PaymentRef): Promise<ProviderTruth | undefined> {
    if (objectId === null) return undefined;
    const invoice = await wrap(() => client.findInvoice(objectId));
    return invoice === undefined ? undefined : truthOf(invoice);
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
    return { truths: fresh.map(truthOf), cursor: String(now().getTime()) };
  }

  /** The list begins with the newest. */
  async function paidSince(fromMs: number): Promise<CryptoInvoice[]> {
    const fresh: CryptoInvoice[] = [];
    for (let offset = 0; ; offset += pageSize) {
      const page = await wrap(() => client.listInvoices({ status: 'paid', offset, count: pageSize }));
      // By the time of payment: an old invoice may be paid late.
      fresh.push(...page.filter(({ paidAt }) => (paidAt?.getTime() ?? 0) >= fromMs));
      const oldest = page.at(-1)?.createdAt.getTime() ?? 0;
      if (page.length < pageSize || oldest < fromMs - reachMs) break;
    }
    return fresh.toReversed();
  }

  async function listPaid(since: Date): Promise<ListedPayment[]> {
    const invoices = await paidSince(since.getTime());
    return invoices.map((invoice) => {
      const { objectId, money } = truthOf(invoice);
      return { objectId, money, at: invoice.paidAt ?? invoice.createdAt };
    });
  }

  function truthOf(invoice: CryptoInvoice): ProviderTruth {
    return {
      objectId: invoice.id,
      orderId: readId(invoice.orderId),
      state: states[invoice.status],
      money: { minor: invoice.amountMinor ?? 0, currency: invoice.currency ?? '' },
      isLive: !isTestnet,
      url: invoice.url,
    };
  }

  return {
    name: 'crypto-pay',
    isLive: !isTestnet,
    create,
    refetch,
    close,
    listSince,
    listPaid,
    async refund() {
      throw new ProviderRefusal('Crypto Pay gives nothing back: credit the person instead');
    },
  };
}

const overlapMs = 60 * 60_000;
/** An invoice lives at most 31 days. */
const reachMs = 32 * 24 * 60 * 60_000;

const states: Readonly<Record<CryptoInvoice['status'], ProviderTruth['state']>> = {
  active: 'open',
  paid: 'paid',
  expired: 'expired',
  unrecognised: 'unknown',
};

import type { TelegramClient } from '../../../../telegram/api/client.ts';
import { inTopic } from '../../../../telegram/api/in-topic.ts';
import type { RemoteProvider } from '../provider.ts';
import type { OpenedPayment, PayRequest, ProviderTruth } from '../truth.ts';
import { unless, wrap } from './faults.ts';
import { listPaidStars } from './paid.ts';
import { starsPayload } from './payload.ts';
import { createStarsRenewing, renewalDays } from './renewing.ts';
import { refundName, truthsOf } from './truths.ts';

const pageSize = 100;

/**
 * Telegram Stars. The invoice is sent into the chat and names its order; a payment has a name only once it is paid, and
 * whether an invoice can still be paid is our own decision at pre-checkout.
 */
export function createStarsRemote(client: Pick<TelegramClient, 'call'>): RemoteProvider {
  return {
    name: 'stars',
    isLive: true,
    create,
    // Stars tell of a payment by themselves, and their list tells of it once more.
    refetch: async () => undefined,
    close: async () => undefined,
    listSince,
    listPaid: (since, cursor) => wrap(() => listPaidStars(client, since, cursor)),
    async refund({ payment, money }) {
      const charge = { user_id: payment.userId ?? 0, telegram_payment_charge_id: payment.objectId };
      await unless('CHARGE_ALREADY_REFUNDED', () => client.call('refundStarPayment', charge));
      return { objectId: refundName(payment.objectId), amountMinor: money.minor, state: 'succeeded' };
    },
    renewing: createStarsRenewing(client),
  };

  async function create(request: PayRequest): Promise<OpenedPayment> {
    const invoice = {
      title: clip(request.title, 32),
      description: clip(request.description, 255),
      payload: starsPayload(request),
      currency: 'XTR',
      prices: [{ label: clip(request.title, 32), amount: request.money.minor }],
    } as const;
    if (request.renews !== undefined) {
      const renewed = { ...invoice, subscription_period: renewalDays * 86_400 };
      return { objectId: undefined, url: await wrap(() => client.call('createInvoiceLink', renewed)) };
    }
    await wrap(() =>
      // Without the parameter a forwarded copy keeps its Pay button.
      inTopic(request.topicId, (topic) =>
        client.call('sendInvoice', {
          ...invoice,
          ...topic,
          chat_id: request.userId,
          start_parameter: 'plans',
        }),
      ),
    );
    return { objectId: undefined, url: undefined };
  }

  async function listSince(cursor: string | undefined) {
    let offset = Number(cursor ?? 0);
    const truths: ProviderTruth[] = [];
    for (;;) {
      const { transactions } = await wrap(() =>
        client.call('getStarTransactions', { offset, limit: pageSize }),
      );
      truths.push(...transactions.flatMap((transaction) => truthsOf(transaction)));
      offset += transactions.length;
      if (transactions.length < pageSize) return { truths, cursor: String(offset) };
    }
  }
}

function clip(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}

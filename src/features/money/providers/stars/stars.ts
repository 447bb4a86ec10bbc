import { TelegramError } from '../../../../telegram/api/telegram-error.ts';
import type { TelegramClient } from '../../../../telegram/api/client.ts';
import type { Renewing, RenewalTruth } from '../../renewals/periods.service.ts';
import { listPaidStars } from './stars-paid.ts';
import {
  type PayRequest,
  ProviderAway,
  ProviderRefusal,
  type ProviderTruth,
  type RemoteProvider,
} from '../provider.ts';

/** What an invoice carries, so that its payment names the order. */
const payloadPattern = /^order (\d{1,15})$/;

function starsPayload(orderId: number): string {
  return `order ${orderId}`;
}

/** The order that an invoice's payload names; undefined when it is none of ours. */
export function readStarsPayload(payload: string): number | undefined {
  const id = payloadPattern.exec(payload)?.[1];
  return id === undefined ? undefined : Number(id);
}

const pageSize = 100;
/** The only period that Telegram renews by, and the most that it lets one cost. */
const renewalDays = 30;
const mostRenewedStars = 10_000;

/**
 * Telegram Stars. The invoice is sent into the chat and names its order; a payment has a name only once it is paid, and
 * whether an invoice can still be paid is our own decision at pre-checkout.
 */
export function createStarsProvider(client: Pick<TelegramClient, 'call'>): RemoteProvider {
  async function create(request: PayRequest) {
    const invoice = {
      title: clip(request.title, 32),
      description: clip(request.description, 255),
      payload: starsPayload(request.orderId),
      currency: 'XTR',
      prices: [{ label: clip(request.title, 32), amount: request.money.minor }],
    } as const;
    if (request.renews !== undefined) {
      const renewed = { ...invoice, subscription_period: renewalDays * 86_400 };
      return { objectId: undefined, url: await wrap(() => client.call('createInvoiceLink', renewed)) };
    }
    await wrap(() =>
      // Without the parameter a forwarded copy keeps its Pay button.
      client.call('sendInvoice', { ...invoice, chat_id: request.userId, start_parameter: 'plans' }),
    );
    return { objectId: undefined, url: undefined };
  }

  const renewing: Renewing = {
    canRenew: ({ days, money }) => days === renewalDays && money.minor <= mostRenewedStars,
    // Its periods come by themselves, and its list holds every one.
    find: async () => undefined,
    async stop({ ref, userId }) {
      const charge = { user_id: userId, telegram_payment_charge_id: ref };
      try {
        await client.call('editUserStarSubscription', { ...charge, is_canceled: true });
      } catch (error) {
        if (!isOver(error)) throw translated(error);
      }
    },
  };

  async function listSince(cursor: string | undefined) {
    let offset = Number(cursor ?? 0);
    const truths: ProviderTruth[] = [];
    for (;;) {
      const { transactions } = await wrap(() =>
        client.call('getStarTransactions', { offset, limit: pageSize }),
      );
      truths.push(...transactions.flatMap((transaction) => truthOf(transaction)));
      offset += transactions.length;
      if (transactions.length < pageSize) return { truths, cursor: String(offset) };
    }
  }

  return {
    name: 'stars',
    isLive: true,
    create,
    // Stars tell of a payment by themselves, and their list tells of it once more.
    refetch: async () => undefined,
    close: async () => undefined,
    listSince,
    renewing,
    listPaid: (since, cursor) => wrap(() => listPaidStars(client, since, cursor)),
    async refund({ payment, money }) {
      const userId = payment.userId ?? 0;
      const charge = { user_id: userId, telegram_payment_charge_id: payment.objectId };
      try {
        await client.call('refundStarPayment', charge);
      } catch (error) {
        if (!isAlreadyRefunded(error)) throw translated(error);
      }
      return { objectId: refundName(payment.objectId), amountMinor: money.minor, state: 'succeeded' };
    },
  };
}

/** A refund has the name of its charge, so it is told apart. */
function refundName(chargeId: string): string {
  return `refund of ${chargeId}`;
}

interface StarTransaction {
  id: string;
  amount: number;
  /** Unix seconds. */
  date: number;
  source?: object | undefined;
  receiver?: object | undefined;
}

/** What a line of the list says; a refund is a line of its own that goes out. */
function truthOf({ id, amount, date, source, receiver }: StarTransaction): ProviderTruth[] {
  const partner = (source ?? receiver ?? {}) as {
    type?: string;
    transaction_type?: string;
    invoice_payload?: string;
    user?: { id: number };
    subscription_period?: number;
  };
  const orderId =
    partner.invoice_payload === undefined ? undefined : readStarsPayload(partner.invoice_payload);
  if (partner.type !== 'user' || partner.transaction_type !== 'invoice_payment') return [];
  const truth: ProviderTruth = {
    objectId: id,
    orderId,
    state: 'paid',
    money: { minor: amount, currency: 'XTR' },
    payerId: partner.user?.id,
    ...(partner.subscription_period !== undefined && {
      period: { ref: id, renewsAt: new Date((date + partner.subscription_period) * 1_000) },
    }),
  };
  if (source !== undefined) return [truth];
  return [{ ...truth, refunds: [{ objectId: refundName(id), amountMinor: amount, state: 'succeeded' }] }];
}

export interface ToldStars {
  chargeId: string;
  payload: string;
  currency: string;
  minor: number;
  payerId: number;
  /** For a period of what renews itself: when it is over. */
  periodEndsAt?: Date | undefined;
}

/** A refund as Telegram tells of it in the chat. Who it went back to is not said. */
export function refundedStarsTruth(told: ToldStars): ProviderTruth {
  const refund = {
    objectId: refundName(told.chargeId),
    amountMinor: told.minor,
    state: 'succeeded',
  } as const;
  return { ...starsTruth(told), payerId: undefined, refunds: [refund] };
}

/** A payment as Telegram tells of it in the chat. */
export function starsTruth(told: ToldStars): ProviderTruth {
  return {
    objectId: told.chargeId,
    orderId: readStarsPayload(told.payload),
    state: 'paid',
    money: { minor: told.minor, currency: told.currency },
    payerId: told.payerId,
    ...(told.periodEndsAt !== undefined && {
      period: { ref: told.chargeId, renewsAt: told.periodEndsAt, customerRef: undefined },
    }),
  };
}

/** What Telegram says of a monthly subscription. `failed` could not be charged, and is over. */
export function renewedStarsTruth(payload: string, state: string): RenewalTruth {
  const states = { active: 'active', canceled: 'stopping', failed: 'ended' } as const;
  const known = Object.entries(states).find(([word]) => word === state)?.[1] ?? 'unknown';
  return {
    ref: undefined,
    orderId: readStarsPayload(payload),
    state: known,
    isUnpaid: state === 'failed',
  };
}

async function wrap<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw translated(error);
  }
}

/** The subscription has ended by itself. */
function isOver(error: unknown): boolean {
  return error instanceof TelegramError && error.description.includes('SUBSCRIPTION_NOT_ACTIVE');
}

function isAlreadyRefunded(error: unknown): boolean {
  return error instanceof TelegramError && error.description.includes('CHARGE_ALREADY_REFUNDED');
}

function translated(error: unknown): Error {
  if (!(error instanceof TelegramError)) return error as Error;
  const isFinal = error.code >= 400 && error.code < 500 && error.code !== 429 && error.code !== 401;
  return isFinal
    ? new ProviderRefusal('Telegram refuses', { cause: error })
    : new ProviderAway('Telegram is away', { cause: error });
}

function clip(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}

import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Events } from '../../../platform/events.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Queue } from '../../../platform/queue.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { approve, openAgain, takeBackApproval } from './approve.service.ts';
import { createClosing, endOf, type ClosedState, refOf } from './closing.service.ts';
import { lookJob } from './jobs.ts';
import {
  type PreCheckout,
  ProviderAway,
  ProviderRefusal,
  type RemoteProvider,
  type TimeLimit,
} from '../providers/provider.ts';
import type { PayRequest, ProviderTruth } from '../providers/truth.ts';
import type { RefusalWatch } from '../reconciliation/refusal-watch.service.ts';
import type { TestMoneyWatch } from '../reconciliation/test-money.service.ts';
import type { RenewalService } from '../renewals/service.ts';
import { balanceName, findProvider, freeName, type Way } from '../providers/registry.ts';
import {
  claimDue,
  findPayment,
  insertPayment,
  listPaymentsOf,
  lockPayment,
  type Payment,
  writePayment,
} from '../settlement/queries.ts';
import { followEnd, settle } from '../settlement/settle.service.ts';
import type { EndedCase, Settled, SettleParts, Source } from '../settlement/case.rules.ts';
import { findOrder, lockOrder, type Order } from '../orders/queries.ts';

export type { Payment };

export interface PaymentService {
  /** The services that take money here, by name. */
  provider(name: string): RemoteProvider | undefined;
  /** Notes, as part of the transaction that makes an order, that it is to be paid with its provider. */
  begin(tx: Transaction, order: Order, request: PayRequest): Promise<Payment>;
  /** Pays an order at once from the person's own money, or one that costs nothing. Refuses `balance.too-little`. */
  payHere(tx: Transaction, order: Order): Promise<void>;
  /** The newest payment of an order that was not merely money in addition. */
  find(orderId: number, at?: Db): Promise<Payment | undefined>;
  /** Swallows that a provider is away, which is tried again by itself; anything else is thrown on. */
  onAway(error: unknown): void;
  /** Asks the provider for the way to pay; the payment as it is then. A fault is thrown and tried again by itself. */
  open(paymentId: number): Promise<Payment>;
  /** Asks the provider what became of a payment and follows it; answers whose money came to light only by that. */
  look(paymentId: number): Promise<string | undefined>;
  /** Takes over what a provider says of something that a webhook named: a payment, or what renews itself. */
  lookAt(provider: string, objectId: string): Promise<void>;
  /** Takes over a truth that was told directly. */
  hear(source: Source, truth: ProviderTruth): Promise<Settled>;
  /**
   * Has an order no longer be payable: here at once, at its provider as soon as that can be reached, and until then it is
   * looked at. What was paid meanwhile counts.
   */
  close(orderId: number, as: ClosedState): Promise<void>;
  /** Whether an order could still be paid at its provider, as far as is known. */
  isPayable(orderId: number): Promise<boolean>;
  /** Whether Telegram may take Stars for an order now; from then on it counts as under way. Refuses in the person's words. */
  approve(asked: PreCheckout, limit: TimeLimit): Promise<void>;
  /** The answer to such a question did not reach Telegram, which then takes nothing: the order is open again. */
  takeBackApproval(asked: PreCheckout): Promise<void>;
  /** Has payments looked at whose time has come; answers how many. */
  sweep(): Promise<number>;
}

/** After so long after an offer's end nothing that was begun before can still be under way. */
const graceMs = 15 * 60_000;
const secondMs = 1_000;

export interface PaymentParts extends SettleParts {
  db: Database;
  clock: Clock;
  queue: Pick<Queue, 'enqueue'>;
  providers: readonly RemoteProvider[];
  /** What is offered: an invoice sent while it was can be tapped for ever. */
  ways: readonly Way[];
  /** Takes over what a provider says of something that renews itself. */
  renewals: Pick<RenewalService, 'hear'>;
  refusals: Pick<RefusalWatch, 'watch'>;
  testMoney: TestMoneyWatch;
  events: Pick<Events, 'paymentSettled' | 'strangerPaid'>;
  logger: Pick<Logger, 'warn'>;
}

export function createPaymentService(parts: PaymentParts): PaymentService {
  const { db, clock, ledger, queue, events, logger, renewals, refusals, testMoney } = parts;
  const remotes = new Map(parts.providers.map((provider) => [provider.name as string, provider]));

  async function begin(tx: Transaction, order: Order, request: PayRequest): Promise<Payment> {
    const now = clock.now();
    const payment = await insertPayment(tx, {
      orderId: order.id,
      userId: order.userId,
      provider: order.provider,
      reference: request.reference ?? null,
      status: 'creating',
      amountMinor: order.totalMinor,
      currency: order.currency,
      request,
      createdAt: now,
      // Whoever taps opens it at once; this is for the crash in between.
      nextLookAt: new Date(now.getTime() + 20 * secondMs),
    });
    if (payment === undefined) throw new Error('A payment was not stored');
    return payment;
  }

  async function payHere(tx: Transaction, order: Order): Promise<void> {
    const { id, userId, currency, totalMinor } = order;
    const name = totalMinor === 0 ? freeName : balanceName;
    // In one order for whoever spends: what renews, then the balance. Two at once wait for each other.
    await parts.periods.hold(tx, order);
    if (name === balanceName && (await ledger.lockBalance(tx, userId, currency)) < totalMinor)
      throw new Refusal('conflict', 'balance.too-little');
    const objectId = `order-${id}`;
    await insertPayment(tx, {
      orderId: id,
      userId,
      provider: name,
      objectId,
      status: 'pending',
      amountMinor: totalMinor,
      currency,
      createdAt: clock.now(),
    });
    const truth: ProviderTruth = {
      objectId,
      reference: undefined,
      isOurs: true,
      state: 'paid',
      money: { minor: totalMinor, currency },
    };
    await settle(tx, parts, { source: { name, isLive: true }, truth });
    events.paymentSettled(name, 'settled');
  }

  function remoteOf(payment: Payment): RemoteProvider | undefined {
    return remotes.get(payment.provider);
  }

  async function open(paymentId: number): Promise<Payment> {
    const payment = await findPayment(db, paymentId);
    if (payment === undefined) throw new Error('There is no such payment');
    const provider = remoteOf(payment);
    if (payment.status !== 'creating' || provider === undefined) return payment;
    // Before the call: whoever finds it like this knows that an answer may have been lost.
    await writePayment(db, payment.id, { looks: payment.looks + 1 });
    try {
      const request = payment.request as PayRequest;
      const opened = await refusals.watch(payment.provider, 'opening', () =>
        provider.create(request, payment.looks > 0),
      );
      return await noteOpened(payment, opened);
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      await end(payment, 'failed', { isUnopened: true });
      return { ...payment, status: 'failed' };
    }
  }

  async function noteOpened(
    payment: Payment,
    { objectId, url }: { objectId: string | undefined; url: string | undefined },
  ): Promise<Payment> {
    return await db.transaction(async (tx) => {
      if (payment.orderId !== null) await lockOrder(tx, payment.orderId);
      const now = await lockPayment(tx, payment.id);
      if (now.status !== 'creating') return now;
      return await writePayment(tx, payment.id, {
        objectId: objectId ?? null,
        url: url ?? null,
        status: 'pending',
        nextLookAt: new Date(clock.now().getTime() + 120 * secondMs),
      });
    });
  }

  /** Ends a payment that no provider names, or that one refused to begin. */
  async function end(
    payment: Payment,
    state: 'failed' | 'expired',
    how: Pick<EndedCase, 'isUnopened'> = {},
  ): Promise<void> {
    const { orderId } = payment;
    if (orderId === null) return;
    await db.transaction(async (tx) => {
      const order = await lockOrder(tx, orderId);
      const now = await lockPayment(tx, payment.id);
      if (order !== undefined) await followEnd(tx, parts, { ...how, order, payment: now, truth: { state } });
    });
  }

  async function look(paymentId: number): Promise<string | undefined> {
    const payment = await findPayment(db, paymentId);
    const provider = payment === undefined ? undefined : remoteOf(payment);
    if (payment === undefined || provider === undefined || payment.nextLookAt === null) return undefined;
    const order = payment.orderId === null ? undefined : await findOrder(db, payment.orderId);
    const overdueMs = order === undefined ? 0 : clock.now().getTime() - endOf(order).getTime();
    if (payment.status === 'creating') {
      if (payment.looks === 0 && overdueMs > 0) await end(payment, 'expired');
      else await open(paymentId);
      return undefined;
    }
    const truth = await truthOf(provider, payment, overdueMs);
    if (truth !== undefined) {
      const outcome = await hear(provider, truth);
      return outcome === 'settled' && truth.state === 'paid' ? provider.name : undefined;
    }
    if (overdueMs > graceMs) await end(payment, 'expired');
    else if (isAskedInChat(payment)) await db.transaction((tx) => openAgain(tx, { clock, paymentId }));
    else await writePayment(db, payment.id, { nextLookAt: new Date(clock.now().getTime() + 300 * secondMs) });
    return undefined;
  }

  /** Telegram tells of what was paid by itself: silence means that nothing was. */
  function isAskedInChat({ provider, status }: Payment): boolean {
    return status === 'processing' && findProvider(provider)?.traits.pays === 'chat';
  }

  /** What is true; an offer that has ended is closed, so that it can be said for good. */
  async function truthOf(provider: RemoteProvider, payment: Payment, overdueMs: number) {
    const truth = await provider.refetch(refOf(payment));
    const isOver = overdueMs > 60 * secondMs && (truth === undefined || truth.state === 'open');
    if (!isOver) return truth;
    return await refusals.watch(payment.provider, 'closing', () => provider.close(refOf(payment)));
  }

  async function lookAt(name: string, objectId: string): Promise<void> {
    const provider = remotes.get(name);
    if (provider === undefined) return;
    const truth = await provider.refetch({ objectId, chargeRef: null, request: undefined });
    if (truth !== undefined && (await hear(provider, truth)) === 'strange') events.strangerPaid(name);
    const renewal = await provider.renewing?.find(objectId);
    if (renewal !== undefined) await renewals.hear(provider.name, renewal);
  }

  async function hear({ name, isLive }: Source, truth: ProviderTruth): Promise<Settled> {
    const outcome = await db.transaction((tx) => settle(tx, parts, { source: { name, isLive }, truth }));
    if (outcome !== 'unchanged' && outcome !== 'strange') events.paymentSettled(name, outcome);
    if (outcome === 'settled' && truth.state === 'paid') await tellOfTest(name, truth.isLive ?? isLive);
    return outcome;
  }

  /** Of test money that came, and of whoever takes it beside real money: from then on the product does not start like this. */
  async function tellOfTest(name: string, isReal: boolean): Promise<void> {
    const trying = parts.providers.filter((provider) => (isReal ? !provider.isLive : provider.name === name));
    for (const provider of trying) await testMoney.tell(provider.name);
  }

  async function sweep(): Promise<number> {
    return await db.transaction(async (tx) => {
      const due = await claimDue(tx, { now: clock.now(), againSeconds: 300, limit: 200 });
      for (const paymentId of due) await queue.enqueue(tx, lookJob({ paymentId }));
      return due.length;
    });
  }

  async function find(orderId: number, at: Db = db): Promise<Payment | undefined> {
    return (await listPaymentsOf(at, orderId)).filter(({ reason }) => reason !== 'second').at(-1);
  }

  function onAway(error: unknown): void {
    if (!(error instanceof ProviderAway)) throw error;
    logger.warn({ err: error }, 'a payment provider did not answer');
  }

  return {
    find,
    onAway,
    provider: (name) => remotes.get(name),
    begin,
    payHere,
    open,
    look,
    lookAt,
    hear,
    close: createClosing({ ...parts, remoteOf, open, end, hear }),
    isPayable: async (orderId) =>
      (await listPaymentsOf(db, orderId)).some(({ status }) => status === 'creating' || status === 'pending'),
    async approve(asked, limit) {
      const way = findProvider(asked.provider)?.words.way;
      if (way === undefined || !parts.ways.includes(way)) throw new Refusal('conflict', 'order.way-gone');
      await db.transaction((tx) => approve(tx, { clock, asked, limit }));
    },
    takeBackApproval: (asked) => db.transaction((tx) => takeBackApproval(tx, { clock, asked })),
    sweep,
  };
}

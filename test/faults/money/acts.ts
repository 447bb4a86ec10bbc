import type { Random } from '../support/random.ts';
import { createCauses, type Customer, possible, unlessRefused } from './customers.ts';
import { createHandsOnPanel } from './hands.ts';
import { createStrangers } from './strangers.ts';
import { adminId } from '../../support/environment.ts';
import type { MoneyStage } from './stage.ts';

interface Act {
  name: string;
  work: () => Promise<unknown>;
}

export interface Acts {
  /** What happens next. */
  draw(): Act;
  /** Money that was under way comes or does not. */
  bringMoneyHome(): Promise<void>;
  close(): Promise<void>;
}

const minuteMs = 60_000;

/** Everything that people, admins, banks, providers and the bot's own timetable do, drawn by weight. */
export async function createActs(
  stage: MoneyStage,
  { random, customers }: { random: Random; customers: readonly Customer[] },
): Promise<Acts> {
  const { backstage, work, asUpdate } = stage;
  const { stripe, clock } = backstage;
  const cause = createCauses();
  const promoIds = await makeCodes();
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random.next() * items.length)];
  const strangers = createStrangers(stage, random);
  const hands = createHandsOnPanel(stage, random);
  const shutOut = new Set<number>();
  /** Whoever is blocked says nothing that is heard, but what was open to them can be paid. */
  const someone = () => (pick(customers.filter(({ id }) => !shutOut.has(id))) ?? pick(customers)) as Customer;

  async function makeCodes(): Promise<number[]> {
    const codes = [
      { code: 'HALF', kind: 'percent', value: 50, currency: null, maxUses: 3, perPerson: 2 },
      { code: 'ALL', kind: 'percent', value: 100, currency: null, maxUses: 2, perPerson: 1 },
      { code: 'ONEOFF', kind: 'fixed', value: 100, currency: 'USD', maxUses: 2, perPerson: 2 },
      { code: 'GIFT', kind: 'days', value: 5, currency: null, maxUses: 2, perPerson: 1 },
      { code: 'MONEY', kind: 'balance', value: 500, currency: 'USD', maxUses: 3, perPerson: 2 },
    ] as const;
    const { promos } = stage.life().services;
    const ids: number[] = [];
    for (const wanted of codes)
      ids.push((await promos.create(named('code', adminId), { ...wanted, endsAt: null })).id);
    return ids;
  }

  function named(what: string, actorId: number) {
    const { key } = cause(actorId);
    return { key: `${what} ${key}`, actorId };
  }

  const paymentIds = async (where: string) =>
    (
      await stage.sql.query<{ id: string; amount_minor: string }>(
        `select id, amount_minor from payments where ${where} order by id`,
      )
    ).rows.map((row) => ({ id: Number(row.id), minor: Number(row.amount_minor) }));

  /** Somebody for whom it can be done, if there is anybody. */
  const whoever = (act: (one: Customer) => boolean) => random.shuffle(customers).some(act);

  async function order(): Promise<void> {
    const way = pick(['card', 'card', 'stars', 'crypto', 'balance'] as const) ?? 'card';
    const plan = pick(['weekly', 'monthly', 'quarterly', 'yearly']) ?? 'monthly';
    const promoId = random.next() < 0.4 ? pick(promoIds.slice(0, 3)) : undefined;
    const renews = promoId === undefined && random.next() < 0.35;
    await someone().orders({ way, plan: renews && way === 'stars' ? 'monthly' : plan, promoId, renews });
  }

  async function adminRefunds(): Promise<void> {
    const payment = pick(await paymentIds(`status = 'paid'`));
    if (payment === undefined) return;
    const amountMinor =
      random.next() < 0.5 ? payment.minor : Math.max(1, Math.floor(payment.minor * random.next()));
    const wanted = { paymentId: payment.id, amountMinor, reason: 'asked for it' };
    const own = named('refund', adminId);
    await unlessRefused(asUpdate(({ services }) => services.money.refund(own, wanted)));
  }

  /** Stripe refuses to give back what is disputed, also in its dashboard. */
  function providerRefunds(): void {
    const charge = pick(Object.values(stripe.tables.charges).filter((one) => one.paid && !one.disputed));
    const paymentId = charge?.payment_intent;
    if (charge === undefined || typeof paymentId !== 'string') return;
    const left = charge.amount - charge.amount_refunded;
    const part = random.next() < 0.5 ? undefined : Math.max(1, Math.floor(left * random.next()));
    possible(() => stripe.act.refund(paymentId, part));
  }

  function disputeOne(): void {
    const charge = pick(Object.values(stripe.tables.charges).filter((one) => one.paid && !one.refunded));
    const paymentId = charge?.payment_intent;
    if (typeof paymentId !== 'string') return;
    // Several at a time, as far as there is so much to dispute.
    for (let left = Math.ceil(random.between(0, 3)); left > 0; left--)
      possible(() => stripe.act.dispute(paymentId, termsOf(charge?.amount)));
  }

  /** All of it, a part, or something in the cardholder's own currency. */
  function termsOf(amount = 0): { amount?: number; currency?: string } {
    const how = random.next();
    const part = Math.max(1, Math.floor(amount * random.next()));
    if (how < 0.5) return {};
    return how < 0.85 ? { amount: part } : { amount: part, currency: 'eur' };
  }

  function closeDispute(): void {
    const dispute = pick(Object.values(stripe.tables.disputes));
    const outcome = random.next() < 0.6 ? 'won' : 'lost';
    if (dispute !== undefined) possible(() => stripe.act.closeDispute(dispute.id, outcome));
  }

  async function block(): Promise<void> {
    const { id } = someone();
    const own = named('block', adminId);
    shutOut.add(id);
    await asUpdate(({ services }) => services.users.block(own, id));
  }

  async function unblock(): Promise<void> {
    const id = pick([...shutOut]);
    if (id === undefined) return;
    const own = named('unblock', adminId);
    await asUpdate(({ services }) => services.users.unblock(own, id));
    shutOut.delete(id);
  }

  async function giveMoney(): Promise<void> {
    const userId = someone().id;
    const money = { minor: Math.floor(random.between(100, 1_500)), currency: 'USD' as const };
    const own = named('top up', adminId);
    await asUpdate(({ services }) => services.money.topUp(own, { userId, money, reason: 'sorry' }));
  }

  async function redeem(): Promise<void> {
    const userId = someone().id;
    const promoId = pick(promoIds.slice(3)) ?? 0;
    const own = named('redeem', userId);
    await unlessRefused(asUpdate(({ services }) => services.promos.redeem(own, promoId)));
  }

  async function look(): Promise<void> {
    const { id } = someone();
    await asUpdate(async ({ services }) => {
      const { orders } = await services.orders.list(id, { offset: 0, limit: 5 });
      const one = pick(orders);
      if (one === undefined) return;
      await (random.next() < 0.5 ? services.orders.check(id, one.id) : services.orders.reopen(id, one.id));
    });
  }

  async function changeRenewal(what: 'stop' | 'resume'): Promise<void> {
    const own = named(what, someone().id);
    await unlessRefused(asUpdate(({ services }) => services.renewals[what](own)));
  }

  function refuseRenewals(): void {
    const subscription = pick(Object.values(stripe.tables.subscriptions));
    if (subscription !== undefined) stripe.act.refuseRenewals(subscription.id, random.next() < 0.5);
  }

  /** Several things reach the database at once. */
  async function together(): Promise<void> {
    const results = await Promise.allSettled([
      work.runOne(0),
      work.runOne(1),
      stage.takeUpdates(),
      work.timetable('sweep'),
      random.next() < 0.5 ? work.timetable('reconcile') : undefined,
    ]);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async function jobs(): Promise<void> {
    const count = Math.ceil(random.between(0, 6));
    for (let done = 0; done < count; done++)
      if (!(await work.runOne(Math.floor(random.between(0, 3))))) return;
  }

  const settlingOnes = () =>
    Object.values(stripe.tables.sessions).filter(
      ({ status, payment_status }) => status === 'complete' && payment_status === 'unpaid',
    );

  const failRefund = () => {
    const refund = pick(Object.values(stripe.tables.refunds));
    if (refund !== undefined) possible(() => stripe.act.failRefund(refund.id));
  };

  const weighted: [number, string, () => unknown][] = [
    [14, 'orders', order],
    [10, 'pays by card', () => whoever((one) => one.paysByCard())],
    [1, 'has a card refused', () => whoever((one) => one.paysByCard('4000000000000002'))],
    [6, 'pays by a slow way', () => whoever((one) => one.paysLater())],
    [3, 'slow money comes', () => settle(random.next() < 0.5)],
    [6, 'pays in Stars', () => whoever((one) => one.paysInStars())],
    [5, 'pays in crypto', () => whoever((one) => one.paysInCrypto())],
    [2, 'gives an order up', () => someone().cancels()],
    [2, 'looks at an order', look],
    [2, 'stops renewing', () => changeRenewal('stop')],
    [1, 'goes on renewing', () => changeRenewal('resume')],
    [1, 'a bank refuses renewals', refuseRenewals],
    [3, 'an admin gives money back', adminRefunds],
    [4, 'the provider gives money back', providerRefunds],
    [2, 'a refund fails', failRefund],
    [4, 'disputes', disputeOne],
    [4, 'a dispute ends', closeDispute],
    [2, 'an admin gives money', giveMoney],
    [1, 'redeems a code', redeem],
    [2, 'strangers sell', () => strangers.sell()],
    [1, 'an admin blocks somebody', block],
    [2, 'an admin unblocks somebody', unblock],
    [1, 'the domain moves', () => stage.moveDomain()],
    [4, 'somebody is switched off on the panel', () => hands.switchOff()],
    [3, 'days are added on the panel', () => hands.addDays()],
    [1.5, 'an admin decides about the panel', () => hands.decide()],
    [2, 'the panel is read', () => work.timetable('sync')],
    [8, 'Telegram delivers', () => stage.takeUpdates({ twice: random.next() < 0.2 })],
    [18, 'jobs run', jobs],
    [6, 'things happen at once', together],
    [3, 'the sweep', () => work.timetable('sweep')],
    [3, 'the reconciliation', () => work.timetable('reconcile')],
    [2, 'access lapses', () => work.timetable('lapse')],
    [2, 'the catch-up', () => work.timetable('catch-up')],
    [7, 'minutes pass', () => clock.advance(random.between(1, 45) * minuteMs)],
    [2, 'days pass', () => clock.advance(random.between(1, 12) * 24 * 60 * minuteMs)],
    [1, 'a month passes', () => clock.advance(31 * 24 * 60 * minuteMs)],
    [3, 'renewals are due', () => work.timetable('renewals')],
  ];
  const total = weighted.reduce((sum, [weight]) => sum + weight, 0);

  function settle(hasCome: boolean): void {
    const session = pick(settlingOnes());
    if (session !== undefined) possible(() => stripe.act.settleLater(session.id, hasCome));
  }

  return {
    draw() {
      let place = random.next() * total;
      const [, name, act] = weighted.find(([weight]) => (place -= weight) < 0) ??
        weighted[0] ?? [0, '', () => {}];
      return { name, work: async () => await act() };
    },
    async bringMoneyHome() {
      for (const { id } of settlingOnes()) possible(() => stripe.act.settleLater(id, random.next() < 0.5));
      await stage.delivered();
    },
    close: () => strangers.close(),
  };
}

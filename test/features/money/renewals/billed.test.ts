import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createStripeClient } from '../../../../src/features/money/providers/stripe/api/create-client.ts';
import { createStripeRemote } from '../../../../src/features/money/providers/stripe/remote.ts';
import type { BillTerms } from '@hiddify-vpn-bot/sandbox/stripe/acts/renewing.ts';
import { startStripeStandIn, type StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { adminId } from '../../../support/environment.ts';
import { type ServiceBench, startServices } from '../../../support/services.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let stripe: StripeStandIn;
let bench: ServiceBench;
beforeAll(async () => {
  stripe = await startStripeStandIn();
  const client = createStripeClient({
    secretKey: stripe.secretKey,
    apiBase: stripe.url,
    clock: stripe.clock,
  });
  const shop = { installation: 'ours', hosts: ['bot.example.com'], returnUrl: 'https://bot.example.com' };
  bench = await startServices({}, [createStripeRemote({ client, ...shop, now: () => bench.clock.now() })]);
});
afterAll(async () => {
  await bench.stop();
  await stripe.stop();
});
afterEach(async () => {
  const wrong = (await bench.upkeep.check()).map(({ name }) => name);
  if (wrong.length > 0) throw new Error(`what must never be so: ${wrong.join(', ')}`);
});

/** A month by card that renews itself. */
async function begin(pay: (session: string) => unknown = stripe.act.pay) {
  const { telegramId: userId } = await bench.person();
  const planId = (await bench.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
  const choice = { planId, promoId: undefined, way: 'card', renews: true, shownMinor: 399 } as const;
  const { payment } = await bench.orders.place(bench.cause(userId), choice);
  const session = payment?.objectId ?? '';
  pay(session);
  await bench.payments.lookAt('stripe', session);
  return { userId, session, subscription: idIn(stripe.tables.sessions[session]?.subscription) };
}

/** Its next period is billed like this. */
async function bill(subscription: string, terms: BillTerms): Promise<string> {
  stripe.act.renew(subscription, terms);
  const invoice = idIn(stripe.tables.subscriptions[subscription]?.latest_invoice);
  await bench.payments.lookAt('stripe', invoice);
  return invoice;
}

const paymentOf = async (objectId: string) =>
  (await bench.money.search(adminId, objectId)).find((found) => found.objectId === objectId);
const came = async (objectId: string) => {
  const { rows } = await bench.database.db.execute<{ minor: string }>(
    sql`select amount_minor as minor from ledger_entries where key = ${`stripe:${objectId}:settled`}`,
  );
  return Number(rows[0]?.minor ?? 0);
};
const daysOf = async (userId: number) => {
  const at = (await bench.subscriptions.find(userId))?.expiresAt?.getTime() ?? 0;
  return Math.round((at - bench.clock.now().getTime()) / dayMs);
};

describe('a period that Stripe says is paid', () => {
  it.each<[string, BillTerms, number]>([
    ['by credit alone', { credit: 399 }, 0],
    ['by credit in part', { credit: 100 }, 299],
    ['with a coupon', { discount: 199 }, 200],
    ['with a coupon for all of it', { discount: 399 }, 0],
    ['with an old debt on top', { credit: -101 }, 500],
    ['to somebody else', { isPaidElsewhere: true }, 0],
  ])('%s is owed, and what came is booked', async (_name, terms, cash) => {
    const { userId, subscription } = await begin();
    const invoice = await bill(subscription, terms);
    expect(await came(invoice)).toBe(cash);
    expect(await paymentOf(invoice)).toMatchObject({ status: 'paid', amountMinor: cash });
    expect(await daysOf(userId)).toBe(60);
    expect((await bench.renewals.view(userId)).renewal).toMatchObject({ status: 'active', periods: 2 });
    const { payment, refundable } = await bench.money.story(adminId, (await paymentOf(invoice))?.id ?? 0);
    expect([payment.decision, refundable.leftMinor]).toEqual([null, cash]);
  });

  it.each([
    [399, 0],
    [100, 299],
  ])('with %i of credit already when it begins is owed, and what came is booked', async (credit, cash) => {
    const { userId, session } = await begin((id) => stripe.act.payWithCredit(id, credit));
    expect([await came(session), await daysOf(userId)]).toEqual([cash, 30]);
    expect((await bench.renewals.view(userId)).renewal).toMatchObject({ status: 'active', periods: 1 });
  });

  it('and that is no period of ours, is left alone', async () => {
    const { userId, subscription } = await begin();
    const { id } = stripe.act.billBeside(subscription);
    await bench.payments.lookAt('stripe', id);
    expect(await paymentOf(id)).toBeUndefined();
    expect(await daysOf(userId)).toBe(30);
  });

  it('shows the same on both sides of the morning’s comparison', async () => {
    const { subscription } = await begin();
    await bill(subscription, { credit: 399 });
    await bill(subscription, { discount: 100 });
    await bill(subscription, { isPaidElsewhere: true });
    await bench.reports.carryOut({ occasion: 'billed', askedBy: adminId });
    expect((await bench.reports.latest(adminId))?.content).toMatchObject({
      differences: [],
      wrongChecks: [],
    });
  });
});

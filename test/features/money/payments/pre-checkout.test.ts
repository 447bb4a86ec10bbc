import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPreCheckout } from '../../../../src/features/money/providers/stars/pre-checkout.ts';
import { createLogger } from '../../../../src/platform/logger.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';
import { adminId } from '../../../support/environment.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

interface Answer {
  ok: boolean;
  error_message?: string;
}

/** An invoice in the chat has no name until it is paid. */
const stars = () => ({
  ...createFakeProvider('stars'),
  create: async () => ({ objectId: undefined, url: undefined }),
});

let shop: Shop;
let answers: Answer[] = [];
beforeAll(async () => {
  shop = await openShop({}, [stars()]);
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const voices = createVoices('UTC');

/** What Telegram is told when somebody taps Pay. */
async function asked(
  orderId: number,
  changes: { from?: object; at?: Shop; isLost?: boolean } = {},
): Promise<Answer> {
  const { at = shop, from = {}, isLost = false } = changes;
  answers = [];
  const call = async (_method: string, answer: Answer) => {
    answers.push(answer);
    if (isLost) throw new Error('Telegram was not reached');
  };
  const preCheckout = createPreCheckout({
    ...at,
    client: { call } as never,
    voices,
    logger: createLogger('silent'),
  });
  const { rows } = await at.database.db.execute<Record<'user_id' | 'total_minor' | 'reference', string>>(
    sql`select o.user_id, o.total_minor, p.reference from orders o join payments p on p.order_id = o.id where o.id = ${orderId}`,
  );
  const [order] = rows;
  const query = {
    id: '1',
    from: { id: Number(order?.user_id), ...from },
    currency: 'XTR',
    total_amount: Number(order?.total_minor),
    invoice_payload: `payment ${order?.reference}`,
  };
  await preCheckout(Buffer.from(JSON.stringify({ update_id: 1, pre_checkout_query: query })));
  expect(answers).toHaveLength(1);
  return answers[0] as Answer;
}

async function ordered(at = shop) {
  const { telegramId: userId } = await at.person();
  const { order } = await at.buy(userId, { way: 'stars' });
  const statusNow = async () => (await at.orders.view(userId, order.id)).order.status;
  return { userId, orderId: order.id, statusNow };
}

const paymentsOf = async (orderId: number) =>
  (
    await shop.database.db.execute<Record<'id' | 'reference', string>>(
      sql`select id, reference from payments where order_id = ${orderId}`,
    )
  ).rows;

describe('before Stars are taken', () => {
  it('an order that may be paid is approved, and counts as under way', async () => {
    const { orderId, statusNow } = await ordered();
    expect(await asked(orderId)).toMatchObject({ ok: true });
    expect(await statusNow()).toBe('processing');
  });

  it('an order whose answer did not reach Telegram is open again at once, and can be paid', async () => {
    const { orderId, statusNow } = await ordered();
    expect(await asked(orderId, { isLost: true })).toMatchObject({ ok: true });
    expect(await statusNow()).toBe('pending');
    expect(await asked(orderId)).toMatchObject({ ok: true });
    expect(await statusNow()).toBe('processing');
  });

  it('an order that was approved and not paid is open again within two minutes, or made room for another', async () => {
    const begun = [await ordered(), await ordered(), await ordered()] as const;
    for (const { orderId } of begun) expect(await asked(orderId)).toMatchObject({ ok: true });
    const [quiet, moved, paid] = begun;
    // Under way it keeps nobody from beginning something else.
    await shop.buy(moved.userId, { way: 'stars', plan: 'weekly' });
    const [charge] = await paymentsOf(paid.orderId);
    await shop.payments.hear(
      { name: 'stars', isLive: true },
      {
        objectId: `charge of ${paid.orderId}`,
        reference: charge?.reference ?? '',
        isOurs: true,
        state: 'paid',
        money: { minor: 250, currency: 'XTR' },
        payerId: paid.userId,
      },
    );
    shop.clock.advance(61_000);
    for (const { orderId } of begun)
      for (const { id } of await paymentsOf(orderId)) await shop.upkeep.look(Number(id));
    expect(await Promise.all(begun.map(({ statusNow }) => statusNow()))).toEqual([
      'pending',
      'replaced',
      'paid',
    ]);
    expect(await asked(quiet.orderId)).toMatchObject({ ok: true });
    expect(await asked(moved.orderId)).toMatchObject({ ok: false });
  });

  it('what cannot be decided is refused within four seconds, and not approved afterwards', async () => {
    const { orderId, statusNow } = await ordered();
    const began = performance.now();
    const answer = await shop.database.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from orders where id = ${orderId} for update`);
      return await asked(orderId);
    });
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(answer).toMatchObject({ ok: false, error_message: voices.ru.refusal('try-later', {}) });
    expect(await statusNow()).toBe('pending');
    expect(await asked(orderId)).toMatchObject({ ok: true });
  });

  it('what is ready a moment after no was said is undone', async () => {
    const { orderId, statusNow } = await ordered();
    const { promise: late, resolve } = Promise.withResolvers<unknown>();
    const approve: Shop['payments']['approve'] = async (wanted, limit) => {
      const slow = { leftMs: () => 10_000, pass: limit.pass };
      await new Promise((wake) => setTimeout(wake, 3_200));
      await shop.payments.approve(wanted, slow).then(resolve, resolve);
    };
    const at = { ...shop, payments: { ...shop.payments, approve } };
    expect(await asked(orderId, { at })).toMatchObject({ ok: false });
    expect(await late).toMatchObject({ message: 'not decided in time' });
    expect(await statusNow()).toBe('pending');
  });

  it('somebody who was shut out is refused, in the language that they chose', async () => {
    const { userId, orderId, statusNow } = await ordered();
    await shop.users.chooseLanguage(userId, 'en');
    await shop.users.block(shop.cause(adminId), userId);
    const from = { language_code: 'ru' };
    const said = voices.en.refusal('not-allowed', {});
    expect(await asked(orderId, { from })).toMatchObject({ ok: false, error_message: said });
    expect(await statusNow()).toBe('pending');
  });

  it('an invoice from before Stars were switched off is refused', async () => {
    const without = await openShop({ PAYMENT_WAYS: 'card' }, [stars()]);
    try {
      const { telegramId: userId } = await without.person();
      const { order } = await without.buy(userId);
      const said = voices.ru.refusal('order.way-gone', {});
      expect(await asked(order.id, { at: without })).toMatchObject({ ok: false, error_message: said });
    } finally {
      await without.stop();
    }
  });
});

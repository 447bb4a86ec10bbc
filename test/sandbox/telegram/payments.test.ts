import { describe, expect, it } from 'vitest';
import { findProblem } from '@hiddify-vpn-bot/sandbox/telegram/schema/check-value.ts';
import { openSandboxBot } from './sandbox-bot.ts';

const invoice = {
  title: 'Month',
  description: 'VPN for a month',
  payload: 'order_1',
  currency: 'XTR',
  prices: [{ label: 'Month', amount: 100 }],
};
const daySeconds = 24 * 3600;

async function openShop() {
  const bot = await openSandboxBot();
  const anna = await bot.startedPerson();
  await bot.setWebhook({ allowed_updates: ['message', 'pre_checkout_query', 'subscription'] });
  const answer = (id: string, more: object = { ok: true }) =>
    bot.api('answerPreCheckoutQuery', { pre_checkout_query_id: id, ...more });
  const sendInvoice = (more: object = {}) =>
    bot.api('sendInvoice', { chat_id: anna.id, ...invoice, ...more });
  const buy = async (place: number | string): Promise<string> => {
    const id = anna.pays(place);
    await answer(id);
    await bot.world.settled();
    return anna.checkout(id).chargeId ?? '';
  };
  return { ...bot, anna, answer, sendInvoice, buy };
}

describe('an invoice in Stars', () => {
  it('is a message with a Pay button', async () => {
    const { anna, sendInvoice } = await openShop();
    const { result } = await sendInvoice();
    expect(findProblem('Message', result, 'message')).toBeUndefined();
    expect(anna.screen().invoice).toMatchObject({ title: 'Month', currency: 'XTR', total_amount: 100 });
    expect(anna.buttons()).toEqual(['Заплатить ⭐️100']);
  });

  it.each<[string, object, string]>([
    ['a provider token', { provider_token: 'x' }, 'PAYMENT_PROVIDER_INVALID'],
    ['another currency', { currency: 'RUB' }, 'PAYMENT_PROVIDER_INVALID'],
    ['two prices', { prices: [...invoice.prices, ...invoice.prices] }, 'STARS_INVOICE_INVALID'],
    ['nothing to pay', { prices: [{ label: 'x', amount: 0 }] }, 'CURRENCY_TOTAL_AMOUNT_INVALID'],
    ['a tip', { max_tip_amount: 5 }, 'STARS_INVOICE_INVALID'],
    [
      'half a Star',
      { prices: [{ label: 'x', amount: 1.5 }] },
      'can\'t parse prices: field "amount" must be of type Integer',
    ],
    ['a long title', { title: 'x'.repeat(33) }, 'field "title" must be 1-32 characters long, it is 33'],
    ['a long payload', { payload: 'я'.repeat(65) }, 'field "payload" must be 1-128 bytes long, it is 130'],
    [
      'a keyboard without Pay first',
      { reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] } },
      'BUTTON_POS_INVALID',
    ],
  ])('with %s is refused', async (_name, change, problem) => {
    const { sendInvoice } = await openShop();
    expect(await sendInvoice(change)).toMatchObject({ status: 400, description: `Bad Request: ${problem}` });
  });
});

describe('paying', () => {
  it('asks the bot first and tells it of the payment in a message', async () => {
    const { anna, answer, received, sendInvoice, world } = await openShop();
    await sendInvoice();
    const result = anna.touches('Заплатить ⭐️100');
    const checkoutId = 'checkoutId' in result ? result.checkoutId : '';
    await world.settled();
    expect(received.at(-1)?.update.pre_checkout_query).toMatchObject({
      id: checkoutId,
      currency: 'XTR',
      total_amount: 100,
      invoice_payload: 'order_1',
    });
    expect(anna.checkout(checkoutId)).toEqual({ state: 'waiting' });
    expect(await answer(checkoutId)).toMatchObject({ ok: true });
    await world.settled();
    const { state, chargeId } = anna.checkout(checkoutId);
    expect(state).toBe('paid');
    expect(received.at(-1)?.update.message?.successful_payment).toMatchObject({
      currency: 'XTR',
      total_amount: 100,
      invoice_payload: 'order_1',
      telegram_payment_charge_id: chargeId,
    });
    expect(() => anna.pays(2)).toThrow('This invoice is paid');
  });

  it('fails with the words of the bot when it says no', async () => {
    const { anna, answer, sendInvoice } = await openShop();
    await sendInvoice();
    const id = anna.pays(2);
    expect(await answer(id, { ok: false })).toMatchObject({ status: 400 });
    expect(await answer(id, { ok: false, error_message: 'Sold out' })).toMatchObject({ ok: true });
    expect(anna.checkout(id)).toEqual({ state: 'refused', errorMessage: 'Sold out' });
    expect(anna.messages().some((message) => message.successful_payment)).toBe(false);
  });

  it('fails when the bot has not answered within ten seconds', async () => {
    const { anna, answer, clock, sendInvoice } = await openShop();
    await sendInvoice();
    const id = anna.pays(2);
    clock.advance(10_000);
    expect(anna.checkout(id)).toEqual({ state: 'expired' });
    expect(await answer(id)).toMatchObject({
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    });
  });

  it('is possible for somebody else from a forwarded copy, unless the invoice has a start parameter', async () => {
    const { anna, received, sendInvoice, startedPerson, world } = await openShop();
    const boris = await startedPerson();
    await sendInvoice();
    boris.pays({ personId: anna.id, messageId: 2 });
    await world.settled();
    expect(received.at(-1)?.update.pre_checkout_query?.from.id).toBe(boris.id);
    await sendInvoice({ start_parameter: 'order_1' });
    expect(() => boris.pays({ personId: anna.id, messageId: 3 })).toThrow('no Pay button');
  });
});

describe('the Stars of the bot', () => {
  it('grow with payments and shrink with refunds, which happen once', async () => {
    const { anna, api, buy, received, sendInvoice, world } = await openShop();
    await sendInvoice();
    const charge = { user_id: anna.id, telegram_payment_charge_id: await buy(2) };
    expect((await api('getMyStarBalance')).result).toEqual({ amount: 100 });
    expect(await api('refundStarPayment', charge)).toMatchObject({ ok: true });
    await world.settled();
    expect(received.at(-1)?.update.message?.refunded_payment).toMatchObject({ total_amount: 100 });
    expect(await api('refundStarPayment', charge)).toMatchObject({
      description: 'Bad Request: CHARGE_ALREADY_REFUNDED',
    });
    expect((await api('getMyStarBalance')).result).toEqual({ amount: 0 });
    const { result } = await api('getStarTransactions');
    expect(findProblem('StarTransactions', result, 'transactions')).toBeUndefined();
    expect((result as unknown as { transactions: object[] }).transactions).toMatchObject([
      { id: charge.telegram_payment_charge_id, amount: 100, source: { type: 'user' } },
      { id: charge.telegram_payment_charge_id, amount: 100, receiver: { type: 'user' } },
    ]);
  });
});

describe('a subscription in Stars', () => {
  const subscribe = async () => {
    const shop = await openShop();
    const { result: link } = await shop.api('createInvoiceLink', {
      ...invoice,
      subscription_period: 2_592_000,
    });
    const chargeId = await shop.buy(link as unknown as string);
    const pass = async (days: number): Promise<void> => {
      shop.clock.advance(days * daySeconds * 1000);
      await shop.world.settled();
    };
    const payments = () => shop.received.flatMap(({ update }) => update.message?.successful_payment ?? []);
    return { ...shop, chargeId, pass, payments };
  };

  it('has a period of 30 days and at most 10000 Stars', async () => {
    const { api } = await openShop();
    const link = (more: object) => api('createInvoiceLink', { ...invoice, ...more });
    expect(await link({ subscription_period: 86_400 })).toMatchObject({ status: 400 });
    expect(
      await link({ subscription_period: 2_592_000, prices: [{ label: 'x', amount: 10_001 }] }),
    ).toMatchObject({ status: 400 });
  });

  it('renews itself each period without asking', async () => {
    const { payments, pass } = await subscribe();
    await pass(30);
    await pass(30);
    expect(payments()).toMatchObject([
      { is_recurring: true, is_first_recurring: true },
      { is_recurring: true },
      { is_recurring: true },
    ]);
    const [first, second] = payments();
    expect((second?.subscription_expiration_date ?? 0) - (first?.subscription_expiration_date ?? 0)).toBe(
      2_592_000,
    );
    expect(second?.is_first_recurring).toBeUndefined();
    expect(second?.telegram_payment_charge_id).not.toBe(first?.telegram_payment_charge_id);
  });

  it('ends when the person cancels it or cannot pay; the bot is told', async () => {
    const { anna, chargeId, payments, pass, received, world } = await subscribe();
    anna.changesSubscription(chargeId, 'cancel');
    anna.changesSubscription(chargeId, 'resume');
    anna.changesSubscription(chargeId, 'fail-next');
    await world.settled();
    await pass(30);
    expect(payments()).toHaveLength(1);
    expect(received.flatMap(({ update }) => update.subscription?.state ?? [])).toEqual([
      'canceled',
      'active',
      'failed',
    ]);
    expect(anna.subscriptions()).toMatchObject([{ state: 'ended' }]);
  });

  it('is cancelled by the bot until the bot allows it again and the person switches it on', async () => {
    const { anna, api, chargeId, payments, pass } = await subscribe();
    const edit = (is_canceled: boolean) =>
      api('editUserStarSubscription', {
        user_id: anna.id,
        telegram_payment_charge_id: chargeId,
        is_canceled,
      });
    expect(await edit(true)).toMatchObject({ ok: true });
    expect(() => anna.changesSubscription(chargeId, 'resume')).toThrow('The bot has cancelled');
    await edit(false);
    expect(anna.subscriptions()).toMatchObject([{ state: 'canceled' }]);
    anna.changesSubscription(chargeId, 'resume');
    await pass(30);
    expect(payments()).toHaveLength(2);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { eventually } from '../support/eventually.ts';
import { addressOf, newcomer, press } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import type { Product } from '../support/product.ts';
import { openTill, type Till } from '../support/till.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let till: Till;
let product: Product;
let stripe: StripeStandIn;
beforeAll(async () => {
  till = await openTill();
  ({ product, stripe } = till);
});
afterAll(() => till.stop());

/** The same time for the bot, Stripe and Telegram; what is due there happens on the way. */
async function passDays(count: number): Promise<void> {
  product.clock.advance(count * dayMs);
  till.followClock();
  product.world.clock.advance(count * dayMs);
  await stripe.idle();
  await product.settled();
}

const sessionOf = (person: Tester) => /cs_test_\w+/.exec(addressOf(person, 'Оплатить'))?.[0] ?? '';
const said = (person: Tester, text: string, times = 1) =>
  eventually(() =>
    expect(person.texts().filter((each) => each.includes(text)).length).toBeGreaterThanOrEqual(times),
  );

const accountOf = (person: Tester) =>
  product.panel.control.users().find(({ telegram_id: id }) => id === person.id);

/** Which of the two comes first at a period's end, the end or the charge, the clock's jump leaves open. */
async function runsOn(person: Tester): Promise<void> {
  await eventually(async () => {
    await person.says('/profile');
    expect(person.text()).toContain('Состояние: работает');
  });
  await eventually(() => {
    const { start_date: start, package_days: days = 0, enable } = accountOf(person) ?? {};
    const end = Date.parse(start ?? '') + days * dayMs;
    expect([enable, end > product.clock.now().getTime()]).toEqual([true, true]);
  });
}

/** Somebody whose month by card renews itself; the name of what renews at Stripe. */
async function renewingByCard(): Promise<{ person: Tester; subscription: string }> {
  const person = await newcomer(product);
  till.followClock();
  await person.says('/plans');
  await press(person, 'Месяц', 'Продлевать автоматически: нет');
  expect(person.text()).toContain('каждые 30 дней');
  expect(person.buttons().join('\n')).not.toContain('Криптовалютой');
  await press(person, 'Картой');
  const session = /cs_test_\w+/.exec(addressOf(person, 'Оплатить'))?.[0] ?? '';
  expect(stripe.act.pay(session)).toBe('paid');
  await said(person, 'Доступ настроен');
  return { person, subscription: idIn(stripe.tables.sessions[session]?.subscription) };
}

describe('a month by card that renews itself', () => {
  it('is charged again when its time has come, and the panel follows', async () => {
    const { person } = await renewingByCard();
    await person.says('/profile');
    await press(person, 'Автопродление: включено');
    expect(person.text()).toMatch(/Тариф «Месяц»: 3,99.*каждые 30 дней/);
    expect(person.text()).toContain('Следующее списание');
    await passDays(30.1);
    await said(person, 'Подписка продлена');
    await runsOn(person);
    await passDays(30);
    await said(person, 'Подписка продлена', 2);
    await runsOn(person);
    await person.says('/orders');
    expect(person.buttons().filter((label) => label.includes('Месяц'))).toHaveLength(3);
    await press(person, '№');
    expect(person.text()).toContain('Продлено автоматически');
  });

  it('is switched off with one question, and never charged again', async () => {
    const { person, subscription } = await renewingByCard();
    await person.says('/profile');
    await press(person, 'Автопродление', 'Выключить автопродление', 'Да, выключить');
    expect(person.text()).toContain('Больше ничего не спишется');
    await eventually(() => expect(stripe.tables.subscriptions[subscription]?.cancel_at).not.toBeNull());
    await passDays(30.1);
    await eventually(() => expect(stripe.tables.subscriptions[subscription]?.status).toBe('canceled'));
    await person.says('/orders');
    expect(person.buttons().filter((label) => label.includes('Месяц'))).toHaveLength(1);
  });

  it('is switched on again before its end as it was', async () => {
    const { person, subscription } = await renewingByCard();
    await person.says('/profile');
    await press(person, 'Автопродление', 'Выключить автопродление', 'Да, выключить');
    await eventually(() => expect(stripe.tables.subscriptions[subscription]?.cancel_at).not.toBeNull());
    await eventually(async () => {
      await press(person, 'Моя подписка', 'Автопродление');
      expect(person.buttons()).toContain('Включить снова');
    });
    await press(person, 'Включить снова');
    expect(person.text()).toContain('Следующее списание');
    expect(stripe.tables.subscriptions[subscription]?.cancel_at).toBeNull();
    await passDays(30.1);
    await said(person, 'Подписка продлена');
  });

  it('is seen by an admin on the person’s card and switched off there with a reason', async () => {
    const { person, subscription } = await renewingByCard();
    const admin = await product.admin();
    await admin.says('/admin');
    await press(admin, 'Найти человека');
    await admin.says(String(person.id));
    await admin.taps(admin.buttons()[0] ?? '');
    expect(admin.text()).toMatch(/Автопродление: «Месяц», 3,99.*картой, дальше/);
    await press(admin, 'Выключить автопродление');
    await admin.says('x'.repeat(301));
    expect(admin.text()).toContain('до 300 знаков');
    await admin.says('Просил по телефону');
    expect(admin.text()).toContain('выключено (администратор)');
    await said(person, 'Автопродление выключено');
    await eventually(() => expect(stripe.tables.subscriptions[subscription]?.cancel_at).not.toBeNull());
  });

  it('stopped on Stripe’s own page is known here, and said', async () => {
    const { person, subscription } = await renewingByCard();
    await person.says('/profile');
    await press(person, 'Автопродление', 'Карта и чеки');
    expect(addressOf(person, 'Открыть страницу Stripe')).toContain(stripe.url);
    stripe.act.stopRenewing(subscription, true);
    await said(person, 'Автопродление выключено');
    stripe.act.stopRenewing(subscription, false);
    await eventually(async () => {
      await person.says('/profile');
      expect(person.buttons()).toContain('Автопродление: включено');
    });
  });

  it('refused by the bank is said with the way to pay, and paid there it goes on', async () => {
    const { person, subscription } = await renewingByCard();
    stripe.act.refuseRenewals(subscription, true);
    await passDays(30.1);
    await said(person, 'Не получилось продлить');
    const invoice = addressOf(person, 'Оплатить сейчас').split('/').at(-1) ?? '';
    stripe.act.payInvoice(invoice);
    await said(person, 'Подписка продлена');
    await eventually(async () => {
      await person.says('/profile');
      expect(person.buttons()).toContain('Автопродление: включено');
    });
  });

  it('switched off while the bank refuses is not tried again, whatever the bank would say then', async () => {
    const { person, subscription } = await renewingByCard();
    stripe.act.refuseRenewals(subscription, true);
    await passDays(30.1);
    await said(person, 'Не получилось продлить');
    await person.says('/profile');
    await press(person, 'Автопродление', 'Выключить автопродление', 'Да, выключить');
    await eventually(() => expect(stripe.tables.subscriptions[subscription]?.status).toBe('canceled'));
    stripe.act.refuseRenewals(subscription, false);
    for (const days of [3.1, 5.1]) await passDays(days);
    await person.says('/orders');
    expect(person.buttons().filter((label) => label.includes('Месяц'))).toHaveLength(1);
  });

  it('refused to the end is switched off, and said once', async () => {
    const { person, subscription } = await renewingByCard();
    stripe.act.refuseRenewals(subscription, true);
    await passDays(30.1);
    await said(person, 'Не получилось продлить');
    for (const days of [3.1, 5.1, 7.1]) await passDays(days);
    await said(person, 'Оплатить новый срок не получилось');
    expect(person.texts().filter((text) => text.includes('Не получилось продлить'))).toHaveLength(1);
    expect(stripe.tables.subscriptions[subscription]?.status).toBe('canceled');
  });

  it('whose period is refunded at Stripe loses that period’s days and renews no more', async () => {
    const { person, subscription } = await renewingByCard();
    await passDays(30.1);
    await said(person, 'Подписка продлена');
    const renewed = Object.values(stripe.tables.invoices).find(
      (invoice) =>
        invoice.billing_reason === 'subscription_cycle' &&
        invoice.parent?.subscription_details?.subscription === subscription,
    );
    const link = Object.values(stripe.tables.invoicePayments).find((each) => each.invoice === renewed?.id);
    stripe.act.refund(idIn(link?.payment.payment_intent));
    await said(person, 'Мы вернули вам');
    await eventually(() => expect(stripe.tables.subscriptions[subscription]?.cancel_at).not.toBeNull());
  });
});

describe('a month in Stars that renews itself', () => {
  async function renewingInStars(): Promise<Tester> {
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Месяц', 'Продлевать автоматически: нет', 'Звёздами');
    const checkout = person.driver.pays(addressOf(person, 'Оплатить'));
    await eventually(() => expect(person.driver.checkout(checkout).state).toBe('paid'));
    await said(person, 'Доступ настроен');
    return person;
  }

  it('is charged again by Telegram, each charge one month', async () => {
    const person = await renewingInStars();
    await passDays(30.1);
    await said(person, 'Подписка продлена');
    await passDays(30);
    await said(person, 'Подписка продлена', 2);
    await runsOn(person);
    await person.says('/orders');
    expect(person.buttons().filter((label) => label.includes('Месяц'))).toHaveLength(3);
  });

  it('switched off here is switched off at Telegram', async () => {
    const person = await renewingInStars();
    await person.says('/profile');
    await press(person, 'Автопродление', 'Выключить автопродление', 'Да, выключить');
    await eventually(() => expect(person.driver.subscriptions()[0]?.state).toBe('canceled'));
    await passDays(30.1);
    expect(person.driver.subscriptions()[0]?.state).toBe('ended');
  });

  it('cancelled in Telegram, or not paid, is known here', async () => {
    const person = await renewingInStars();
    const charge = person.driver.subscriptions()[0]?.chargeId ?? '';
    person.driver.changesSubscription(charge, 'cancel');
    await said(person, 'Автопродление выключено');
    const other = await renewingInStars();
    other.driver.changesSubscription(other.driver.subscriptions()[0]?.chargeId ?? '', 'fail-next');
    await passDays(30.1);
    await said(other, 'Оплатить новый срок не получилось');
    expect(other.driver.subscriptions()[0]?.state).toBe('ended');
  });

  it('is offered for a month alone, which is all that Telegram can', async () => {
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Неделя', 'Продлевать автоматически: нет');
    expect(person.buttons().some((label) => label.startsWith('Звёздами'))).toBe(false);
    expect(person.buttons().some((label) => label.startsWith('Картой'))).toBe(true);
  });
});

describe('somebody who buys a wider plan while a narrower one runs', () => {
  it('is asked whether it begins now or after, with the numbers, and has what they chose', async () => {
    const person = await newcomer(product);
    const account = () => product.panel.control.users().find((user) => user.telegram_id === person.id);
    await person.says('/plans');
    await press(person, 'Месяц', 'Картой');
    stripe.act.pay(sessionOf(person));
    await said(person, 'Доступ настроен');
    await passDays(15);
    await person.says('/plans');
    await press(person, 'Год');
    // 15 days of 3.99 a month are 20.8 days of 34.99 a year.
    expect(person.text()).toMatch(
      /шире[\s\S]*Сейчас: [\s\S]*«Месяц» \(15 дней\)[\s\S]*\(20 дней\)[\s\S]*Потом: /,
    );
    await press(person, 'Начать сейчас');
    expect(person.text()).toMatch(/Сейчас: «Год» начнётся сразу/);
    await press(person, 'Картой');
    stripe.act.pay(sessionOf(person));
    await eventually(() => expect(account()).toMatchObject({ usage_limit_GB: 1_000_000 }));
    await person.says('/profile');
    expect(person.text()).toContain('Тариф: Год');
    expect(person.text()).not.toContain('Дальше');
    await person.says('/orders');
    await press(person, '№');
    expect(person.text()).toContain('✅ Доступ настроен и проверен');
    const { rows } = await product.database.db.execute<{ days: number }>(
      `select extract(epoch from expires_at - started_at) / 86400 as days from subscriptions where user_id = ${person.id}`,
    );
    expect(Number(rows[0]?.days)).toBeCloseTo(15 + 365 + (3.99 / 30 / (34.99 / 365)) * 15, 1);
  });
});

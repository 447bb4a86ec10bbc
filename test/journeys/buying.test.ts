import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CryptoPayStandIn } from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import type { StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { eventually } from '../support/eventually.ts';
import { addressOf, newcomer, press, pressTwice } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import type { Product } from '../support/product.ts';
import { openTill, type Till } from '../support/till.ts';

let till: Till;
let product: Product;
let stripe: StripeStandIn;
let crypto: CryptoPayStandIn;
beforeAll(async () => {
  till = await openTill();
  ({ product, stripe, crypto } = till);
});
afterAll(() => till.stop());

const sessionOf = (person: Tester) => /cs_test_\w+/.exec(addressOf(person, 'Оплатить'))?.[0] ?? '';
const said = (person: Tester, text: string) =>
  eventually(() => expect(person.texts().join('\n')).toContain(text));

async function promoCode(kind: string, value: number, perPerson = 1): Promise<string> {
  const code = `CODE${value}${kind.toUpperCase()}${perPerson}`;
  await product.database.db.execute(
    `insert into promo_codes (code, kind, value, per_person, created_by, created_at) values ('${code}', '${kind}', ${value}, ${perPerson}, 101, now())`,
  );
  return code;
}

describe('somebody who buys a month', () => {
  it('by card sees what it costs, pays, is told at once, and gets a key', async () => {
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Месяц');
    expect(person.text()).toContain('30 дней');
    await press(person, 'Картой');
    expect(person.text()).toContain('Ждём оплату');
    stripe.act.pay(sessionOf(person));
    await said(person, 'Оплата получена');
    await said(person, 'Доступ настроен');
    await person.says('/orders');
    await press(person, '№');
    expect(person.text()).toContain('Оплачено: 3,99');
    expect(person.text()).toContain('✅ Доступ настроен и проверен');
    await person.says('/profile');
    expect(person.text()).toContain('Тариф: Месяц');
    // Who buys more of what works is told what they have now, and waits for no other news.
    await person.says('/plans');
    await press(person, 'Месяц', 'Картой');
    stripe.act.pay(sessionOf(person));
    await said(person, 'Доступ продлён до');
    expect(person.texts().filter((text) => text.includes('Я напишу'))).toHaveLength(1);
    expect(person.buttons()[0]).toBe('Моя подписка');
  });

  it('by card comes back to a page that says what is true of the order, and on to it in the bot', async () => {
    const [person, other] = [await newcomer(product), await newcomer(product)];
    await person.says('/plans');
    await press(person, 'Неделя', 'Картой');
    const session = stripe.tables.sessions[sessionOf(person)];
    const address = session?.success_url ?? '';
    expect(session?.cancel_url).toBe(address);
    const look = async (url: string) => {
      const answer = await fetch(url);
      return { status: answer.status, page: await answer.text() };
    };
    const before = await look(address);
    expect(before.status).toBe(200);
    expect(before.page).toContain('Ждём оплату');
    expect(before.page).toContain('<main data-live>');
    stripe.act.pay(sessionOf(person));
    await said(person, 'Доступ настроен');
    const { page } = await look(address);
    expect(page).toContain('Оплачено');
    expect(page).toContain('Доступ настроен и проверен');
    expect(page).not.toContain('<main data-live>');
    const [, start = ''] = /https:\/\/t\.me\/\w+\?start=(order_[0-9a-f]{32})"/.exec(page) ?? [];
    await person.starts(start);
    expect(person.text()).toContain('Заказ №');
    // Whoever else has the address is not shown the order in the chat.
    await other.starts(start);
    expect(other.text()).not.toContain('Заказ №');
    for (const wrong of ['nonsense', randomUUID(), `${address.slice(0, -1)}`.split('/').at(-1) ?? ''])
      expect((await look(new URL(`/o/${wrong}`, address).href)).status).toBe(404);
    // Where the portal and other pages of providers lead back to.
    const front = await look(new URL('/', address).href);
    expect(front.status).toBe(200);
    expect(front.page).toMatch(/href="https:\/\/t\.me\/\w+">Открыть бота/);
  });

  it('in Stars is asked nothing that Telegram has to wait for, and gets it', async () => {
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Месяц', 'Звёздами');
    const invoice = person.driver.messages().find((message) => message.invoice !== undefined);
    const checkout = person.driver.pays(invoice?.message_id ?? 0);
    await eventually(() => expect(person.driver.checkout(checkout).state).toBe('paid'));
    await said(person, 'Оплата получена');
    // The same invoice cannot be paid twice.
    expect(() => person.driver.pays(invoice?.message_id ?? 0)).toThrow('paid');
  });

  it('in crypto gets it when the invoice is paid', async () => {
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Неделя', 'Криптовалютой');
    const invoice = crypto.invoices().at(-1);
    expect(crypto.pay(String(invoice?.invoice_id))).toBe(true);
    await said(person, 'Оплата получена');
  });

  it('with a code for all of it pays nobody', async () => {
    const code = await promoCode('percent', 100);
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Год', 'У меня есть промокод');
    await person.says(code.toLowerCase());
    await press(person, 'Получить бесплатно', 'Да, получить');
    // The news may be there already.
    expect(person.texts().join('\n')).toMatch(/по промокоду|Доступ настроен/);
    await said(person, 'Доступ настроен');
  });

  it('with a discount sees both prices, and a wrong code says what is wrong and waits for another', async () => {
    const code = await promoCode('percent', 50);
    const person = await newcomer(product);
    await person.says('/promo');
    await person.says('nothing');
    expect(person.text()).toContain('Такого промокода нет');
    await person.says(code);
    await press(person, 'Месяц');
    expect(person.text()).toMatch(/3,99.*2,00/);
  });

  it('and changes their mind has one pending order, and can go one step back anywhere', async () => {
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Месяц', 'Назад', 'Неделя', 'Картой');
    const first = sessionOf(person);
    await press(person, 'Заплатить иначе', 'Назад', 'Месяц', 'Картой');
    expect(sessionOf(person)).not.toBe(first);
    expect(stripe.tables.sessions[first]?.status).toBe('expired');
    await press(person, 'Отказаться');
    expect(person.text()).toContain('Эта покупка отменена');
    expect(person.text()).toContain('Цена: ');
    expect(person.text()).not.toContain('К оплате');
  });
});

describe('a button that does something, tapped twice before the screen changed, does it once and shows what came of it:', () => {
  const ordersOf = async ({ id }: Tester) =>
    (
      await product.database.db.execute(
        `select o.status, (select count(*)::int from promo_usage u where u.user_id = ${id}) as uses from orders o where user_id = ${id}`,
      )
    ).rows;

  async function rich(): Promise<Tester> {
    const person = await newcomer(product);
    await product.database.db.execute(
      `insert into ledger_entries (key, debit, credit, amount_minor, currency, user_id, at) values ('rich ${person.id}', 'gifts', 'user:${person.id}', 2000, 'USD', ${person.id}, now())`,
    );
    return person;
  }

  it('bought from the balance', async () => {
    const person = await rich();
    await person.says('/plans');
    await press(person, 'Неделя', 'С баланса');
    await pressTwice(product, person, 'Да, купить');
    expect(await ordersOf(person)).toEqual([{ status: 'paid', uses: 0 }]);
    expect(person.text()).toMatch(/Заказ №|Готово/);
    await said(person, 'Доступ настроен');
    // Another question is another purchase.
    await person.says('/plans');
    await press(person, 'Неделя', 'С баланса', 'Да, купить');
    expect(await ordersOf(person)).toHaveLength(2);
  });

  it('had for nothing by a code that could be used again', async () => {
    const code = await promoCode('percent', 100, 2);
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Неделя', 'У меня есть промокод');
    await person.says(code);
    await press(person, 'Получить бесплатно');
    await pressTwice(product, person, 'Да, получить');
    expect(await ordersOf(person)).toEqual([{ status: 'paid', uses: 1 }]);
    expect(person.text()).toMatch(/Заказ №|Готово/);
  });

  it('a renewal from the balance, switched on, off, and on again', async () => {
    const person = await rich();
    await person.says('/plans');
    await press(person, 'Неделя', 'С баланса', 'Да, купить');
    await said(person, 'Доступ настроен');
    await person.says('/profile');
    await press(person, 'Автопродление', 'Продлевать с баланса');
    await pressTwice(product, person, 'Да, продлевать');
    expect(person.text()).toContain('Следующее списание');
    await press(person, 'Выключить автопродление');
    await pressTwice(product, person, 'Да, выключить');
    expect(person.text()).toContain('Автопродление');
    expect(person.text()).toContain('Выключено');
    await pressTwice(product, person, 'Включить снова');
    expect(person.text()).toContain('Следующее списание');
  });

  it('the trial, and a link replaced', async () => {
    const person = await newcomer(product);
    await person.taps('Попробовать бесплатно');
    await pressTwice(product, person, 'Начать пробный период');
    await said(person, 'Готово!');
    expect(person.texts().join()).not.toContain('уже');
    await person.says('/key');
    await press(person, 'Сменить ссылку');
    await pressTwice(product, person, 'Да, сменить');
    await said(person, 'Новая ссылка готова');
    const { rows } = await product.database.db.execute(
      `select count(*)::int as links from audit_log where action = 'replace link' and subject = 'user ${person.id}'`,
    );
    expect(rows).toEqual([{ links: 1 }]);
  });

  it('money given back', async () => {
    const person = await newcomer(product);
    await person.says('/plans');
    await press(person, 'Неделя', 'Картой');
    stripe.act.pay(sessionOf(person));
    await said(person, 'Доступ настроен');
    const admin = await product.admin();
    await admin.says('/admin');
    await press(admin, 'Платежи', '№', 'Вернуть деньги', 'Всё: 1,49');
    await admin.says('не подключилось');
    await pressTwice(product, admin, 'Да, вернуть');
    await said(person, 'Мы вернули вам');
    expect(admin.texts().at(-1)).toContain('Платёж №');
  });
});

it('a delivery that Stripe did not sign is refused, and so is one that nobody signed', async () => {
  const send = (headers: Record<string, string>) =>
    fetch(`${product.app().url}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"id":"evt_1"}',
    });
  expect((await send({})).status).toBe(400);
  expect(
    (await send({ 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` })).status,
  ).toBe(400);
});

it('support and terms of payment are one command away, in the middle of a dialogue too', async () => {
  const person = await newcomer(product);
  await person.says('/promo');
  await person.says('/paysupport');
  expect(person.text()).toContain('Вопросы об оплате');
  await person.says('/terms');
  expect(person.text()).toContain('Условия');
});

it('an admin changes a price, sees who paid, gives it back, and the access goes', async () => {
  const person = await newcomer(product);
  await person.says('/plans');
  await press(person, 'Неделя', 'Картой');
  stripe.act.pay(sessionOf(person));
  await said(person, 'Доступ настроен');
  const admin = await product.admin();
  await admin.says('/admin');
  await press(admin, 'Платежи', '№', 'Вернуть деньги');
  await admin.says('много');
  expect(admin.text()).toContain('Нужна сумма');
  await press(admin, 'Всё: 1,49');
  await admin.says('не подключилось');
  expect(admin.text()).toMatch(/Вернуть 1,49.*закроется.*не подключилось/s);
  await press(admin, 'Да, вернуть');
  await said(person, 'Мы вернули вам');
  await person.says('/profile');
  expect(person.text()).toContain('закончилась');

  await admin.says('/admin');
  await press(admin, 'Тарифы', 'Неделя', 'Цена в USD');
  await admin.says('сколько-нибудь');
  expect(admin.text()).toContain('Так не подходит');
  await admin.says('2,50');
  await person.says('/plans');
  expect(person.buttons().join('\n')).toMatch(/Неделя · 2,50/);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CryptoPayStandIn } from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import type { StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer, press } from '../support/journeys.ts';
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

const said = (person: Tester, text: string) =>
  eventually(() => expect(person.texts().join('\n')).toContain(text));

/** Somebody who pays a week in crypto. */
async function buyer(seed: { firstName?: string; username?: string } = {}): Promise<Tester> {
  const person = await newcomer(product, seed);
  await person.says('/plans');
  await press(person, 'Неделя', 'Криптовалютой');
  return person;
}

async function pays(person: Tester): Promise<void> {
  const invoice = crypto.invoices().at(-1);
  expect(crypto.pay(String(invoice?.invoice_id))).toBe(true);
  await said(person, 'Оплата получена');
  await said(person, 'Доступ настроен');
}

it('an admin is led from the alarm to a payment that does not fit, and accepts it', async () => {
  const admin = await product.admin();
  const person = await buyer();
  // The price of the order grew after its invoice was made: what comes in is another sum.
  await product.database.db.execute(
    sql`update orders set list_minor = list_minor + 100, total_minor = total_minor + 100 where user_id = ${person.id}`,
  );
  crypto.pay(String(crypto.invoices().at(-1)?.invoice_id));
  await eventually(() => expect(admin.text()).toContain('Деньги требуют внимания'));
  await press(admin, 'Открыть платёж');
  expect(admin.text()).toMatch(/Нужно решение.*другая сумма.*Заказ стоил 2,49.*пришло 1,49/s);
  await press(admin, 'Принять за заказ');
  await admin.says('д'.repeat(301));
  expect(admin.text()).toContain('до 300 знаков');
  await admin.says('Договорились');
  expect(admin.text()).toMatch(/Принять 1,49.*«Неделя».*Договорились/s);
  await press(admin, 'Да, так и сделать');
  expect(admin.text()).toContain('принять за заказ. Причина: Договорились');
  await said(person, 'Доступ настроен');
  await admin.says('/admin');
  await press(admin, 'Платежи', 'Ждут решения');
  expect(admin.text()).toContain('Ничего не ждёт решения');
});

it('what Crypto Pay took goes to the person’s balance in part, and they buy with it', async () => {
  const admin = await product.admin();
  const person = await buyer({ firstName: 'Вера', username: 'vera_pays' });
  await pays(person);
  await admin.says('/admin');
  await press(admin, 'Платежи', 'Найти платёж');
  await admin.says('@vera_pays');
  await press(admin, '№', 'Вернуть на баланс');
  await admin.says('1');
  await admin.says('полнедели не работало');
  expect(admin.text()).toMatch(/станет короче: вместо 7 дней — 2 дня/);
  await press(admin, 'Да, вернуть');
  expect(admin.toast()).toBe('Деньги на балансе человека');
  await said(person, 'за этот заказ теперь на вашем балансе');
  await person.says('/orders');
  await said(person, 'На балансе: 1,00');
});

it('a person’s card leads to what they bought, and the money’s sum is one button away', async () => {
  const admin = await product.admin();
  const person = await buyer({ firstName: 'Глеб', username: 'gleb_buys' });
  await pays(person);
  await admin.says('/admin');
  await press(admin, 'Найти человека');
  await admin.says('@gleb_buys');
  await press(admin, 'Глеб', 'Покупки');
  expect(admin.text()).toMatch(/Покупки: Глеб.*«Неделя»: оплачен/s);
  await press(admin, '№');
  expect(admin.text()).toMatch(/оформлен заказ.*провайдер сообщил: счёт оплачен.*пришли тестовые деньги/s);
  await press(admin, 'Назад', 'Выручка', 'Сегодня');
  expect(admin.text()).toMatch(/Выручка.*Итого.*Криптовалютой.*получено/s);
  expect(admin.buttons()).toContain('• Сегодня');
});

it('the morning’s reconciliation, asked for now, finds the same at every provider as in the books', async () => {
  const admin = await product.admin();
  await pays(await buyer());
  const byCard = await newcomer(product);
  await byCard.says('/plans');
  await press(byCard, 'Месяц', 'Картой');
  const markup = JSON.stringify(byCard.screen().reply_markup);
  stripe.act.pay(/cs_test_\w+/.exec(markup)?.[0] ?? '');
  await said(byCard, 'Оплата получена');
  const inStars = await newcomer(product);
  await inStars.says('/plans');
  await press(inStars, 'Месяц', 'Звёздами');
  const invoice = inStars.driver.messages().find((message) => message.invoice !== undefined);
  inStars.driver.pays(invoice?.message_id ?? 0);
  await said(inStars, 'Оплата получена');
  await admin.says('/admin');
  await press(admin, 'Платежи', 'Сверка', 'Сверить сейчас');
  await eventually(() => expect(admin.text()).toContain('всё сходится'));
  await press(admin, 'Сверка');
  expect(admin.text()).toMatch(/Картой: у провайдера 1 на 3,99.*у нас 1 на 3,99/);
  expect(admin.text()).toMatch(/Звёздами: у провайдера 1 на ⭐ 250, у нас 1 на ⭐ 250/);
  expect(admin.text()).toMatch(/Криптовалютой: у провайдера (\d) на (.*), у нас \1 на \2/);
  await press(admin, 'Сбои');
  expect(admin.text()).toContain('Отложенных дел нет');
});

it('nobody else gets there by an old button', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await press(admin, 'Платежи');
  const data = admin.data('Выручка');
  const person = await newcomer(product);
  await person.says('/orders');
  await person.taps({ label: person.buttons()[0] ?? '', data });
  expect(person.text()).not.toContain('Итого');
});

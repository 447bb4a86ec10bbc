import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { press } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { faults, type Product, startProduct } from '../support/product.ts';
import { openLeftBehind } from './left-behind.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    settings: { OWN_SUBSCRIPTIONS: '' },
    left: await openLeftBehind('left-behind'),
  });
});
afterAll(() => product.stop());

const [admin, kolya, john, vera, guest, manager, petr] = [101, 601, 602, 603, 604, 605, 606];
/** Somebody of the chats that were left. */
const person = (id: number | undefined): Tester => product.person({ id: id ?? 0 });
const said = (who: Tester, text: string) => eventually(() => expect(who.texts().join('\n')).toContain(text));

describe('after an update of the bot', () => {
  it('jobs that waited are done, and what was to be told is told', async () => {
    await said(person(petr), 'Ваша роль теперь: менеджер');
    await said(person(petr), 'Вам добавили доступ: 7 дней');
    await said(person(petr), 'Готово! Доступ настроен');
    const account = product.panel.control.users().find(({ telegram_id: id }) => id === petr);
    expect(account?.package_days).toBe(7);
  });

  it('what was said meanwhile is answered, from the inbox as from Telegram', async () => {
    await eventually(() => expect(person(manager).text()).toContain('По запросу «601» нашлось'));
    await eventually(() => expect(person(kolya).text()).toContain('Как подключиться?'));
  });

  it('a dialogue goes on at its step', async () => {
    const anna = person(admin);
    await anna.says('30');
    expect(anna.text()).toContain('шаг 3 из');
    await anna.taps('Только вход');
    expect(anna.text()).toContain('Использовано: 0 из 5');
    const inEnglish = person(john);
    await inEnglish.says('NO-SUCH-CODE');
    expect(inEnglish.text()).toMatch(/no such|not found|unknown|there is no/i);
    const code = /INV_\w+/.exec(anna.text())?.[0] ?? '';
    await person(guest).says(code);
    expect(person(guest).text()).toContain('Вы с нами!');
  });

  it('an invoice on the screen is paid, and what was bought arrives', async () => {
    const buyer = person(vera);
    const invoice = buyer.driver.messages().find((message) => message.invoice !== undefined);
    buyer.driver.pays(invoice?.message_id ?? 0);
    await said(buyer, 'Оплата получена');
    await said(buyer, 'Готово! Доступ настроен');
    const account = product.panel.control.users().find(({ telegram_id: id }) => id === vera);
    expect(account?.package_days).toBe(30);
  });

  it('buttons on the screen lead where they led', async () => {
    const owner = person(kolya);
    await press(owner, 'На главную');
    expect(owner.text()).toContain('Здравствуйте, Коля');
  });

  it('nothing has failed', async () => {
    const { rows } = await product.database.db.execute(
      `select name, output from pgboss.job where state = 'failed' or name like '%.dead'`,
    );
    expect(rows).toEqual([]);
    expect(faults(product)).toEqual([]);
  });
});

it('links go on leading to the panel, and an admin is offered our own subscriptions', async () => {
  const holder = person(petr);
  await holder.says('/key');
  expect(holder.text()).toContain(`/${product.panel.clientPath}/`);
  const anna = person(admin);
  await anna.says('/admin');
  await anna.taps('Ключи', 'Перейти на наши подписки', 'Да, сменить ссылки');
  await holder.says('/key');
  expect(holder.text()).toContain('/sub/');
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { byHand } from '../support/panel-hand.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

it('panel down during the trial: the person sees “setting up”, and the key arrives by itself when it is back', async () => {
  const person = await newcomer(product);
  await product.panel.control.setFaults({ down: true });
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  expect(person.text()).toContain('Настраиваем доступ');
  await person.says('/key');
  expect(person.text()).toContain('Доступ настраивается');
  await person.says('/profile');
  expect(person.text()).toContain('Состояние: настраивается');
  await eventually(async () => {
    await person.taps('Обновить');
    expect(person.text()).toContain('Сервер сейчас не отвечает. Ничего не пропало');
  });

  await product.panel.control.setFaults({ down: false });
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  expect(product.panel.control.users().filter((user) => user.telegram_id === person.id)).toHaveLength(1);
  expect(person.texts().filter((text) => text.includes('Готово!'))).toHaveLength(1);
  await person.taps('Получить ключ');
  expect(person.text()).toContain('Ваш ключ');
});

it('a panel that saves and answers 502 leads to one account and one message', async () => {
  const person = await newcomer(product);
  await product.panel.control.setFaults({ savesThen502: true });
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  expect(person.text()).toContain('Настраиваем доступ');
  await product.panel.control.setFaults({ savesThen502: false });
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  expect(product.panel.control.users().filter((user) => user.telegram_id === person.id)).toHaveLength(1);
  expect(person.texts().filter((text) => text.includes('Готово!'))).toHaveLength(1);
});

/** Every screen that says how somebody's access stands, by what it says. */
async function screensOf(person: Tester, admin: Tester): Promise<string[]> {
  const said: string[] = [];
  for (const command of ['/menu', '/profile', '/key']) {
    await person.says(command);
    said.push(person.text());
  }
  await admin.says('/admin');
  await admin.taps('Найти человека');
  await admin.says(String(person.id));
  await admin.taps(admin.buttons()[0] ?? '');
  said.push(admin.text());
  return said;
}

async function readUsage(admin: Tester): Promise<void> {
  await admin.says('/admin');
  await admin.taps('Панели');
  await admin.taps(admin.buttons()[0] ?? '', 'Прочитать трафик');
  await product.settled();
}

it('used-up traffic is said on every screen, with what to do next, and no key is handed out', async () => {
  const person = await newcomer(product);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  const { uuid } = accountOf(person);
  product.panel.control.addUsage(uuid, 5);
  const admin = await product.admin();
  await readUsage(admin);
  await eventually(async () => {
    const [home, profile, key, card] = await screensOf(person, admin);
    expect(home).toContain('Трафик закончился');
    expect(profile).toContain('Состояние: трафик закончился');
    expect(key).toContain('Трафик закончился');
    expect(card).toContain('Доступ: трафик закончился');
  });
  expect(person.buttons()).toContain('Купить доступ 💳');
  expect(person.text()).not.toContain(uuid);
});

it('an account that was switched off on the panel is said to be, and stays off whatever is given', async () => {
  const person = await newcomer(product);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  const { uuid } = accountOf(person);
  await byHand(product.panel, uuid, { enable: false });
  const admin = await product.admin();
  await readUsage(admin);
  await eventually(async () => {
    const [home, profile, key, card] = await screensOf(person, admin);
    for (const text of [home, key]) expect(text).toContain('Доступ выключен на сервере');
    expect(profile).toContain('Состояние: выключена на сервере');
    expect(card).toContain('Доступ: выключен на сервере');
  });

  await admin.taps('Подарить доступ', '7 дней', '50 ГБ');
  await admin.says('за сбой');
  await admin.taps('Да, выдать');
  await eventually(() => expect(accountOf(person).package_days).toBeGreaterThan(7));
  expect(accountOf(person)).toMatchObject({ enable: false });
  expect(person.texts().filter((text) => text.includes('Готово!'))).toHaveLength(1);

  await byHand(product.panel, uuid, { enable: true });
  await readUsage(admin);
  await eventually(async () => {
    await person.says('/profile');
    expect(person.text()).toContain('Состояние: работает');
  });
});

function accountOf({ id }: Tester) {
  const account = product.panel.control.users().find((user) => user.telegram_id === id);
  if (account === undefined) throw new Error('no account');
  return account;
}

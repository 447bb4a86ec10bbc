import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
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

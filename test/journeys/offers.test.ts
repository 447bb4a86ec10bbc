import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

it('without access the key and the profile offer the trial; who has had it is told since when, and is offered none', async () => {
  const person = await newcomer(product);
  for (const command of ['/key', '/profile']) {
    await person.says(command);
    expect(person.text()).toContain('Можно попробовать бесплатно: 7 дней, 5 ГБ.');
    expect(person.buttons().slice(0, 2)).toEqual(['Попробовать бесплатно 🎁', 'Купить доступ 💳']);
  }
  await person.taps('Попробовать бесплатно 🎁', 'Начать пробный период 🎁');
  await eventually(() => expect(person.text()).toContain('Готово!'));
  const began = new Intl.DateTimeFormat('ru-RU', {
    timeZone: 'Europe/Moscow',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(product.clock.now());
  await person.says('/trial');
  expect(person.text()).toContain(`Пробный период у вас уже был: он начался ${began.replace(/\s*г\.$/, '')}`);
  product.clock.advance(8 * 24 * 60 * 60 * 1000);
  await person.says('/profile');
  expect(person.buttons().join()).not.toContain('Попробовать бесплатно');
  expect(person.buttons()).toContain('У меня есть код');
});

it('somebody outside is not offered a trial that they cannot start', async () => {
  const person = product.person({ firstName: 'Оля', languageCode: 'ru' });
  for (const command of ['/key', '/profile']) {
    await person.says(command);
    expect(person.buttons()).toContain('У меня есть код');
    expect(person.buttons().join()).not.toContain('Попробовать бесплатно');
  }
});

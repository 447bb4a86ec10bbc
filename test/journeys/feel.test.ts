import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { inviteFrom, newcomer } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

async function takesTrial(person: Tester): Promise<void> {
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово!'));
}

it('somebody outside is greeted, finds help, and is not offered what they cannot have', async () => {
  const person = product.person({ firstName: 'Оля', languageCode: 'ru' });
  await person.starts();
  expect(person.text()).toContain('Здравствуйте! Сюда приходят по приглашению');
  expect(person.buttons()).toEqual(['Язык / Language', 'Помощь']);
  await person.says('/trial');
  expect(person.text()).toContain('Сначала войдите по коду приглашения');
  expect(person.buttons().join()).not.toContain('Начать пробный период');
  await person.taps('У меня есть код');
  expect(person.text()).toContain('Нужен код приглашения');
});

it('a command to cancel says whether there was anything to cancel', async () => {
  const person = await newcomer(product);
  await person.says('/cancel');
  expect(person.text()).toContain('Сейчас нечего отменять.');
  await person.taps('У меня есть код');
  expect(person.text()).toContain('Код приглашения');
  await person.says('/cancel');
  expect(person.text()).toContain('Отменено.');
});

it('each form of the key leads to the other forms and back, and only the newest message has buttons', async () => {
  const person = await newcomer(product);
  await takesTrial(person);
  await person.taps('Получить ключ', 'QR-код');
  expect(person.screen().photo?.length).toBeGreaterThan(0);
  await person.taps('Файл для Xray');
  expect(person.screen().document?.file_name).toBe('vpn-standard.json');
  await person.taps('Ссылка VLESS');
  expect(person.text()).toContain('vless://');
  await person.taps('Мой ключ');
  expect(person.text()).toContain('Ваш ключ');
  const withButtons = person.driver.messages().filter((message) => message.reply_markup !== undefined);
  expect(withButtons).toHaveLength(1);
});

it('in the Enhanced mode the key screen does not show the link that lacks it', async () => {
  const person = await newcomer(product);
  await takesTrial(person);
  await person.taps('Получить ключ', 'Усиленный режим');
  expect(person.text()).toContain('Режим: усиленный');
  expect(person.text()).not.toContain('http');
});

it('whoever has had their days is told since when and what brings access back', async () => {
  const person = await newcomer(product);
  const admin = await product.admin();
  const code = await inviteFrom(admin, { grant: 'Только вход' });
  await takesTrial(person);
  product.clock.advance(8 * 24 * 60 * 60 * 1000);
  await person.says('/profile');
  expect(person.text()).toContain('Состояние: закончилась');
  expect(person.text()).toContain('Действовала до:');
  expect(person.text()).toContain('купите доступ или введите новый код приглашения');
  await person.taps('У меня есть код');
  await person.says(code);
  expect(person.text()).toContain('Вы уже с нами');
});

it('a question about a new invite can be gone back to and answered anew', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение', '5', '30 дней', 'Назад', 'Назад');
  expect(admin.text()).toContain('шаг 1 из 4');
  await admin.taps('10', 'Бессрочно', 'Только вход');
  expect(admin.text()).toContain('Использовано: 0 из 10');
  expect(admin.text()).toContain('Действует: бессрочно');
});

it('every button begins with a word or a number and has at most one emoji, at its end', async () => {
  const person = await newcomer(product);
  const admin = await product.admin();
  const labels: string[] = [];
  const walk = async (who: Tester, ...path: string[]) => {
    for (const label of path) {
      labels.push(...who.buttons());
      await who.taps(label);
    }
    labels.push(...who.buttons());
  };
  await walk(admin, 'Управление', 'Приглашения', 'Создать приглашение', '5', '30 дней', '30 дней', '50 ГБ');
  await walk(admin, 'Отозвать', 'Назад', 'Назад', 'На главную', 'Язык / Language');
  await takesTrial(person);
  await walk(
    person,
    'Моя подписка',
    'Получить ключ',
    'Android',
    'Мой ключ',
    'Сравнить режимы',
    'Усиленный режим',
  );
  expect(labels.length).toBeGreaterThan(50);
  expect(
    labels.filter((label) => !/^[\p{L}\d]\P{Extended_Pictographic}*\p{Extended_Pictographic}?$/u.test(label)),
  ).toEqual([]);
});

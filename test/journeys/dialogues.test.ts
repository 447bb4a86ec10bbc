import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

it('/start in the middle of a dialogue leads home, and the dialogue is over', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение', '5');
  expect(admin.text()).toContain('шаг 2 из');
  await admin.starts();
  expect(admin.text()).toContain('Здравствуйте, Анна');
  await admin.says('30');
  expect(admin.text()).toContain('Я не понял');
});

it('a dialogue goes on where it was after a restart of the bot', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение', '5');
  await product.restart();
  await admin.says('30');
  expect(admin.text()).toContain('шаг 3 из');
});

it('a wrong answer says what is wanted and keeps what was given', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение');
  await admin.says('много');
  expect(admin.text()).toContain('от 1 до 1000');
  await admin.says('7');
  await admin.says('-3');
  expect(admin.text()).toContain('от 1 до 365');
  await admin.taps('Бессрочно', 'Только вход');
  expect(admin.text()).toContain('Использовано: 0 из 7');
});

it('commands of other screens work in the middle of a dialogue', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение');
  await admin.says('/profile');
  expect(admin.text()).toContain('Моя подписка');
});

it('a demoted manager’s old button is refused and the screen shows what is true now', async () => {
  const manager = await newcomer(product, { firstName: 'Максим' });
  const admin = await product.admin();
  const makeRole = async (role: string) => {
    await admin.says('/admin');
    await admin.taps('Найти человека');
    await admin.says(String(manager.id));
    await admin.taps(`Максим · ${manager.id}`, `Сделать: ${role}`, 'Да, изменить');
  };
  await makeRole('менеджер');
  await manager.says('/admin');
  await manager.taps('Приглашения');
  const old = manager.data('Создать приглашение');
  await makeRole('пользователь');
  await eventually(() => expect(manager.text()).toContain('Ваша роль теперь: пользователь'));
  await manager.taps({ label: 'На главную', data: old });
  expect(manager.toast()).toContain('нет прав');
  expect(manager.buttons().join()).not.toContain('Управление');
});

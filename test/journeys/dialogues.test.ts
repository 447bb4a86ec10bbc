import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRole, newcomer } from '../support/journeys.ts';
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

it('a step back keeps what was answered, and one tap leaves it as it was', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение');
  await admin.says('17');
  await admin.says('12');
  await admin.taps('Назад', 'Назад');
  expect(admin.text()).toContain('шаг 1 из');
  await admin.taps('Оставить как было');
  expect(admin.text()).toContain('шаг 2 из');
  await product.restart();
  await admin.taps('Оставить как было', 'Только вход');
  expect(admin.text()).toContain('Использовано: 0 из 17');
  expect(admin.buttons()).not.toContain('Оставить как было');
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
  await makeRole(admin, manager, 'manager');
  await manager.says('/admin');
  await manager.taps('Приглашения');
  const old = manager.data('Создать приглашение');
  await makeRole(admin, manager, 'user');
  await manager.taps({ label: 'На главную', data: old });
  expect(manager.toast()).toContain('нет прав');
  expect(manager.buttons().join()).not.toContain('Управление');
});

it('a stale or forged button in a dialogue draws the question again, and what was answered is kept', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение', '5');
  await admin.taps({ label: 'Отмена', data: '1home~AAAAAAAAAAA' });
  expect(admin.toast()).toContain('Меню обновилось');
  expect(admin.text()).toContain('шаг 2 из');
  await admin.says('30');
  await admin.taps('Только вход');
  expect(admin.text()).toContain('Использовано: 0 из 5');
});

it('choosing a language in a dialogue draws its question in that language, and the dialogue goes on', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение', '5');
  await admin.says('/language');
  await admin.taps('English');
  expect(admin.text()).toContain('New invite, step 2 of 4');
  await admin.says('30');
  expect(admin.text()).toContain('step 3 of 4');
  await admin.says('/language');
  await admin.taps('Русский');
  expect(admin.text()).toContain('шаг 3 из');
  await admin.says('/cancel');
  await admin.says('/language');
  await admin.taps('Русский');
  expect(admin.text()).toContain('Здравствуйте, Анна');
});

it.each([
  ['taps', 'Здравствуйте, Марк'],
  ['says', 'нет прав'],
] as const)(
  'whoever loses the right in the middle of a dialogue and then %s the answer is out of it',
  async (does, answer) => {
    const manager = await newcomer(product, { firstName: 'Марк' });
    const setRole = (role: string) =>
      product.database.db.execute(sql`update users set role = ${role} where telegram_id = ${manager.id}`);
    await setRole('manager');
    await manager.says('/admin');
    await manager.taps('Приглашения', 'Создать приглашение');
    await setRole('user');
    await manager[does]('5');
    expect(manager.text()).toContain(answer);
    await manager.says('7');
    expect(manager.text()).toContain('Я не понял');
  },
);

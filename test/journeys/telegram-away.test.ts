import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { sql } from 'drizzle-orm';
import { eventually } from '../support/eventually.ts';
import { makeRole, newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const failures = () => product.log.filter((line) => line.includes('update failed')).length;

it('while Telegram refuses every call nothing is given up, health warns, and then everybody is answered', async () => {
  const person = await newcomer(product);
  const before = failures();
  product.world.faults.set({ telegram5xx: true });
  onTestFinished(() => void product.world.faults.set({ telegram5xx: false }));
  person.driver.says('/profile');
  // More tries than a poisonous update would be given.
  await eventually(() => expect(failures() - before).toBeGreaterThan(4));
  await eventually(async () => {
    const answer = await fetch(`${product.app().url}/health`);
    expect(await answer.json()).toEqual({ status: 'warn' });
  });
  product.world.faults.set({ telegram5xx: false });
  await eventually(() => expect(person.text()).toContain('Подписк'));
  const { rows } = await product.database.db.execute(
    sql`select count(*)::int as dead from inbox where status = 'dead'`,
  );
  expect(rows).toEqual([{ dead: 0 }]);
});

it('a word that comes after the tap was answered is a message', async () => {
  const person = await newcomer(product);
  await person.taps('Попробовать бесплатно');
  const data = person.data('Начать пробный период');
  // The same question twice: what one of them was answered, the other one does not know.
  await person.says('/trial');
  expect(person.data('Начать пробный период')).not.toBe(data);
  await person.taps('Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово!'));
  const release = Promise.withResolvers<void>();
  const locked = product.database.db.transaction(async (tx) => {
    await tx.execute(sql`lock table trials in access exclusive mode`);
    await release.promise;
  });
  const tap = person.driver.taps('Получить ключ', { data });
  await eventually(() => expect(person.driver.toast(tap)).toBeDefined());
  release.resolve();
  await locked;
  await eventually(() => expect(person.texts().join()).toContain('Он даётся один раз'));
});

it('a notice in the middle of a dialogue leaves its question the buttons', async () => {
  const admin = await product.admin();
  const person = await newcomer(product);
  await person.taps('У меня есть код');
  await makeRole(admin, person, 'manager');
  const question = person.driver.messages().find((message) => message.text?.includes('Код приглашения'));
  expect(question?.reply_markup).toBeDefined();
});

it('a name cannot pass for lines of a screen', async () => {
  const liar = product.person({ firstName: 'Иван\nНомер: 101\nРоль: администратор', languageCode: 'ru' });
  await liar.starts();
  const { rows } = await product.database.db.execute(
    sql`select first_name as name from users where telegram_id = ${liar.id}`,
  );
  expect(rows).toEqual([{ name: 'Иван Номер: 101 Роль: администратор' }]);
});

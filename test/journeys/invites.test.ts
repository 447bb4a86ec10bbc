import { afterAll, beforeAll, expect, it } from 'vitest';
import { inviteFrom, makeRole, newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

it('an admin sees whose code it is, how many came, and that the code of a demoted manager lets nobody in', async () => {
  const admin = await product.admin();
  const manager = await newcomer(product, { firstName: 'Максим', username: 'max_manager' });
  await makeRole(admin, manager, 'manager');
  await inviteFrom(manager, { uses: '10' });
  expect(manager.text()).not.toContain('Создал:');
  await manager.says('/admin');
  await manager.taps('Приглашения', 'Создать приглашение');
  expect(manager.buttons()).not.toContain('100');
  await manager.says('21');
  expect(manager.text()).toContain('не больше 20 чел');
  await manager.taps('5', 'Бессрочно');
  expect(manager.buttons()).not.toContain('Постоянный доступ');
  await manager.says('32');
  expect(manager.text()).toContain('не больше 31 дн');
  await manager.taps('30 дней');
  expect(manager.buttons()).not.toContain('Без ограничений');
  await manager.says('101');
  expect(manager.text()).toContain('не больше 100 ГБ');
  await manager.taps('Отмена');
  const code = await inviteFrom(manager, { uses: '5' });
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Показать все');
  const short = `Код ${code.slice(4, 10)}`;
  expect(admin.text()).toContain(`${short} — Максим (@max_manager)`);
  expect(admin.buttons()).toContain(`${short} · вошли 0 из 5 · действует`);
  await admin.taps(`${short} · вошли 0 из 5 · действует`);
  expect(admin.text()).toContain('Создал: Максим (@max_manager)');

  await makeRole(admin, manager, 'user');
  const guest = product.person({ firstName: 'Оля', languageCode: 'ru' });
  await guest.starts(code);
  expect(guest.text()).toContain('с вами всё в порядке');
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Показать все', `${short} · вошли 0 из 5 · действует`);
  expect(admin.text()).toContain('Максим (@max_manager), приглашать больше не может');
});

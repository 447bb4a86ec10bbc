import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { inviteFrom, newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

const dayMs = 24 * 60 * 60 * 1000;
let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

it('access that ended is set up anew: “setting up” first, then “ready”, with the whole traffic', async () => {
  const person = await newcomer(product);
  const ready = () => person.texts().filter((text) => text.includes('Готово!')).length;
  const account = () => product.panel.control.users().find((user) => user.telegram_id === person.id);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(ready()).toBe(1));
  product.panel.control.addUsage(account()?.uuid ?? '', 5);

  product.clock.advance(20 * dayMs);
  const code = await inviteFrom(await product.admin(), { grant: '30 дней', traffic: '10 ГБ' });
  await product.panel.control.setFaults({ down: true });
  await person.starts(code);
  await person.says('/key');
  expect(person.text()).toContain('Доступ настраивается');

  await product.panel.control.setFaults({ down: false });
  await eventually(() => expect(ready()).toBe(2));
  expect(account()).toMatchObject({
    enable: true,
    package_days: 30,
    usage_limit_GB: 10,
    current_usage_GB: 0,
  });
});

it('a longer period keeps what was used of it, and nobody is told “ready” twice', async () => {
  const person = await newcomer(product);
  const account = () => product.panel.control.users().find((user) => user.telegram_id === person.id);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово!'));
  product.panel.control.addUsage(account()?.uuid ?? '', 3);

  const code = await inviteFrom(await product.admin(), { grant: '30 дней', traffic: '10 ГБ' });
  await person.starts(code);
  await eventually(() => expect(account()).toMatchObject({ package_days: 37, usage_limit_GB: 15 }));
  expect(account()?.current_usage_GB).toBeCloseTo(3);
  expect(person.texts().filter((text) => text.includes('Готово!'))).toHaveLength(1);
});

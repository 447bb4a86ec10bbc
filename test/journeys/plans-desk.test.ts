import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newcomer } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

async function openPlan(admin: Tester, name: string): Promise<void> {
  await admin.says('/admin');
  await admin.taps('Тарифы', name);
}

describe('an admin at the plans', () => {
  it('changes traffic and both names, and people see them', async () => {
    const admin = await product.admin();
    await openPlan(admin, 'Неделя');
    await admin.taps('Трафик');
    await admin.says('много');
    expect(admin.text()).toMatch(/от 0 до 10000[\s\S]*например 200/);
    await admin.says('70');
    expect(admin.text()).toContain('Трафик: 70 ГБ');
    await admin.taps('Название по-английски');
    await admin.says('<b>Week</b> &');
    expect(admin.text()).toContain('По-английски: <b>Week</b> &');
    const person = await newcomer(product, { languageCode: 'en' });
    await person.says('/plans');
    expect(person.text()).toContain('<b>Week</b> &: 7 days, traffic 70 GB');
    await openPlan(admin, 'Неделя');
    await admin.taps('Трафик');
    await admin.says('0');
    expect(admin.text()).toContain('Трафик: без ограничений');
  });

  it('moves a plan up, and it is offered earlier', async () => {
    const admin = await product.admin();
    await openPlan(admin, 'Навсегда');
    await admin.taps('Выше ↑');
    const person = await newcomer(product);
    await person.says('/plans');
    const labels = person.buttons().join('\n');
    expect(labels.indexOf('Навсегда')).toBeLessThan(labels.indexOf('Год'));
  });

  it('changes the trial, which people are offered at once, and switches it off', async () => {
    const admin = await product.admin();
    await openPlan(admin, 'Пробный');
    expect(admin.text()).toContain('как в настройках TRIAL_DAYS');
    expect(admin.buttons().join('\n')).not.toContain('Цена');
    await admin.taps('Срок');
    await admin.says('0');
    expect(admin.text()).toMatch(/от 1 до 3650[\s\S]*пробный период, например 7/);
    await admin.says('10');
    expect(admin.text()).toContain('больше не действуют');
    const person = await newcomer(product);
    await person.says('/trial');
    expect(person.text()).toContain('10 дней бесплатно и 5 ГБ');
    await openPlan(admin, 'Пробный');
    await admin.taps('Выключить пробный период');
    await person.taps('Начать пробный период 🎁');
    expect(person.toast()).toContain('выключен');
    await person.says('/trial');
    expect(person.text()).toContain('Пробный период сейчас выключен');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ask, feedAddressOf, ownFeed } from '../features/keys/own-feed.ts';
import { newcomer, press, tapsTwice } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';
import { startJob } from '../support/start-job.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ settings: ownFeed });
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
    expect(admin.text()).toMatch(/⭐ 100 · .*1,49/);
    expect(admin.buttons()).toContain('Цена в звёздах');
    await admin.taps('Трафик');
    await admin.says('много');
    expect(admin.text()).toMatch(/от 0 до 10.000[\s\S]*например 200/);
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
    // Why a price is refused is said by how its currency is written.
    await admin.taps('Цена в USD');
    await admin.says('-5');
    expect(admin.text()).toContain('сумма в USD от нуля, не больше 2 знаков после запятой');
    await openPlan(admin, 'Неделя');
    await admin.taps('Цена в звёздах');
    await admin.says('1,5');
    expect(admin.text()).toContain('сумма в звёздах от нуля, целым числом');
    await admin.says('/cancel');
  });

  it('sells a year of 50 GB a month, and it is that on the panel, on every screen, for every app, and in each warning', async () => {
    const admin = await product.admin();
    await openPlan(admin, 'Год');
    await admin.taps('Трафик');
    await admin.says('50');
    await admin.taps('Трафик: на весь срок');
    expect(admin.text()).toContain('Трафик: 50 ГБ в месяц');
    await product.database.db.execute(
      `insert into promo_codes (code, kind, value, per_person, created_by, created_at) values ('GIFT', 'percent', 100, 1, 101, now())`,
    );
    const person = await newcomer(product);
    await person.says('/promo');
    await person.says('gift');
    expect(person.text()).toContain('365 дней, трафик 50 ГБ в месяц');
    await press(person, 'Год');
    expect(person.text()).toMatch(/каждые 30 дней[\s\S]*неиспользованный сгорает/);
    await press(person, 'Получить бесплатно', 'Да, получить');
    const account = () => product.panel.control.users().find((user) => user.telegram_id === person.id);
    await eventually(() => expect(person.texts().join('\n')).toContain('Доступ настроен'));
    expect(account()).toMatchObject({ usage_limit_GB: 50, package_days: 365 });
    await person.says('/orders');
    await press(person, '№');
    expect(person.text()).toContain('Доступ: 365 дней, трафик 50 ГБ в месяц');
    // What admins make of the plan later changes nothing of it.
    await openPlan(admin, 'Год');
    await admin.taps('Трафик: на месяц, остаток сгорает');
    expect(admin.text()).toContain('Трафик: 50 ГБ в месяц, остаток сохраняется');
    const address = await feedAddressOf(person);
    await person.says('/profile');
    const [, date = ''] = /Трафик начнётся заново (.+), остаток сгорит/.exec(person.text()) ?? [];
    expect(date).not.toBe('');
    product.panel.control.addUsage(account()?.uuid ?? '', 51);
    await startJob(product.database, { name: 'panel-sync', data: { panelId: 1 } });
    for (const command of ['/start', '/profile', '/key', '/orders']) {
      await eventually(async () => {
        await person.says(command);
        if (command === '/orders') await press(person, '№');
        expect(person.text()).toContain(`Новый трафик придёт ${date}, ключ заработает сам.`);
      });
    }
    const usedUp = await ask(address, 'x');
    const month = 30 * 24 * 60 * 60;
    const refill = Number(usedUp.headers.get('subscription-refill-date'));
    expect(Math.abs(refill - product.clock.now().getTime() / 1000 - month)).toBeLessThan(600);
    expect(decodeURIComponent(await usedUp.text())).toContain(`Трафик закончился — новый придёт ${date}`);
    product.clock.advance(month * 1000);
    await startJob(product.database, { name: 'lapse' });
    await eventually(() => expect(account()).toMatchObject({ current_usage_GB: 0, usage_limit_GB: 50 }));
    await eventually(async () => {
      await person.says('/profile');
      expect(person.text()).toContain('Состояние: работает');
    });
    expect(person.text()).toMatch(/0 [А-Я]+ из 50 ГБ/);
    const after = await ask(address, 'x');
    expect(after.headers.get('subscription-userinfo')).toMatch(
      `download=0; total=${50 * 1024 ** 3}; expire=`,
    );
    expect(Number(after.headers.get('subscription-refill-date')) - refill).toBe(month);
  });

  it('moves a plan up by one place, however often the button is tapped, and it is offered earlier', async () => {
    const admin = await product.admin();
    await openPlan(admin, 'Навсегда');
    await tapsTwice(admin, 'Выше ↑');
    const person = await newcomer(product);
    await person.says('/plans');
    const labels = person.buttons().join('\n');
    expect(labels.indexOf('Навсегда')).toBeLessThan(labels.indexOf('Год'));
    expect(labels.indexOf('Навсегда')).toBeGreaterThan(labels.indexOf('3 месяца'));
  });

  it('takes a protocol out of a plan, however often the button is tapped', async () => {
    const admin = await product.admin();
    await openPlan(admin, 'Навсегда');
    await admin.taps('Протоколы');
    await tapsTwice(admin, '✅ Shadowsocks-2022');
    expect(admin.buttons()).toContain('Shadowsocks-2022');
    await tapsTwice(admin, 'Shadowsocks-2022');
    expect(admin.buttons()).toContain('✅ Shadowsocks-2022');
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

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let admin: Tester;
beforeAll(async () => {
  product = await startProduct({
    settings: {
      OWN_SUBSCRIPTIONS: 'yes',
      VPS_IP: '203.0.113.10',
      REALITY_PUBLIC_KEY: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
      REALITY_SHORT_ID: '0123456789abcdef',
      REALITY_SNI: 'www.example.com',
      HYSTERIA2_PORT: '8443',
      HYSTERIA2_SNI: 'vpn.example.com',
    },
  });
  admin = await product.admin();
});
afterAll(() => product.stop());

const bodyOf = async (url: string) => decodeURIComponent(await (await fetch(url)).text());
const addressOf = (person: Tester) => /https?:\/\/\S+\/sub\/[\w-]+/.exec(person.text())?.[0] ?? 'no address';

async function openTrial(...buttons: string[]): Promise<void> {
  await admin.says('/admin');
  await admin.taps('Тарифы', 'Пробный', ...buttons);
}

it('keys are of the protocols that the plan offers, at once, and of all for those without a plan', async () => {
  const person = await newcomer(product);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  await person.says('/key');
  const address = addressOf(person);
  expect(await bodyOf(address)).toMatch(/vless:[\s\S]*hysteria2:/);

  await openTrial('Протоколы', '✅ VLESS-Reality', '✅ Shadowsocks-2022', '✅ Hysteria2');
  expect(admin.toast()).toContain('Хотя бы один протокол');
  await admin.taps('Назад');
  expect(admin.text()).toContain('Протоколы: Hysteria2');
  const limited = await bodyOf(address);
  expect(limited).toContain('hysteria2:');
  expect(limited).not.toMatch(/vless:|ss:/);

  await product.database.db.execute(
    sql`update subscriptions set plan_code = null where user_id = ${person.id}`,
  );
  expect(await bodyOf(address)).toContain('vless:');
  await product.database.db.execute(
    sql`update subscriptions set plan_code = 'trial' where user_id = ${person.id}`,
  );
  await openTrial('Протоколы', 'VLESS-Reality', 'Shadowsocks-2022');
  await admin.taps('Назад');
  expect(admin.text()).toContain('Протоколы: все');
  expect(await bodyOf(address)).toContain('vless:');
});

it('an admin chooses the group of a plan among those that panels belong to', async () => {
  await openTrial('Группа панелей');
  expect(admin.buttons()).toContain('✅ main');
  await admin.taps('✅ main');
  expect(admin.text()).toContain('Группа панелей: main');
});

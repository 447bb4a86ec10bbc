import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer, tapsTwice } from '../support/journeys.ts';
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
    },
  });
  admin = await product.admin();
});
afterAll(() => product.stop());

const bodyOf = async (url: string) => decodeURIComponent(await (await fetch(url)).text());

async function personWithKey(): Promise<{ person: Tester; address: string }> {
  const person = await newcomer(product);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  await person.says('/key');
  return { person, address: /https?:\/\/\S+\/sub\/[\w-]+/.exec(person.text())?.[0] ?? 'no address' };
}

test('an admin changes the disguise of keys, tests it, applies it, and people get the new one', async () => {
  const { person, address } = await personWithKey();
  expect(await bodyOf(address)).toContain('sni=www.example.com');

  await admin.says('/admin');
  await admin.taps('Ключи');
  expect(admin.text()).toContain('Hysteria2: берётся с панели');
  await admin.taps('Reality', 'SNI');
  await admin.says('https://не-имя');
  expect(admin.text()).toContain('Не подходит: https://не-имя');
  expect(admin.text()).toContain('www.example.com');
  await admin.says('www.example.org');
  expect(admin.text()).toContain('SNI: www.example.org');
  expect(await bodyOf(address)).toContain('sni=www.example.com');

  await admin.says('/admin');
  await admin.taps('Ключи', 'Проверить всё');
  expect(admin.text()).toContain('С ошибкой: 0');
  await admin.taps('Назад', 'Применить черновик', 'Да, применить');
  expect(admin.text()).toContain('Действует версия');
  expect(await bodyOf(address)).toContain('sni=www.example.org');
  await person.says('/key');
  await person.taps('Ссылка VLESS');
  expect(person.text()).toContain('sni=www.example.org');
});

test('a further server comes with everybody’s own key, in their subscription', async () => {
  const { address } = await personWithKey();
  const [own = ''] = (await bodyOf(address)).split('\n');
  const uuid = /vless:\/\/([0-9a-f-]{36})@/.exec(own)?.[1] ?? 'no uuid';
  const foreign = '99999999-9999-4999-8999-999999999999';
  await admin.says('/admin');
  await admin.taps('Ключи', 'Другие серверы', 'Добавить сервер');
  await admin.says('https://example.com/');
  expect(admin.text()).toContain('Такую ссылку прочесть не получилось');
  const link = own.replace(uuid, foreign).replace('203.0.113.10', '198.51.100.9').replace(/#.*/, '');
  await admin.says(`${link}#${encodeURIComponent('🇩🇪 Франкфурт')}`);
  expect(admin.text()).toContain('🇩🇪 Франкфурт');
  await admin.taps('Назад', 'Применить черновик', 'Да, применить');
  const lines = (await bodyOf(address)).trim().split('\n');
  expect(lines.at(-1)).toContain(`vless://${uuid}@198.51.100.9:443`);
  expect(lines.at(-1)).toContain('#🇩🇪 Франкфурт');
  expect(lines.join('\n')).not.toContain(foreign);
});

test('an admin takes a ready-made cut, and the enhanced keys of people are cut so', async () => {
  const { person, address } = await personWithKey();
  await admin.says('/admin');
  await admin.taps('Ключи', 'Дробление');
  expect(admin.buttons()).toEqual(expect.arrayContaining(['Мягкое', '✅ Среднее', 'Сильное']));
  await admin.taps('Сильное');
  expect(admin.buttons()).toContain('✅ Сильное');
  expect(admin.text()).toContain('Дробление: сильное (1-5, 40-80, 10-30)');
  await admin.taps('Назад', 'Применить черновик', 'Да, применить');
  const headers = { 'user-agent': 'Happ/4.2.0' };
  const configs = await (await fetch(`${address}/enhanced`, { headers })).text();
  expect(configs).toContain('{"packets":"1-5","length":"40-80","interval":"10-30","maxSplit":25}');
  await person.says('/key');
  await person.taps('Усиленный режим', 'Ссылка VLESS');
  expect(decodeURIComponent(person.text())).toContain('"lengths":["40-80"],"delays":["10-30"],"maxSplit":25');
  await admin.taps('Дробление', 'Длина куска, байт');
  await admin.says('60-90');
  expect(admin.text()).toContain('Дробление: 1-5, 60-90, 10-30');
  expect(admin.buttons()).toEqual(expect.arrayContaining(['Мягкое', 'Среднее', 'Сильное']));
});

test('an app that is not offered any more is not shown to people', async () => {
  const { person } = await personWithKey();
  await admin.says('/admin');
  await admin.taps('Ключи', 'Приложения');
  await tapsTwice(admin, '✅ Hiddify');
  await admin.taps('Назад', 'Применить черновик', 'Да, применить');
  await person.says('/key');
  await person.taps('iPhone и iPad');
  expect(person.text()).toContain('Happ');
  expect(person.text()).not.toContain('Hiddify');
});

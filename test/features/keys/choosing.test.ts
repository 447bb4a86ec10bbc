import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adviseMode, networks, places } from '../../../src/features/keys/advice.rules.ts';
import { eventually } from '../../support/eventually.ts';
import { newcomer } from '../../support/journeys.ts';
import type { Tester } from '../../support/person.ts';
import { type Product, startProduct } from '../../support/product.ts';

let product: Product;
let person: Tester;
beforeAll(async () => {
  product = await startProduct();
  person = await ready();
});
afterAll(() => product.stop());

async function ready(): Promise<Tester> {
  const tester = await newcomer(product);
  await tester.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(tester.text()).toContain('Готово! Доступ настроен'));
  return tester;
}

describe('a beginner who chooses', () => {
  it('changes the mode on the screen of the device, and sees the link of that mode', async () => {
    await person.says('/key');
    await person.taps('Android', 'Happ');
    expect(person.text()).toContain('Happ, Android (обычный режим)');
    await person.taps('Усиленный режим');
    expect(person.text()).toContain('Happ, Android (усиленный режим)');
    expect(person.text()).toContain('fm=');
    await person.taps('Обычный режим');
    expect(person.text()).not.toContain('fm=');
  });

  it('is told when an app cannot do the mode, shown one that can, and finds the way back to theirs', async () => {
    await person.says('/key');
    await person.taps('iPhone и iPad', 'Усиленный режим');
    expect(person.text()).toMatch(/^Hiddify не умеет усиленный режим/);
    expect(person.text()).toContain('Happ, iPhone и iPad (усиленный режим)');
    await person.taps('Обычный режим');
    expect(person.text()).toMatch(/^Hiddify, iPhone и iPad \(обычный режим\)/);
  });

  it('with a device that no app is known for finds everything that the steps speak of', async () => {
    await person.says('/key');
    await person.taps('Другое устройство');
    expect(person.text()).toContain('возьмите ссылку VLESS или файл настроек');
    expect(person.buttons()).toEqual(
      expect.arrayContaining(['Скопировать ссылку', 'QR-код', 'Ссылка VLESS', 'Файл для Xray']),
    );
  });

  it('is told when the server does not let an app in, by a button from before too', async () => {
    await person.says('/key');
    await person.taps('iPhone и iPad', 'Happ');
    await product.restart({ REALITY_XRAY_VERSION: '26.9.9' });
    await person.taps('Hiddify');
    expect(person.text()).toMatch(/^Hiddify с вашим сервером сейчас не работает/);
    expect(person.text()).toContain('Happ, iPhone и iPad');
    expect(person.buttons()).not.toContain('Hiddify');
    await product.restart();
  });

  it('answers two questions, where and how they are online, and is led to the mode to begin with', async () => {
    await person.says('/key');
    await person.taps('Сравнить режимы', 'Подобрать за два вопроса', 'Россия', 'Мобильная связь');
    expect(person.text()).toContain('Начните с усиленного режима');
    expect(person.text()).toContain('Hysteria2');
    await person.taps('Назад', 'Назад', 'Другая страна', 'Домашний интернет');
    expect(person.text()).toContain('Начните с обычного режима');
    await person.taps('Обычный режим');
    expect(person.text()).toContain('Режим: обычный');
  });
});

it('the enhanced mode is advised where networks inspect connections, and the standard one elsewhere', () => {
  const advised = places.flatMap((place) =>
    networks.map((network) => [place, network, adviseMode(place, network)]),
  );
  expect(
    advised.filter(([, , mode]) => mode === 'standard').map(([place, network]) => [place, network]),
  ).toEqual([
    ['elsewhere', 'home'],
    ['elsewhere', 'mobile'],
  ]);
});

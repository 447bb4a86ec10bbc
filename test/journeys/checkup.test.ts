import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { byHand } from '../support/panel-hand.ts';
import { newcomer, press } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let product: Product;
let person: Tester;
beforeAll(async () => {
  product = await startProduct({ settings: { SUPPORT_CONTACT: '@helper' } });
});
afterAll(() => product.stop());
beforeEach(async () => {
  await product.panel.control.clearFaults();
  person = await newcomer(product);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => {
    if (!person.text().includes('Готово! Доступ настроен')) throw new Error(person.text());
  });
});

const account = () => product.panel.control.users().find((user) => user.telegram_id === person.id);

async function check(): Promise<string> {
  await person.says('/profile');
  await person.taps('Не работает? Проверить');
  return person.text();
}

describe('“not working? check it”', () => {
  it('says that all is well on our side, and what to do in the app', async () => {
    const text = await check();
    for (const words of ['действует до', 'Сервер отвечает', 'Подписка открывается', 'Обновите подписку'])
      expect(text).toContain(words);
    expect(text).toContain('@helper');
    expect(person.buttons()[0]).toContain('Получить ключ');
  });

  it('writes anew what the server has lost or has otherwise, and says so', async () => {
    product.panel.control.removeRow(account()?.uuid ?? '');
    expect(await check()).toContain('записали его заново');
    expect(account()).toMatchObject({ enable: true, package_days: 7 });
    expect(await check()).toContain('ваш ключ на нём есть');
  });

  it('says that the server does not answer, and that nothing is lost', async () => {
    await product.panel.control.setFaults({ down: true });
    const text = await check();
    expect(text).toContain('Сервер сейчас не отвечает');
    expect(text).toContain('Ничего не пропало');
    await product.panel.control.clearFaults();
  });

  it('undoes nothing that was switched off on the server by hand', async () => {
    const { uuid = '' } = account() ?? {};
    await byHand(product.panel, uuid, { enable: false });
    const text = await check();
    expect(text).toContain('выключил тот, кто ведёт сервер');
    expect(account()?.enable).toBe(false);
  });

  it('leads to buying where access has ended', async () => {
    product.clock.advance(8 * dayMs);
    await person.says('/help');
    await person.taps('Не работает? Проверить');
    expect(person.text()).toContain('Срок доступа закончился');
    expect(person.buttons()[0]).toContain('Купить');
  });
});

describe('refreshing the subscription', () => {
  it('reads the server now, and says what has changed or that nothing did', async () => {
    product.panel.control.addUsage(account()?.uuid ?? '', 1);
    await person.says('/profile');
    expect(person.text()).toContain('0 ГБ из');
    await press(person, 'Обновить');
    expect(person.toast()).toBe('Обновлено: ещё 1 ГБ израсходовано.');
    expect(person.text()).toContain('1 ГБ из 5 ГБ');
    await press(person, 'Обновить');
    expect(person.toast()).toContain('ничего не изменилось');
    await product.panel.control.setFaults({ down: true });
    await press(person, 'Обновить');
    expect(person.toast()).toContain('Сервер сейчас не отвечает');
  });
});

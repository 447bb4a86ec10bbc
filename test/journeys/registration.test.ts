import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { inviteFrom, newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('coming in', () => {
  it('from an invite link to a working key: link, QR picture and file', async () => {
    const person = await newcomer(product);
    expect(person.text()).toContain('Вы с нами!');

    await person.taps('Попробовать бесплатно', 'Начать пробный период');
    await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
    const account = product.panel.control.users().find((user) => user.telegram_id === person.id);
    expect(account).toMatchObject({
      name: `tg-${person.id}`,
      enable: true,
      usage_limit_GB: 5,
      package_days: 7,
    });

    await person.taps('Получить ключ');
    expect(person.text()).toContain(`${product.panel.url}/${product.panel.clientPath}/${account?.uuid}/`);
    await person.taps('QR-код');
    expect(person.screen().photo?.length).toBeGreaterThan(0);
    await person.taps('Файл для Xray');
    expect(person.screen().document?.file_name).toBe('vpn-standard.json');
  });

  it('a person without a code is asked for one and may paste the whole link', async () => {
    const admin = await product.admin();
    const code = await inviteFrom(admin);
    const person = product.person({ firstName: 'Оля', languageCode: 'ru' });
    await person.starts();
    expect(person.text()).toContain('Нужен код приглашения');
    await person.says('что это?');
    expect(person.text()).toContain('Это не похоже на код приглашения');
    await person.says(`вот: https://t.me/sandbox_vpn_bot?start=${code}`);
    expect(person.text()).toContain('Вы с нами!');
  });
});

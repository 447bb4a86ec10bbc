import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ settings: { PANEL_ALLOW_PRIVATE: 'yes' } });
});
afterAll(() => product.stop());

it('an admin sees the panel, its version and its people, drains it and takes new people again', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Панели');
  expect(admin.text()).toContain(product.panel.domain);
  await admin.taps(product.panel.domain);
  await eventually(async () => {
    await admin.taps('Обновить');
    expect(admin.text()).toContain(`Версия Hiddify: ${product.panel.version}`);
    expect(admin.text()).toContain('Процессор');
  });
  expect(admin.text()).toContain('Все изменения переданы');
  await admin.taps('Не брать новых');
  expect(admin.text()).toContain('Состояние: новых не берёт');
  await admin.taps('Снова брать новых');
  expect(admin.text()).toContain('Состояние: включена');
});

it('differences are shown before anything is touched, and repaired after one question', async () => {
  const person = await newcomer(product);
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  const account = product.panel.control.users().find((user) => user.telegram_id === person.id);
  product.clock.advance(60_000);
  product.panel.control.removeRow(account?.uuid ?? '');
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Панели', product.panel.domain, 'Расхождения');
  expect(admin.text()).toContain('Нет на панели: 1');
  await admin.taps('Исправить', 'Да, исправить');
  await eventually(() =>
    expect(product.panel.control.users().map((user) => user.telegram_id)).toContain(person.id),
  );
});

it('a panel that fails tells admins why, in words', async () => {
  const admin = await product.admin();
  await product.panel.control.setFaults({ wrongKey: true });
  await eventually(() => expect(admin.texts().join('\n')).toContain('панель не принимает ключ'));
  await product.panel.control.clearFaults();
});

it('a second panel is tried before it is added, and its secrets are nowhere to be read', async () => {
  const second = await startPanelStandIn({ clock: product.clock });
  const admin = await product.admin();
  const dialogue = async (key: string) => {
    await admin.says('/admin');
    await admin.taps('Панели', 'Добавить панель');
    await admin.says('not an address');
    expect(admin.text()).toContain('Нужен адрес');
    for (const answer of [second.url, second.adminPath, second.clientPath, key]) await admin.says(answer);
    const stored = await product.database.db.execute('select data::text from sessions');
    expect(JSON.stringify(stored.rows)).not.toContain(key);
    await admin.says('Europe/Moscow');
  };
  await dialogue(crypto.randomUUID());
  expect(admin.text()).toContain('Панель не принимает этот uuid администратора');
  await dialogue(second.adminKey);
  expect(admin.text()).toContain(second.domain);
  const rows = await product.database.db.execute('select row_to_json(panels)::text as row from panels');
  for (const secret of [second.adminKey, second.adminPath, second.clientPath])
    expect(JSON.stringify(rows.rows)).not.toContain(secret);
  expect(product.log.join('\n')).not.toContain(second.adminKey);
  await second.stop();
});

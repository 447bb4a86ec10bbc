import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let answers: string[][];
beforeAll(async () => {
  const resolve = async () => answers.shift() ?? [];
  product = await startProduct({ settings: { PANEL_ALLOW_PRIVATE: 'yes' }, resolve });
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
  await eventually(() => expect(admin.texts().join('\n')).toContain('Панель не принимает ключ'));
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

it('a name that is public when it is typed and of this machine when it is connected to is refused in words', async () => {
  let connections = 0;
  const inside = createServer(() => connections++).listen(0, '127.0.0.1');
  onTestFinished(() => void inside.close());
  await once(inside, 'listening');
  await product.restart({ PANEL_ALLOW_PRIVATE: 'no' });
  const admin = await product.admin();
  const url = `https://vpn.example.com:${(inside.address() as AddressInfo).port}`;
  const adds = async (found: string[][]) => {
    answers = found;
    await admin.says('/admin');
    await admin.taps('Панели', 'Добавить панель');
    for (const answer of [url, 'adminpath', 'clientpath', crypto.randomUUID(), 'UTC'])
      await admin.says(answer);
  };
  await adds([['8.8.8.8', '127.0.0.1']]);
  expect(admin.text()).toContain('Этот адрес ведёт в частную сеть. Разрешить такие можно настройкой');
  await adds([['8.8.8.8'], ['8.8.8.8', '127.0.0.1'], ['127.0.0.1']]);
  expect(admin.text()).toContain('Панель не добавлена');
  expect(admin.text()).toContain('ведёт в частную сеть, подключаться туда бот не стал');
  expect(connections).toBe(0);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PanelStandIn, startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let second: PanelStandIn;
beforeAll(async () => {
  product = await startProduct({ settings: { PANEL_ALLOW_PRIVATE: 'yes' } });
  second = await startPanelStandIn({ clock: product.clock, seedUsers: [] });
});
afterAll(async () => {
  await product.stop();
  await second.stop();
});

async function customer(firstName: string): Promise<Tester> {
  const person = await newcomer(product, { firstName });
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  return person;
}

async function openPanel(admin: Tester, name: string): Promise<void> {
  await admin.says('/admin');
  await admin.taps('Панели', name);
}

/** What was typed as a secret, right or wrong, is neither in the chat nor in what is stored of it. */
async function demandForgotten(person: Tester, secrets: readonly string[]): Promise<void> {
  const { rows } = await product.database.db.execute<{ said: string }>(
    sql`select convert_from(payload, 'UTF8') as said from inbox`,
  );
  const chat = person.driver.messages().map((message) => message.text ?? '');
  for (const secret of secrets) {
    expect(rows.filter(({ said }) => said.includes(secret))).toEqual([]);
    expect(chat.filter((text) => text.includes(secret))).toEqual([]);
  }
}

const accountsOf = (panel: PanelStandIn, person: Tester) =>
  panel.control.users().filter((user) => user.telegram_id === person.id);

it('a person replaces a link that others know: one question, then a notice with the new key', async () => {
  const person = await customer('Лена');
  await person.taps('Получить ключ');
  const before = accountsOf(product.panel, person)[0]?.uuid ?? '';
  expect(person.text()).toContain(before);
  await person.taps('Сменить ссылку');
  expect(person.text()).toContain('Прежняя перестанет работать на всех ваших устройствах');
  await person.taps('Да, сменить');
  await eventually(() => expect(person.text()).toContain('Новая ссылка готова'));
  await person.taps('Получить ключ');
  const [account] = accountsOf(product.panel, person);
  expect(account?.uuid).not.toBe(before);
  expect(person.text()).toContain(account?.uuid);
  for (let n = 0; n < 2; n++) {
    await person.taps('Сменить ссылку', 'Да, сменить');
    await eventually(() => expect(person.text()).toContain('Новая ссылка готова'));
    await person.taps('Получить ключ');
  }
  await person.taps('Сменить ссылку', 'Да, сменить');
  expect(person.toast()).toContain('не больше 3 раз в сутки');
});

it('an admin replaces somebody’s link on their card; a manager is not offered it', async () => {
  const person = await customer('Маша');
  const before = accountsOf(product.panel, person)[0]?.uuid;
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Найти человека');
  await admin.says(String(person.id));
  await admin.taps(`Маша · ${person.id}`, 'Сменить ссылку');
  expect(admin.text()).toMatch(/^Маша\n\nСменить ссылку\?/);
  await admin.taps('Да, сменить');
  await eventually(() => expect(person.text()).toContain('Новая ссылка готова'));
  expect(accountsOf(product.panel, person)).toHaveLength(1);
  expect(accountsOf(product.panel, person)[0]?.uuid).not.toBe(before);

  const manager = await newcomer(product, { firstName: 'Юра' });
  await product.database.db.execute(sql`update users set role = 'manager' where telegram_id = ${manager.id}`);
  await manager.says('/admin');
  await manager.taps('Найти человека');
  await manager.says(String(person.id));
  await manager.taps(`Маша · ${person.id}`);
  expect(manager.text()).toContain('Доступ: работает');
  expect(manager.buttons()).toEqual(['Искать ещё', 'На главную 🏠']);
});

it('an admin names a panel, gives it room and weight, and gets clear words for wrong answers', async () => {
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Панели', 'Добавить панель');
  const secrets = [second.url, second.adminPath, second.clientPath, second.adminKey];
  await admin.says(secrets[0] ?? '');
  await admin.says(`not quite ${second.adminPath}`);
  for (const answer of [...secrets.slice(1), 'UTC']) await admin.says(answer);
  await demandForgotten(admin, [second.adminPath, second.clientPath, second.adminKey]);
  await admin.taps('Настройки', 'Название');
  await admin.says('Амстердам');
  expect(admin.text()).toContain('Настройки: Амстердам');
  await admin.taps('Вместимость');
  await admin.says('много');
  expect(admin.text()).toContain('Нужно целое число от 1 до 1\u00a0000\u00a0000');
  await admin.says('1');
  expect(admin.text()).toContain('Вместимость: 1');
  await admin.taps('Вес');
  await admin.says('5');
  await admin.taps('Группа');
  await admin.says('Быстрые');
  expect(admin.text()).toContain('Только латинские буквы');
  await admin.says('main');
  await admin.taps('Название');
  await admin.says(product.panel.domain);
  expect(admin.text()).toContain('Такая панель уже есть');
  await admin.taps('Отмена');
  await openPanel(admin, 'Амстердам');
  expect(admin.text()).toContain('Людей: 0 из 1');
  expect(admin.text()).toContain('Группа «main», вес 5');
});

it('an admin joins a panel with the others of its group after one question, and separates it again', async () => {
  const admin = await product.admin();
  await openPanel(admin, 'Амстердам');
  await admin.taps('Настройки', 'Соединить с остальными');
  expect(admin.text()).toContain('Соединить Амстердам с остальными панелями группы main?');
  expect(admin.text()).toContain('включите её в /admin → Ключи');
  await admin.taps('Назад');
  expect(admin.text()).not.toContain('Соединена');
  await admin.taps('Соединить с остальными', 'Да, соединить');
  expect(admin.text()).toContain('Соединена: на ней есть учётная запись у каждого из группы');
  await admin.taps('Отсоединить', 'Да, отсоединить');
  expect(admin.text()).not.toContain('Соединена');
});

it('a new key of a panel is tried first, and the paths may stay as they are', async () => {
  const admin = await product.admin();
  await openPanel(admin, 'Амстердам');
  await admin.taps('Настройки', 'Ключ и пути', 'Оставить прежний', 'Оставить прежний');
  await admin.says(crypto.randomUUID());
  expect(admin.text()).toContain('Доступ не изменён');
  await admin.taps('Заново', 'Оставить прежний', 'Оставить прежний');
  await admin.says(second.adminKey);
  expect(admin.text()).toContain('Настройки: Амстердам');
  await demandForgotten(admin, [second.adminKey]);
  await openPanel(admin, product.panel.domain);
  await admin.taps('Настройки');
  expect(admin.buttons()).not.toContain('Ключ и пути');
});

it('people are moved after one question with their number and the room there is, and get their new key', async () => {
  const admin = await product.admin();
  await openPanel(admin, product.panel.domain);
  await admin.taps('Перенести людей');
  expect(admin.text()).toContain('На ней 2 человека, место есть только для 1');
  expect(admin.text()).toContain('Амстердам (мест: 1)');
  await admin.taps('Назад');
  await openPanel(admin, 'Амстердам');
  await admin.taps('Настройки', 'Вместимость', 'без предела');
  await openPanel(admin, product.panel.domain);
  await admin.taps('Перенести людей');
  expect(admin.text()).toContain('На ней 2 человека, место есть для всех');
  await admin.taps('Да, перенести');
  expect(admin.toast()).toBe('Переезжают: 2');
  expect(admin.text()).toContain('новых не берёт');
  await eventually(async () => {
    await admin.taps('Обновить');
    expect(admin.text()).toContain('Людей: 0');
    expect(admin.text()).not.toContain('убрать после переезда');
  });
  expect(second.control.users()).toHaveLength(2);
  expect(product.panel.control.users().filter((user) => user.telegram_id !== null)).toHaveLength(0);
});

it('whoever was moved is told that the key has changed, and the button leads to the new link', async () => {
  const person = await customer('Оля');
  expect(accountsOf(second, person)).toHaveLength(1);
  const admin = await product.admin();
  await openPanel(admin, product.panel.domain);
  await admin.taps('Снова брать новых');
  await openPanel(admin, 'Амстердам');
  await admin.taps('Перенести людей', 'Да, перенести');
  await eventually(() => expect(person.text()).toContain('Ваш ключ обновился'));
  await person.taps('Получить ключ');
  expect(person.text()).toContain(`${product.panel.url}/${product.panel.clientPath}/`);
});

it('a panel that was wiped is filled again after one question with the number of people', async () => {
  const admin = await product.admin();
  await eventually(async () => {
    await openPanel(admin, product.panel.domain);
    expect(admin.text()).toContain('Людей: 3');
  });
  product.panel.control.wipe();
  await admin.taps('Настройки', 'Панель очищена: создать заново');
  expect(admin.text()).toContain('всех, у кого есть доступ: 3');
  await admin.taps('Да, создать');
  // The first may be there already when the card is drawn.
  expect(admin.text()).toMatch(/Ждут передачи: [123]|Все изменения переданы/);
  await eventually(async () => {
    await admin.taps('Обновить');
    expect(admin.text()).toContain('Все изменения переданы');
  });
  expect(product.panel.control.users()).toHaveLength(3);
});

it('an account that stands on a panel is linked to a person after it was shown', async () => {
  const person = await newcomer(product, { firstName: 'Боря' });
  const today = product.clock.now().toISOString().slice(0, 10);
  const seed = { name: 'Борис со старого бота', usageLimitGb: 40, currentUsageGb: 7, packageDays: 29 };
  const uuid = product.panel.control.seed({ ...seed, startDate: today });
  const admin = await product.admin();
  await admin.says('/admin');
  await admin.taps('Найти человека');
  await admin.says(String(person.id));
  await admin.taps(`Боря · ${person.id}`, 'Привязать учётную запись');
  await admin.says('не ссылка');
  expect(admin.text()).toContain('Здесь нет uuid');
  const taken = product.panel.control.users().find((user) => user.telegram_id !== null)?.uuid ?? '';
  await admin.says(taken);
  expect(admin.text()).toContain('уже принадлежит другому человеку');
  expect(admin.buttons()).not.toContain('Да, привязать');
  await admin.says(`${product.panel.url}/${product.panel.clientPath}/${uuid}/`);
  expect(admin.text()).toContain('Борис со старого бота');
  admin.driver.sendsDocument({ bytes: Buffer.from('x'), caption: `под файлом: ${uuid}` });
  await admin.says(`ещё раз: ${uuid}`);
  expect(admin.text()).toContain('Борис со старого бота');
  await demandForgotten(admin, [uuid]);
  expect(admin.text()).toContain('Осталось: 30 дней');
  expect(admin.text()).toContain('Трафик: 7 ГБ из 40 ГБ');
  await admin.taps('Да, привязать');
  expect(admin.text()).toContain('Запись привязана');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  await person.taps('Получить ключ');
  expect(person.text()).toContain(uuid);
});

it('accounts of a panel are counted before they are linked by Telegram id, and the outcome is told', async () => {
  const person = await newcomer(product, { firstName: 'Вера' });
  const uuid = product.panel.control.seed({
    name: 'vera',
    telegramId: person.id,
    packageDays: 10,
    usageLimitGb: 5,
  });
  product.panel.control.seed({ name: 'stranger' });
  const admin = await product.admin();
  await openPanel(admin, product.panel.domain);
  await admin.taps('Настройки', 'Найти своих по Telegram');
  expect(admin.text()).toContain('Записей, которых бот не знает: 2');
  expect(admin.text()).toContain('по номеру Telegram: 1');
  await admin.taps('Привязать: 1');
  await eventually(() => expect(admin.texts().join('\n')).toContain('Привязано записей: 1'));
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  expect(accountsOf(product.panel, person)).toMatchObject([{ uuid }]);
});

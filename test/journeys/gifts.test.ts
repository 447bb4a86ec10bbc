import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { makeRole, newcomer, openCard, press, pressTwice } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const said = (person: Tester, text: string) =>
  eventually(() => expect(person.texts().join('\n')).toContain(text));

describe('an admin on somebody’s card', () => {
  it('gives access step by step, confirms it, and the person is told', async () => {
    const person = await newcomer(product, { firstName: '<b>Коля</b>' });
    const admin = await product.admin();
    await openCard(admin, person);
    expect(admin.text()).toContain('Покупок: 0');
    expect(admin.buttons()).not.toContain('Забрать последний подарок');
    await admin.taps('Подарить доступ');
    expect(admin.text()).toContain('Подарить доступ: <b>Коля</b>');
    await admin.says('много');
    expect(admin.text()).toMatch(/от 1 до 3650[\s\S]*например 30/);
    await admin.says('14');
    await admin.taps('Назад', '7 дней', '50 ГБ');
    await admin.says('компенсация за сбой');
    expect(admin.text()).toMatch(/доступ на 7 дней, трафик 50 ГБ[\s\S]*Причина: компенсация за сбой/);
    await admin.taps('Да, выдать');
    expect(admin.text()).toContain('Выдано');
    await said(person, 'Вам добавили доступ: 7 дней');
    await admin.taps('К карточке человека');
    expect(admin.text()).toContain('подарков от администраторов: 1');
  });

  it('adds money to the balance, and tapped twice it is added once', async () => {
    const person = await newcomer(product);
    const admin = await product.admin();
    await openCard(admin, person);
    await admin.taps('Зачислить на баланс');
    await admin.says('2,50');
    await admin.says('приз');
    await pressTwice(product, admin, 'Да, выдать');
    expect(admin.text()).toContain('Выдано');
    await said(person, 'На ваш баланс зачислено 2,50');
    await openCard(admin, person);
    expect(admin.text()).toContain('На балансе: 2,50');
    expect(admin.buttons()).toContain('Забрать последний подарок');
    const { rows } = await product.database.db.execute(
      sql`select 1 from audit_log where action = 'top up' and subject = ${`user ${person.id}`}`,
    );
    expect(rows).toHaveLength(1);
  });

  it('writes off what was paid out by hand, once, where nothing else can be done with it', async () => {
    const person = await newcomer(product);
    const admin = await product.admin();
    await openCard(admin, person);
    expect(admin.buttons().join()).not.toContain('Выплачено вручную');
    await product.database.db.execute(
      sql`insert into ledger_entries (key, debit, credit, currency, amount_minor, user_id, at)
          values (${`before ${person.id}`}, 'gifts', ${`user:${person.id}`}, 'GBP', 500, ${person.id}, now())`,
    );
    await openCard(admin, person);
    await press(admin, 'Выплачено вручную: 5,00');
    expect(admin.text()).toContain('Списать выплаченное вручную');
    await admin.says('перевод на карту');
    expect(admin.text()).toMatch(/Списать 5,00.*\n*[\s\S]*Причина: перевод на карту/);
    await pressTwice(product, admin, 'Да, списать');
    expect(admin.text()).toContain('Списано');
    await said(person, 'выплачены вам вручную');
    await openCard(admin, person);
    expect(admin.text()).toContain('На балансе: ничего');
    expect(admin.buttons().join()).not.toContain('Выплачено вручную');
  });

  it('changes a role, blocks and unblocks once, however often it is tapped, and stays on the card', async () => {
    const person = await newcomer(product);
    const admin = await product.admin();
    const told = (action: string) =>
      product.database.db.$count(
        sql`(select 1 from audit_log where action = ${action} and subject = ${`user ${person.id}`}) as done`,
      );
    await openCard(admin, person);
    await admin.taps('Сделать менеджером');
    await pressTwice(product, admin, 'Да, изменить');
    expect(admin.text()).toContain('Роль: менеджер');
    expect(await told('user.role')).toBe(1);
    await admin.taps('Заблокировать');
    await pressTwice(product, admin, 'Да, заблокировать');
    expect(admin.text()).toContain('Заблокирован:');
    expect(await told('user.block')).toBe(1);
    await pressTwice(product, admin, 'Разблокировать');
    expect(await told('user.block')).toBe(2);
    expect(admin.text()).toContain('Роль: менеджер');
  });

  it('makes one invite and revokes it, tapped twice, and stays at it', async () => {
    const admin = await product.admin();
    await admin.says('/admin');
    await admin.taps('Приглашения', 'Создать приглашение', '1', 'Бессрочно');
    await pressTwice(product, admin, 'Только вход');
    expect(admin.text()).toContain('start=INV_');
    await admin.taps('Отозвать');
    await pressTwice(product, admin, 'Да, отозвать');
    expect(admin.text()).toContain('отозвано');
  });

  it('an old question of a gift does not confirm another', async () => {
    const [person, other] = [await newcomer(product), await newcomer(product)];
    const admin = await product.admin();
    await openCard(admin, person);
    await admin.taps('Подарить доступ', '30 дней', 'Без ограничений');
    await admin.says('одному');
    const old = admin.data('Да, выдать');
    await openCard(admin, other);
    await admin.taps('Подарить доступ', '7 дней', 'Без ограничений');
    await admin.says('другому');
    await admin.taps({ label: 'Да, выдать', data: old });
    expect(admin.text()).toContain('Причина: другому');
    const { rows } = await product.database.db.execute(
      sql`select 1 from grants where user_id in (${person.id}, ${other.id})`,
    );
    expect(rows).toEqual([]);
  });

  it('can leave at any question, and nothing was given', async () => {
    const person = await newcomer(product);
    const admin = await product.admin();
    await openCard(admin, person);
    await admin.taps('Подарить доступ', 'Навсегда', 'Без ограничений');
    await admin.says('x'.repeat(301));
    expect(admin.text()).toContain('не длиннее 300 знаков');
    await admin.says('просто так');
    await admin.taps('Отмена');
    await openCard(admin, person);
    expect(admin.text()).toContain('подарков от администраторов: 0');
  });
});

it('a manager sees the card without money, and buttons of an admin do not work for them', async () => {
  const person = await newcomer(product);
  const manager = await newcomer(product);
  const admin = await product.admin();
  await makeRole(admin, manager, 'manager');
  await openCard(manager, person);
  expect(manager.text()).toContain('Доступ:');
  expect(manager.text()).not.toContain('На балансе');
  expect(manager.buttons().join()).not.toContain('Подарить');
});

it('an admin who is demoted in the middle of a gift gives nothing', async () => {
  const person = await newcomer(product);
  const second = await newcomer(product);
  const admin = await product.admin();
  await makeRole(admin, second, 'admin');
  await openCard(second, person);
  await second.taps('Подарить доступ', '30 дней', 'Без ограничений');
  await second.says('другу');
  const confirm = second.data('Да, выдать');
  await makeRole(admin, second, 'user');
  await second.taps({ label: second.buttons()[0] ?? '', data: confirm });
  const { rows } = await product.database.db.execute(sql`select 1 from grants where user_id = ${person.id}`);
  expect(rows).toEqual([]);
});

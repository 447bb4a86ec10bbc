import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { inviteFrom, newcomer } from '../../support/journeys.ts';
import { type Product, startProduct } from '../../support/product.ts';

const somebody = { firstName: 'Оля', languageCode: 'ru' };

async function pendingOf(product: Product, id: number): Promise<unknown> {
  const { rows } = await product.database.db.execute(
    sql`select pending_start as payload from users where telegram_id = ${id}`,
  );
  return rows[0]?.['payload'];
}

async function admitted(product: Product, id: number): Promise<unknown> {
  const { rows } = await product.database.db.execute(
    sql`select admitted_at is not null as admitted from users where telegram_id = ${id}`,
  );
  return rows[0]?.['admitted'];
}

describe('by invite', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  it('what a link carried is kept through language and code, until something uses it', async () => {
    const code = await inviteFrom(await product.admin());
    const person = product.person(somebody);
    await person.starts('ref_42');
    await person.says('/language');
    await person.taps('English');
    await person.says(code);
    expect(await admitted(product, person.id)).toBe(true);
    expect(await pendingOf(product, person.id)).toBe('ref_42');
    await person.says(`/start ${'x'.repeat(65)}`);
    await person.says('/start что угодно');
    expect(await pendingOf(product, person.id)).toBe('ref_42');
  });

  it('somebody blocked gets one message and nothing else, and their account on the panel is switched off', async () => {
    const person = await newcomer(product, { firstName: 'Борис' });
    await person.taps('Попробовать бесплатно', 'Начать пробный период');
    const account = () => product.panel.control.users().find((user) => user.telegram_id === person.id);
    await eventually(() => expect(account()?.enable).toBe(true));
    const admin = await product.admin();
    const openCard = async () => {
      await admin.says('/admin');
      await admin.taps('Найти человека');
      await admin.says(String(person.id));
      await admin.taps(`Борис · ${person.id}`);
    };
    await openCard();
    await admin.taps('Заблокировать', 'Да, заблокировать');
    await eventually(() => expect(account()?.enable).toBe(false));

    const before = person.texts().length;
    for (const text of ['/start', '/key', 'почему?']) await person.says(text);
    const { message_id: messageId } = person.screen();
    person.driver.sendsDocument(new Uint8Array([1, 2, 3]));
    await product.settled();
    expect(person.texts().slice(before)).toEqual([
      expect.stringContaining('Доступ к сервису для вас закрыт'),
    ]);
    expect(person.screen().message_id).toBe(messageId);

    await openCard();
    await admin.taps('Разблокировать');
    await eventually(() => expect(account()?.enable).toBe(true));
    await person.says('/key');
    expect(person.text()).not.toContain('закрыт');
    expect(product.world.violations).toEqual([]);
  });
});

describe('other doors', () => {
  it('closed: nobody new comes in, by no command and no code; who was in stays in', async () => {
    const product = await startProduct({ settings: { ACCESS_MODE: 'closed' } });
    onTestFinished(() => product.stop());
    const admin = await product.admin();
    const code = await inviteFrom(admin);
    const person = product.person(somebody);
    await person.starts(code);
    expect(person.text()).toContain('не принимаем новых');
    for (const text of ['/invite', code, '/menu', '/trial']) await person.says(text);
    await person.says(`/start ${code}`);
    expect(person.texts().join()).not.toContain('Вы с нами');
    expect(await admitted(product, person.id)).toBe(false);
    expect(admin.text()).toContain('Использовано: 0 из 1');
  });

  it('open: everybody is welcome without a code', async () => {
    const product = await startProduct({ settings: { ACCESS_MODE: 'open' } });
    onTestFinished(() => product.stop());
    const person = product.person(somebody);
    await person.starts();
    expect(person.text()).toContain('Вы с нами');
    expect(person.buttons()).toContain('Попробовать бесплатно 🎁');
  });
});

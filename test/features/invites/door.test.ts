import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { inviteFrom, newcomer } from '../../support/journeys.ts';
import { type Product, startProduct } from '../../support/product.ts';
import type { Tester } from '../../support/person.ts';

const somebody = { firstName: 'Оля', languageCode: 'ru' };
const unknown = 'INV_00000000';

function messageOf({ id }: Tester, content: object) {
  return {
    message_id: 900_001,
    date: 1_800_000_000,
    chat: { id, type: 'private' as const, first_name: 'Оля' },
    from: { id, is_bot: false, first_name: 'Оля', language_code: 'ru' },
    ...content,
  };
}

async function rowOf(product: Product, { id }: Tester): Promise<Record<string, unknown> | undefined> {
  const { rows } = await product.database.db.execute(
    sql`select admitted_at is not null as admitted, invited_by as "invitedBy", pending_start as pending
        from users where telegram_id = ${id}`,
  );
  return rows[0];
}

describe('by invite', () => {
  let product: Product;
  let admin: Tester;
  beforeAll(async () => {
    product = await startProduct();
    admin = await product.admin();
  });
  afterAll(() => product.stop());

  it.each([unknown, 'INV_bad'])('after a link with %s the right code may be sent at once', async (wrong) => {
    const code = await inviteFrom(admin);
    const person = product.person(somebody);
    await person.starts(wrong);
    expect(person.text()).toMatch(/Такого кода нет|не похоже на код/);
    expect(person.text()).toMatch(/Пришлите (другой )?код/);
    await person.says(code);
    expect(person.text()).toContain('Вы с нами!');
  });

  it('a code that is the first thing somebody ever writes lets them in, and a wrong one is named as that', async () => {
    const code = await inviteFrom(admin);
    const person = product.person(somebody);
    await person.says(code);
    expect(person.text()).toContain('Вы с нами!');
    const other = product.person(somebody);
    await other.says(code);
    expect(other.text()).toContain('уже использован полностью');
    await other.says(await inviteFrom(admin));
    expect(other.text()).toContain('Вы с нами!');
  });

  it('a link followed in the pause after guessing is used at the first /start after it', async () => {
    const code = await inviteFrom(admin);
    const person = product.person(somebody);
    await person.starts('ref_7');
    for (let miss = 0; miss < 5; miss++) await person.says(`INV_0000000${miss}`);
    await person.starts(code);
    expect(person.text()).toContain('Слишком много неверных кодов');
    expect(person.text()).toContain('Ваш код я запомнил');
    product.clock.advance(11 * 60_000);
    await person.starts();
    expect(person.text()).toContain('Вы с нами!');
    expect(await rowOf(product, person)).toMatchObject({ admitted: true, pending: 'ref_7' });
  });

  it('a link of days followed in the pause by somebody who is in is used later too', async () => {
    const person = await newcomer(product);
    await person.says('/invite');
    for (let miss = 0; miss < 5; miss++) await person.says(`INV_0000000${miss}`);
    const code = await inviteFrom(admin, { grant: '30 дней', traffic: '10 ГБ' });
    await person.starts(code);
    expect(person.text()).toContain('Ваш код я запомнил');
    product.clock.advance(11 * 60_000);
    await person.starts();
    expect(person.texts().join('\n')).toContain('Приглашение уже дало вам доступ');
  });

  it.each([
    (code: string) => `${code.slice(0, 9)} ${code.slice(9, 15)} ${code.slice(15)}`,
    (code: string) => code.replace('INV_', 'inv – ').toUpperCase(),
    (code: string) => code.replace('_', ''),
    (code: string) => `${code.slice(0, 12)}-${code.slice(12)} add me!`,
    (code: string) => `Привет! Заходи: https://t.me/some_bot?start=${code}, это подарок.`,
    (code: string) => `«${code}»`,
  ])('a code is read as it is retyped or pasted: %#', async (written) => {
    const person = product.person(somebody);
    await person.starts();
    await person.says(written(await inviteFrom(admin)));
    expect(person.text()).toContain('Вы с нами!');
  });

  it('a code that came in pieces and has to wait is used later as well', async () => {
    const code = await inviteFrom(admin, { grant: '30 дней', traffic: '10 ГБ' });
    const person = await newcomer(product);
    for (let miss = 0; miss < 5; miss++) await person.says(`INV_0000000${miss}`);
    await person.says(`${code.slice(0, 10)} ${code.slice(10)}`);
    expect(person.text()).toContain('Ваш код я запомнил');
    product.clock.advance(11 * 60_000);
    await person.starts();
    expect(person.texts().join('\n')).toContain('Приглашение уже дало вам доступ');
  });

  it('a code is read under a picture, and behind the words of a link', async () => {
    const hidden = `https://t.me/some_bot?start=${await inviteFrom(admin)}`;
    const person = product.person(somebody);
    await person.starts();
    product.world.sends({
      message: messageOf(person, {
        photo: [{ file_id: 'p', file_unique_id: 'p', width: 9, height: 9 }],
        caption: 'Жми сюда',
        caption_entities: [{ type: 'text_link', offset: 0, length: 8, url: hidden }],
      }),
    });
    await product.settled();
    expect(person.text()).toContain('Вы с нами!');
  });

  it('somebody who is in gets what a pasted invite gives, or is told why not', async () => {
    const person = await newcomer(product);
    const gift = await inviteFrom(admin, { grant: '30 дней', traffic: '10 ГБ' });
    const said = () => person.texts().join('\n');
    await person.says(`Тебе: t.me/some_bot?start=${gift}`);
    expect(said()).toContain('Приглашение уже дало вам доступ');
    await person.says(gift);
    expect(said()).toContain('Вы уже использовали');
    await person.says(await inviteFrom(admin));
    expect(said()).toContain('Вы уже с нами');
    await person.says('INV_bad');
    expect(said()).toContain('не похоже на код');
    await person.says('/promo');
    await person.says(unknown);
    expect(said()).toContain('Такого кода нет');
  });

  it('a link that will never work is not tried again', async () => {
    const person = product.person(somebody);
    await person.starts(unknown);
    expect(await rowOf(product, person)).toMatchObject({ pending: null });
  });
});

describe('closed', () => {
  it('nobody outside is offered a code, whatever they write; the code they bring is used when the door opens', async () => {
    const product = await startProduct({ settings: { ACCESS_MODE: 'closed' } });
    onTestFinished(() => product.stop());
    const code = await inviteFrom(await product.admin());
    const person = product.person(somebody);
    for (const text of [
      '/start',
      '/trial',
      '/key',
      '/profile',
      '/invite',
      '/help',
      '/cancel',
      'привет',
      '/menu',
    ]) {
      await person.says(text);
      expect(person.text()).toContain('не принимаем новых');
      expect(person.buttons()).toEqual(['Язык / Language']);
    }
    await person.starts(code);
    expect(person.text()).toContain('Ваш код я запомнил');
    await product.restart({ ACCESS_MODE: 'invite' });
    await person.says('привет');
    expect(person.text()).toContain('Вы с нами!');
    expect(await rowOf(product, person)).toMatchObject({ admitted: true, pending: null });
  });
});

describe('open', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ settings: { ACCESS_MODE: 'open' } });
  });
  afterAll(() => product.stop());

  it.each([
    ['/trial', 'Начать пробный период 🎁'],
    ['/key', 'У меня есть код'],
    ['/invite', 'Отмена'],
    ['привет', 'Попробовать бесплатно 🎁'],
    [`/start ${unknown}`, 'Попробовать бесплатно 🎁'],
    ['/start INV_bad', 'Попробовать бесплатно 🎁'],
    [unknown, 'Попробовать бесплатно 🎁'],
  ])('somebody whose first message is “%s” is in, and goes on from there', async (text, button) => {
    const person = product.person(somebody);
    await person.says(text);
    expect(await rowOf(product, person)).toMatchObject({ admitted: true });
    expect(person.buttons()).toContain(button);
    expect(person.text()).not.toContain('Нужен код');
  });

  it('a greeting as a first message is answered with a welcome', async () => {
    const person = product.person(somebody);
    await person.says('привет');
    expect(person.text()).toContain('Вы с нами!');
    await person.says('привет');
    expect(person.text()).toContain('Я не понял');
  });

  it('whoever comes by a link counts as invited by its maker', async () => {
    const admin = await product.admin();
    const person = product.person(somebody);
    await person.starts(await inviteFrom(admin));
    expect(person.text()).toContain('Вы с нами!');
    expect(Number((await rowOf(product, person))?.['invitedBy'])).toBe(admin.id);
  });
});

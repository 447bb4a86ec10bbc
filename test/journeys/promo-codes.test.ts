import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteFrom, newcomer, press, tapsTwice } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

async function newCode(admin: Tester): Promise<void> {
  await admin.says('/admin');
  await admin.taps('Промокоды', 'Создать промокод');
}

async function insertCode(code: string, kind: string, value: number, perPerson = 1): Promise<void> {
  const currency = kind === 'balance' ? 'USD' : null;
  await product.database.db.execute(
    sql`insert into promo_codes (code, kind, value, currency, per_person, created_by, created_at)
        values (${code}, ${kind}, ${value}, ${currency}, ${perPerson}, 101, now())`,
  );
}

const countOf = async (table: string, userId: number) =>
  (await product.database.db.execute(sql`select 1 from ${sql.identifier(table)} where user_id = ${userId}`))
    .rows.length;

describe('an admin who makes a promo code', () => {
  it('answers question after question, sees it whole, and gets a link that works', async () => {
    const admin = await product.admin();
    await newCode(admin);
    expect(admin.text()).toContain('шаг 1 из 8');
    await admin.says('осень 26');
    expect(admin.text()).toMatch(/от 3 до 32 букв[\s\S]*например SPRING/);
    await admin.says('autumn-26');
    await admin.taps('Скидка в процентах');
    await admin.says('120');
    expect(admin.text()).toMatch(/от 1 до 100[\s\S]*например 20/);
    await admin.says('25%');
    await admin.taps('100', '1');
    await admin.says('31.12.2020');
    expect(admin.text()).toContain('не раньше сегодняшней');
    await admin.taps('Бессрочно', 'Готово');
    expect(admin.text()).toContain('хотя бы один тариф');
    await tapsTwice(admin, 'Месяц');
    await admin.taps('Год', '✅ Год', 'Готово', 'Нет, для любой');
    expect(admin.text()).toContain('Создать этот промокод?');
    for (const fact of ['AUTUMN-26', 'скидка 25 %', 'Тарифы: Месяц', 'бессрочно', 'использований: 100'])
      expect(admin.text()).toContain(fact);
    await admin.taps('Создать');
    expect(admin.text()).toContain('Промокод готов');
    expect(admin.text()).toContain('start=promo_AUTUMN-26');
  });

  it('for one plan has people see its price with the discount, and no other plan takes it', async () => {
    const person = await newcomer(product);
    await person.starts('promo_AUTUMN-26');
    expect(person.text()).toContain('Промокод принят');
    await press(person, 'Месяц');
    expect(person.text()).toMatch(/250.*188/);
    await press(person, 'Назад', 'Год');
    expect(person.toast()).toContain('не для такого тарифа');
  });

  it('goes back one question with one tap, and is asked no plans for what is given at once', async () => {
    const admin = await product.admin();
    await newCode(admin);
    await admin.taps('Придумать за меня', 'Дни доступа');
    expect(admin.text()).toContain('шаг 3 из 6');
    await admin.taps('Назад', 'Деньги на баланс');
    await admin.says('5');
    await admin.taps('Без ограничений', '2', '7 дней');
    expect(admin.text()).toMatch(/на баланс: 5,00/);
    expect(admin.text()).not.toContain('Тарифы');
    await admin.taps('Назад', '30 дней', 'Создать');
    expect(admin.text()).toMatch(/start=promo_[A-Z]{4}-[A-Z]{4}-\d{3}/);
  });

  it('under a name that somebody took meanwhile is asked only for another one', async () => {
    const admin = await product.admin();
    await newCode(admin);
    await admin.says('mine');
    await admin.taps('Пробный период');
    await admin.says('14');
    await admin.taps('10', '1', 'Бессрочно');
    await insertCode('MINE', 'days', 1);
    await admin.taps('Создать');
    expect(admin.text()).toMatch(/Такой промокод уже есть[\s\S]*Какой код/);
    await admin.says('mine-2');
    expect(admin.text()).toMatch(/MINE-2[\s\S]*пробный период: 14 дней/);
    await admin.taps('Создать');
    expect(admin.text()).toContain('Промокод готов');
  });

  it('and taps Create twice makes one', async () => {
    const admin = await product.admin();
    await newCode(admin);
    await admin.says('double');
    await admin.taps('Дни доступа');
    await admin.says('3');
    await admin.taps('10', '1', 'Бессрочно');
    const create = { label: 'Создать', data: admin.data('Создать') };
    admin.driver.taps('Создать');
    admin.driver.taps('Создать', { data: create.data });
    await product.settled();
    const { rows } = await product.database.db.execute(
      sql`select 1 from audit_log where action = 'create promo code' and after->>'code' = 'DOUBLE'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('of letters that no link can carry is told so, and people can type it', async () => {
    const admin = await product.admin();
    await newCode(admin);
    await admin.says('весна');
    await admin.taps('Дни доступа');
    await admin.says('3');
    await admin.taps('10', '1', 'Бессрочно', 'Создать');
    expect(admin.text()).toContain('Ссылки для этого кода нет');
    const person = await newcomer(product);
    await person.says('/promo');
    await person.says('Весна');
    expect(person.text()).toContain('3 дня');
  });

  it('finds it in the list, switches it off and on, and the code obeys', async () => {
    const admin = await product.admin();
    await insertCode('SWITCHED', 'days', 2);
    await admin.says('/admin');
    await press(admin, 'Промокоды', 'SWITCHED');
    expect(admin.text()).toMatch(/действует[\s\S]*Создал: Анна/);
    await admin.taps('Выключить');
    expect(admin.text()).toContain('Состояние: выключен');
    const person = await newcomer(product);
    await person.starts('promo_switched');
    expect(person.text()).toContain('Этот промокод выключен');
    await admin.says('/admin');
    await press(admin, 'Промокоды', 'SWITCHED', 'Включить');
    expect(admin.text()).toContain('Состояние: действует');
    await person.starts('promo_switched');
    expect(person.text()).toContain('Получить?');
  });

  it('pages through many', async () => {
    const admin = await product.admin();
    for (let index = 0; index < 9; index++) await insertCode(`MANY${index}`, 'days', 1);
    await admin.says('/admin');
    await admin.taps('Промокоды');
    expect(admin.buttons().filter((label) => label.startsWith('MANY'))).toHaveLength(8);
    await admin.taps('Дальше');
    expect(admin.buttons().some((label) => label.startsWith('MANY0'))).toBe(true);
    await admin.taps('Раньше', 'На главную 🏠');
  });
});

describe('a link with a promo code', () => {
  it('gives after one question, and once however often it is answered', async () => {
    await insertCode('PRESENT', 'days', 5, 3);
    const person = await newcomer(product);
    await person.starts('promo_present');
    expect(person.text()).toMatch(/PRESENT[\s\S]*доступ: 5 дней[\s\S]*Получить\?/);
    const data = person.data('Да, получить');
    person.driver.taps('Да, получить 🎁');
    person.driver.taps('Да, получить 🎁', { data });
    await product.settled();
    expect(person.texts().join('\n')).toContain('5 дней доступа уже ваши');
    expect(await countOf('grants', person.id)).toBe(1);
    expect(await countOf('promo_usage', person.id)).toBe(1);
  });

  it('tapped twice asks twice, and the limit for one person holds', async () => {
    await insertCode('ONCE', 'balance', 500);
    const person = await newcomer(product);
    await person.starts('promo_ONCE');
    await person.starts('promo_ONCE');
    await press(person, 'Да, получить');
    expect(person.text()).toContain('на вашем балансе');
    await person.starts('promo_ONCE');
    expect(person.text()).toContain('Вы уже использовали этот промокод');
    expect(await countOf('promo_usage', person.id)).toBe(1);
  });

  it('waits for somebody who is not in yet, and leads on as soon as they are', async () => {
    await insertCode('WAITING', 'days', 4);
    const person = product.person({ firstName: 'Коля', languageCode: 'ru' });
    await person.starts('promo_waiting');
    expect(person.text()).toContain('Нужен код приглашения');
    await person.says('не код');
    const code = await inviteFrom(await product.admin());
    await person.says(code);
    expect(person.text()).toMatch(/WAITING[\s\S]*Получить\?/);
    await press(person, 'Да, получить');
    // The news that it is ready may be below it already.
    expect(person.texts().join('\n')).toContain('4 дня доступа');
    await person.starts();
    expect(person.text()).not.toContain('WAITING');
  });

  it.each(['nothing-like-it', '______', 'x', 'DROP-TABLE'])(
    'that leads to no code, such as %s, says so and shows home',
    async (code) => {
      const person = await newcomer(product);
      await person.starts(`promo_${code}`);
      expect(person.text()).toContain('Такого промокода нет');
      expect(person.buttons()).toContain('Купить доступ 💳');
      await person.starts();
      expect(person.text()).not.toContain('Такого промокода нет');
    },
  );

  it('that is guessed too often has to wait, and loses nothing by it', async () => {
    await insertCode('PATIENCE', 'days', 6);
    const person = await newcomer(product);
    for (let index = 0; index < 12; index++) await person.starts(`promo_guess${index}`);
    await person.starts('promo_patience');
    expect(person.text()).toContain('Промокод я запомнил');
    product.clock.advance(61_000);
    await person.starts();
    expect(person.text()).toMatch(/PATIENCE[\s\S]*Получить\?/);
  });
});

describe('a promo code that is typed or pasted', () => {
  it.each([
    'https://t.me/some_bot?start=promo_PASTED-26',
    'Смотри, вот код: t.me/some_bot?start=promo_pasted-26, бери!',
    'promo_pasted-26',
    'pasted 26',
    ' Pasted – 26 ',
  ])('into the chat as it is, “%s”, is taken, in either language', async (text) => {
    await insertCode('PASTED-26', 'days', 5).catch(() => {});
    const person = await newcomer(product);
    await person.says(text);
    expect(person.text()).toMatch(/PASTED-26[\s\S]*доступ: 5 дней[\s\S]*Получить\?/);
    await person.says('/language');
    await press(person, 'English');
    await person.says(text);
    expect(person.text()).toMatch(/PASTED-26[\s\S]*5 days/);
  });

  it('in a sentence is found where a code is asked for', async () => {
    await insertCode('SENTENCE', 'days', 4);
    const person = await newcomer(product);
    await person.says('/promo');
    await person.says('Мой промокод — «sentence».');
    expect(person.texts().join('\n')).toContain('4 дня');
  });

  it.each([
    (code: string) => `Бери: t.me/some_bot?start=promo_${code}`,
    (code: string) => code.replace('-', ' ').toLowerCase(),
  ])('by somebody who is not in yet waits, and leads on as soon as they are: %#', async (written) => {
    await insertCode('EARLY-BIRD', 'days', 4).catch(() => {});
    const code = await inviteFrom(await product.admin());
    const person = product.person({ firstName: 'Коля', languageCode: 'ru' });
    await person.starts();
    await person.says(written('EARLY-BIRD'));
    expect(person.text()).toMatch(/Промокод я запомнил[\s\S]*Нужен код приглашения/);
    await person.says(code);
    expect(person.text()).toMatch(/EARLY-BIRD[\s\S]*Получить\?/);
  });

  it('with an invite in the same message does both', async () => {
    await insertCode('TOGETHER', 'days', 4);
    const code = await inviteFrom(await product.admin());
    const person = product.person({ firstName: 'Коля', languageCode: 'ru' });
    await person.says(`Приглашение ${code}, а потом t.me/some_bot?start=promo_together`);
    expect(person.text()).toMatch(/Вы с нами![\s\S]*TOGETHER[\s\S]*Получить\?/);
  });

  it('is taken where an invite is asked for', async () => {
    await insertCode('OTHER-KIND', 'days', 4);
    const person = await newcomer(product);
    await person.says('/invite');
    await person.says('other-kind');
    expect(person.text()).toMatch(/OTHER-KIND[\s\S]*Получить\?/);
  });

  it('is not seen in what people say otherwise, and a link to no code says so', async () => {
    const person = await newcomer(product);
    await person.says('здравствуйте');
    expect(person.text()).not.toContain('промокод');
    await person.says('t.me/some_bot?start=promo_NOTHING');
    expect(person.text()).toContain('Такого промокода нет');
  });
});

it('behind an open door a link leads on from the first message, with a welcome', async () => {
  await insertCode('OPEN', 'percent', 50);
  await product.restart({ ACCESS_MODE: 'open' });
  const person = product.person({ firstName: 'Оля', languageCode: 'ru' });
  await person.starts('promo_open');
  expect(person.text()).toMatch(/Вы с нами[\s\S]*Промокод принят/);
  await press(person, 'Неделя');
  expect(person.text()).toContain('Промокод: OPEN');
});

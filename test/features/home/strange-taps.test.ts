import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newcomer } from '../../support/journeys.ts';
import type { Tester } from '../../support/person.ts';
import { faults, type Product, startProduct } from '../../support/product.ts';

let product: Product;
let person: Tester;
beforeAll(async () => {
  product = await startProduct();
  person = await newcomer(product);
});
afterAll(() => product.stop());

/** Presses the first button there is with this data, as a client that was tampered with would. */
async function forges(data: string, who = person): Promise<string> {
  const { message_id: messageId } = who.screen();
  const tap = who.driver.taps({ messageId, row: 0, column: 0 }, { data });
  await product.settled();
  return tap;
}

const answersTo = (tap: string) =>
  product.world.calls.filter(
    ({ method, payload }) =>
      method === 'answerCallbackQuery' &&
      (payload as { callback_query_id: string }).callback_query_id === tap,
  );

const dataOf = (who: Tester, label: string): string => {
  const keys = who.screen().reply_markup as { inline_keyboard: { text: string; callback_data?: string }[][] };
  return keys.inline_keyboard.flat().find(({ text }) => text.startsWith(label))?.callback_data ?? '';
};

describe('a button that the bot did not make', () => {
  it('of any 1–64 bytes is answered once, draws home and harms nothing', async () => {
    const anything = fc.oneof(
      fc.string({ minLength: 1, maxLength: 64, unit: 'binary' }),
      fc.string({ minLength: 1, maxLength: 40 }).map((text) => `1${text}~AAAAAAAAAAA`),
      fc.constantFrom('\0', '1', '1home', '1home~', '~', '1:~AAAAAAAAAAA', '__proto__', '1home~AAAAAAAAAAA'),
    );
    await fc.assert(
      fc.asyncProperty(
        anything.filter((data) => Buffer.byteLength(data) <= 64),
        async (data) => {
          const tap = await forges(data);
          expect(answersTo(tap).map(({ ok }) => ok)).toEqual([true]);
          expect(person.driver.toast(tap)?.text).toContain('Меню обновилось');
          expect(person.text()).toContain('Здравствуйте');
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
    expect(faults(product)).toEqual([]);
    expect(product.world.violations).toEqual([]);
  });

  it('but for an admin, opens nothing to others', async () => {
    const admin = await product.admin();
    await admin.says('/menu');
    const tap = await forges(dataOf(admin, 'Управление'));
    expect(person.driver.toast(tap)?.text).toContain('Меню обновилось');
    expect(person.text()).toContain('Здравствуйте');
  });
});

describe('a button of the bot’s own', () => {
  it('pressed a hundred times does what one press does', async () => {
    await person.says('/language');
    const data = dataOf(person, 'English');
    const { message_id: messageId } = person.screen();
    for (let press = 0; press < 100; press++) person.driver.taps({ messageId, row: 0, column: 0 }, { data });
    await product.settled();
    await forges(data);
    expect(person.text()).toContain('Hello');
    expect(person.screen().message_id).toBe(messageId);
  });

  it('works from an old message as well, and the answer comes where the person looks', async () => {
    await person.says('/menu');
    const old = person.screen();
    const data = dataOf(person, 'Help');
    await person.says('/language');
    const tap = person.driver.taps({ messageId: person.screen().message_id, row: 0, column: 0 }, { data });
    await product.settled();
    expect(person.driver.toast(tap)).toBeDefined();
    expect(person.screen().message_id).toBeGreaterThan(old.message_id);
    expect(person.text()).toContain('Help');
  });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { newcomer } from '../../support/journeys.ts';
import type { Tester } from '../../support/person.ts';
import { type Product, startProduct } from '../../support/product.ts';

let product: Product;
let person: Tester;
beforeAll(async () => {
  product = await startProduct();
  person = await ready();
});
afterAll(() => product.stop());

async function ready(seed = {}): Promise<Tester> {
  const tester = await newcomer(product, seed);
  const english = 'languageCode' in seed;
  await tester.taps(
    ...(english ? ['Try for free', 'Start the trial'] : ['Попробовать бесплатно', 'Начать пробный период']),
  );
  await eventually(() => expect(tester.text()).toMatch(/Готово! Доступ настроен|access is ready/));
  return tester;
}

const withPictures = 'Показать шаги с картинками';
const pictureOf = (tester: Tester) => tester.screen().photo?.at(-1)?.file_unique_id;

/** What was sent to Telegram as a picture since a call: the bytes, or the id of what it has. */
function picturesSince(callId: number): ('uploaded' | 'known')[] {
  const isPicture = (method: string) => method === 'sendPhoto' || method === 'editMessageMedia';
  return product.world.calls
    .filter(({ id, method, ok }) => id > callId && ok && isPicture(method))
    .map(({ payload }) => (/AgACAgIAAxk/.test(JSON.stringify(payload)) ? 'known' : 'uploaded'));
}
const lastCall = (): number => product.world.calls.at(-1)?.id ?? 0;

async function opensSteps(tester: Tester): Promise<void> {
  await tester.says('/key');
  await tester.taps('Android', withPictures);
}

describe('the steps with pictures', () => {
  it('are one message that turns its pages, forth and back, from the download to the open site', async () => {
    await opensSteps(person);
    expect(person.text()).toContain('Hiddify: шаг 1 из 5');
    expect(person.buttons()).toContain('Скачать Hiddify');
    const { message_id: messageId } = person.screen();
    const seen = [pictureOf(person)];
    for (const number of [2, 3, 4, 5]) {
      await person.taps('Дальше');
      expect(person.text()).toContain(`Hiddify: шаг ${number} из 5`);
      expect(person.screen().message_id).toBe(messageId);
      seen.push(pictureOf(person));
    }
    expect(new Set(seen).size).toBe(5);
    expect(person.buttons()).not.toContain('Дальше');
    await person.taps('Назад', 'Назад', 'Назад');
    expect(person.text()).toContain('шаг 2 из 5');
    expect(pictureOf(person)).toBe(seen[1]);
    expect(person.buttons()).toContain('Открыть Hiddify');
    await person.taps('Назад', 'Назад');
    expect(person.text()).toContain('Hiddify, Android');
    expect(person.text()).toContain('Проверено 24 ноября 2026');
  });

  it('upload a picture once, for whoever sees it first, also after a restart', async () => {
    const before = lastCall();
    await opensSteps(person);
    await person.taps('Дальше');
    const other = await ready({ firstName: 'Оля' });
    await opensSteps(other);
    await other.taps('Дальше');
    await product.restart();
    await opensSteps(other);
    expect(picturesSince(before)).toEqual(['known', 'known', 'known', 'known', 'known']);
  });

  it('upload it again when Telegram does not know the file any more', async () => {
    await product.database.db.execute(sql`update illustrations set file_id = 'gone'`);
    await product.restart();
    const before = lastCall();
    await opensSteps(person);
    await person.taps('Дальше', 'Назад');
    expect(picturesSince(before)).toEqual(['uploaded', 'uploaded', 'known']);
    expect(person.text()).toContain('шаг 1 из 5');
  });

  it('are told in words alone when the picture cannot be sent', async () => {
    product.world.faults.script({ kind: '5xx', times: 20, method: 'sendPhoto' });
    await opensSteps(person);
    expect(person.screen().photo).toBeUndefined();
    expect(person.text()).toContain('Hiddify: шаг 1 из 5');
    expect(person.buttons()).toContain('Скачать Hiddify');
    product.world.faults.clear();
    await person.taps('Дальше');
    expect(person.screen().photo).toBeDefined();
    expect(person.text()).toContain('шаг 2 из 5');
  });

  it('have the link to copy where the app is not opened by a tap, and speak the person’s language', async () => {
    const john = await ready({ firstName: 'John', languageCode: 'en' });
    await john.says('/key');
    await john.taps('Windows', 'v2rayN', 'Show the steps with pictures');
    expect(john.text()).toContain('v2rayN: step 1 of 5');
    await john.taps('Next');
    expect(john.text()).toContain('it is in the message above');
    expect(john.buttons()).toContain('Copy the link');
  });

  it('never take the place of a QR code, which stays in the chat', async () => {
    await person.says('/key');
    await person.taps('QR-код');
    const code = person.screen().message_id;
    await person.taps('Мой ключ', 'Android', withPictures);
    expect(person.screen().message_id).toBeGreaterThan(code);
    expect(
      person.driver.messages().some(({ message_id, photo }) => message_id === code && photo !== undefined),
    ).toBe(true);
  });
});

it('how old each guide is stands in the figures, and a guide too old in the log', async () => {
  product.clock.advance(400 * 86_400_000);
  await product.restart();
  expect(product.log.join('\n')).toContain('guides were compared with their apps more than half a year ago');
  const figures = await (await fetch(`${product.app().url}/metrics`)).text();
  expect(figures).toMatch(/^vpnbot_guide_age_days\{app="v2rayn"\} [34]\d\d$/m);
});

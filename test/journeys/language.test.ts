import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVoices, type Language } from '../../src/texts/voice.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer, press } from '../support/journeys.ts';
import { openTill, type Till } from '../support/till.ts';

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const voices = createVoices('Europe/Moscow');
const words = {
  ru: { welcome: 'Вы с нами!', week: 'Неделя', card: 'Картой', stars: 'Звёздами' },
  en: { welcome: 'You are in!', week: 'Week', card: 'By card', stars: 'In Stars' },
} as const;

describe.each<[string, Language]>([
  ['EN', 'en'],
  ['en-GB', 'en'],
  ['ru-RU', 'ru'],
  ['de', 'en'],
  ['uk', 'ru'],
  ['', 'ru'],
])('somebody whose phone says %j', (languageCode, language) => {
  const { welcome, week, card, stars } = words[language];

  it(`is spoken to in ${language} in the chat, by Stripe and before Stars are taken`, async () => {
    const person = await newcomer(till.product, { languageCode });
    expect(person.text()).toContain(welcome);

    await person.says('/plans');
    await press(person, week, card);
    const session = Object.values(till.stripe.tables.sessions).at(-1);
    expect(session?.locale).toBe(language);

    const payer = await newcomer(till.product, { languageCode });
    await payer.says('/plans');
    await press(payer, week, stars);
    const invoice = payer.driver.messages().find((message) => message.invoice !== undefined);
    till.product.clock.advance(60 * 60_000);
    const checkout = payer.driver.pays(invoice?.message_id ?? 0);
    await eventually(() =>
      expect(payer.driver.checkout(checkout)).toEqual({
        state: 'refused',
        errorMessage: voices[language].refusal('order.over', {}),
      }),
    );
  });
});

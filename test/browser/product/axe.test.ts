import { expect, test } from 'vitest';
import { findBarriersInEveryLook } from '../support/axe.ts';
import { addPerson } from './support/chat.ts';
import { setRealStage } from './support/real-stage.ts';

const stage = setRealStage();

const russian = {
  locale: 'ru-RU',
  speaks: 'ru',
  needsCode: 'Нужен код приглашения',
  isIn: 'Вы с нами!',
  month: 'Месяц',
  renews: 'Продлевать автоматически: нет',
  agrees: 'дальше та же цена',
  card: 'Картой',
  crypto: 'Криптовалютой',
  waits: 'Ждём оплату до',
  ready: 'Готово! Доступ настроен',
  key: 'Ваш ключ',
  renewal: 'Автопродление: включено',
  portal: 'Карта и чеки',
  portalReady: 'Здесь можно',
};
const english: typeof russian = {
  locale: 'en-GB',
  speaks: 'en',
  needsCode: 'You need an invite code',
  isIn: 'You are in!',
  month: 'Month',
  renews: 'Renew automatically: no',
  agrees: 'then the same price',
  card: 'By card',
  crypto: 'In crypto',
  waits: 'Waiting for the payment until',
  ready: 'Done! Your access is ready',
  key: 'Your key',
  renewal: 'Auto-renewal: on',
  portal: 'Card and receipts',
  portalReady: 'Here you can change the card',
};

/** The newest address below a message of somebody's chat that looks like this. */
async function addressIn(id: number, pattern: RegExp): Promise<string> {
  const { chats } = await stage.sandbox().state();
  const messages = chats.find(({ person }) => person.id === id)?.messages ?? [];
  const found = [...JSON.stringify(messages).matchAll(/http:[^"\\\s]+/g)].map(([address]) => address);
  return found.findLast((address) => pattern.test(address)) ?? `no address like ${pattern}`;
}

async function newestId(): Promise<number> {
  return (await stage.sandbox().state()).people.at(-1)?.id ?? 0;
}

test.each([russian, english])(
  'axe finds nothing on the pages around a purchase, $speaks',
  async (words) => {
    const { page } = await stage.open();
    await page.getByLabel('Язык нового человека').selectOption(words.speaks);
    const { chat } = await addPerson(page);
    const id = await newestId();
    const visitor = (await stage.open({ locale: words.locale })).page;
    const found: string[] = [];
    const look = async () => found.push(...(await findBarriersInEveryLook(visitor)));
    const visit = async (address: string) => {
      await visitor.goto(address, { waitUntil: 'commit' });
      await visitor.locator('h1').first().waitFor();
      await look();
    };

    await chat.start();
    await chat.reads(words.needsCode);
    await chat.says(await stage.inviteCode());
    await chat.reads(words.isIn);

    await chat.says('/plans');
    await chat.press(words.month, words.crypto);
    await chat.reads(words.waits);
    await visit(await addressIn(id, /\/pay\//));
    await chat.says('/plans');
    await chat.press(words.month, words.renews);
    await chat.reads(words.agrees);
    await chat.press(words.card);
    await chat.reads(words.waits);
    await visit(await addressIn(id, /\/c\/pay\//));
    await visitor.locator('#card').fill('4000 0000 0000 0002');
    await visitor.locator('form.card button').click();
    await visitor.getByRole('alert').waitFor();
    await look();
    await visitor.locator('#card').fill('4242 4242 4242 4242');
    await visitor.locator('form.card button').click();
    await visitor.locator('a.link').waitFor();
    await look();
    await visitor.locator('a.link').click();
    await visitor.waitForURL('**/o/*');
    await look();
    await chat.reads(words.ready);
    await look();

    await chat.says('/profile');
    await chat.press(words.renewal, words.portal);
    await chat.reads(words.portalReady);
    await visit(await addressIn(id, /\/p\/session\//));

    await chat.says('/key');
    await chat.reads(words.key);
    const subscription = await addressIn(id, /\/sub\//);
    await visit(subscription);
    await chat.press('Android');
    await chat.reads('Hiddify, Android');
    await visit(await addressIn(id, /\/import\//));
    const { origin } = new URL(subscription);
    for (const path of ['/', '/o/nothing', '/sub/nothing', '/import/happ/nothing'])
      await visit(origin + path);
    expect(found).toEqual([]);
  },
  150_000,
);

test.each([russian, english])(
  'axe finds nothing on the pages of the stand-ins, $speaks',
  async ({ locale }) => {
    const { page } = await stage.open({ locale });
    const { stripeUrl, cryptoPayUrl } = await stage.sandbox().payments();
    const { page: panel } = await stage.sandbox().panel();
    for (const address of [`${stripeUrl}/`, `${stripeUrl}/nowhere`, `${cryptoPayUrl}/`, panel]) {
      await page.goto(address);
      expect.soft(await findBarriersInEveryLook(page)).toEqual([]);
    }
  },
);

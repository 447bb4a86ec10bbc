import type { Page } from 'playwright-core';
import { addPerson, type Chat, openChat } from './chat.ts';
import type { RealStage } from './real-stage.ts';

/** Somebody new who has just come in by the admin's link. */
export async function guestIn(stage: RealStage, page: Page): Promise<{ name: string; chat: Chat }> {
  const guest = await addPerson(page);
  await guest.chat.start();
  await guest.chat.reads('Нужен код приглашения');
  await guest.chat.says(await stage.inviteCode());
  await guest.chat.reads('Вы с нами!');
  return guest;
}

/** Chooses the month and a card, and pays on the page that opens; the chat stays open behind it. */
export async function payMonthByCard(
  page: Page,
  chat: Chat,
  how: 'card' | 'later' | 'renewing' = 'card',
): Promise<void> {
  const checkout = await openMonthCheckout(page, chat, how === 'renewing');
  if (how !== 'later') await checkout.getByRole('button', { name: /^(Оплатить|Оформить подписку)/ }).click();
  else await checkout.getByRole('button', { name: 'Банковским переводом' }).click();
  await checkout.getByRole('heading', { name: how === 'later' ? /деньги ещё идут/ : 'Оплачено' }).waitFor();
  await checkout.close();
}

/** The checkout page of a month that is about to be bought. */
async function openMonthCheckout(page: Page, chat: Chat, renews: boolean): Promise<Page> {
  await chat.says('/plans');
  await chat.press('Месяц');
  if (renews) {
    await chat.press('Продлевать автоматически: нет');
    await chat.reads('дальше та же цена');
  }
  await chat.press('Картой');
  await chat.reads('Ждём оплату до');
  return await follow(page, () => chat.press('Оплатить'));
}

/** What a press opens in a tab of its own. */
export async function follow(page: Page, press: () => Promise<void>): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await press();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Открыть' })
    .click({ timeout: 2_000 })
    .catch(() => {});
  return await opened;
}

/** The shop's side of the stand-in for Stripe, in a tab of its own. */
export async function openStripeAccount(page: Page): Promise<Page> {
  await page.getByRole('tab', { name: 'Оплата' }).click();
  const address = await page.getByRole('link', { name: 'Счёт в Stripe' }).getAttribute('href');
  const account = await page.context().newPage();
  await account.goto(address ?? '');
  return account;
}

/** Opens somebody's newest payment in the admin's chat. */
export async function openNewestPayment(page: Page): Promise<Chat> {
  const anna = await openChat(page, 'Анна');
  await anna.says('/admin');
  await anna.press('Платежи');
  await anna.newest.locator('.key', { hasText: '№' }).first().click();
  await anna.reads('Платёж №');
  return anna;
}

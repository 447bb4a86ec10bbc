import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { openChat } from './support/chat.ts';
import { takePicture } from './support/picture.ts';
import { setRealStage } from './support/real-stage.ts';
import { follow, guestIn, openNewestPayment, openStripeAccount, payMonthByCard } from './support/shop.ts';

const stage = setRealStage();

test('a beginner buys a month by card and gets the key', async () => {
  const { page } = await stage.open();
  const { chat } = await guestIn(stage, page);
  await payMonthByCard(page, chat);
  await chat.reads('Готово! Доступ настроен');
  await takePicture(page, 'bought');
  await chat.press('Получить ключ');
  await chat.reads('Ваш ключ');
  await chat.says('/orders');
  await chat.press('№');
  await chat.reads('Доступ настроен и проверен');
}, 60_000);

test('with no webhooks at all a payment is still found, and the key comes', async () => {
  const { page } = await stage.open();
  const { chat } = await guestIn(stage, page);
  await page.getByRole('tab', { name: 'Оплата' }).click();
  const off = page.getByRole('switch', { name: /Выключить вебхуки/ });
  await off.click();
  await expect.poll(() => off.isChecked()).toBe(true);
  await payMonthByCard(page, chat);
  await chat.reads('Ждём оплату до');
  // Its time to be asked about comes, and then the next whole minute of the timetable.
  await page.getByRole('tab', { name: 'Время' }).click();
  await page.getByRole('button', { name: '+1 час' }).click();
  await chat.newest.filter({ hasText: 'Готово! Доступ настроен' }).waitFor({ timeout: 100_000 });
  await page.getByRole('tab', { name: 'Оплата' }).click();
  await off.click();
  await expect.poll(() => off.isChecked()).toBe(false);
}, 150_000);

test('money that comes after the order has run out still buys what was ordered', async () => {
  const { page } = await stage.open();
  const { chat } = await guestIn(stage, page);
  await payMonthByCard(page, chat, 'later');
  await chat.says('/orders');
  await chat.press('№');
  await chat.reads('Платёж в пути');
  await page.getByRole('tab', { name: 'Время' }).click();
  await page.getByRole('button', { name: '+1 день' }).click();
  const account = await openStripeAccount(page);
  await account.getByRole('button', { name: 'Деньги пришли' }).first().click();
  await chat.newest.filter({ hasText: 'Готово! Доступ настроен' }).waitFor({ timeout: 60_000 });
}, 120_000);

test('an admin gives the money back, and the access that was bought with it ends', async () => {
  const { page } = await stage.open();
  const { name, chat } = await guestIn(stage, page);
  await payMonthByCard(page, chat);
  await chat.reads('Готово! Доступ настроен');
  const anna = await openNewestPayment(page);
  await anna.press('Вернуть деньги');
  await anna.press('Всё:');
  await anna.reads('Почему возвращаем?');
  await anna.says('не подошло');
  await anna.reads('закроется');
  await takePicture(page, 'refunding');
  await anna.press('Да, вернуть');
  const back = await openChat(page, name);
  await back.reads('Мы вернули вам');
  await back.says('/profile');
  await back.reads('закончилась');
}, 90_000);

test('an admin gives a third of it back, and the access shrinks by a third, on the panel too', async () => {
  const { page } = await stage.open();
  const { name, chat } = await guestIn(stage, page);
  await payMonthByCard(page, chat);
  await chat.reads('Готово! Доступ настроен');
  const account = page.locator('.panel-user', { hasText: name });
  await account.getByText('30 дней').waitFor();
  const anna = await openNewestPayment(page);
  await anna.press('Вернуть деньги');
  await anna.says('1,33');
  await anna.says('медленно работало');
  await anna.press('Да, вернуть');
  await account.getByText('20 дней').waitFor();
  const back = await openChat(page, name);
  await back.reads('Мы вернули вам');
  await back.says('/profile');
  await back.reads('осталось 20 дней');
}, 90_000);

test('an admin makes a promo code, and a newcomer buys with it and sees both prices', async () => {
  const { page } = await stage.open();
  const { name } = await guestIn(stage, page);
  const anna = await openChat(page, 'Анна');
  await anna.says('/admin');
  await anna.press('Промокоды', 'Создать промокод');
  await anna.reads('шаг 1');
  await anna.says('half');
  await anna.press('Скидка в процентах');
  await anna.reads('например 20');
  await anna.says('50');
  // The same answers stand below several questions: each waits for its own.
  for (const [index, answer] of ['Без ограничений', '1', 'Бессрочно', 'Все тарифы'].entries()) {
    await anna.reads(`шаг ${index + 4} из 8`);
    await anna.press(answer);
  }
  await anna.reads('шаг 8 из 8');
  await takePicture(page, 'promo-question');
  await anna.press('Нет, для любой');
  await anna.reads('Создать этот промокод?');
  await anna.press('Создать');
  await anna.reads('Промокод готов');
  await takePicture(page, 'promo-code');

  const guest = await openChat(page, name);
  await guest.says('/promo');
  await guest.says('HALF');
  await guest.press('Месяц');
  await guest.reads(/3,99.*2,00/);
  await takePicture(page, 'promo-price');
  await guest.press('Картой');
  const checkout = await follow(page, () => guest.press('Оплатить'));
  await checkout.getByText('2,00').first().waitFor();
  await checkout.getByRole('button', { name: /^Оплатить/ }).click();
  await checkout.getByRole('heading', { name: 'Оплачено' }).waitFor();
  await checkout.close();
  await guest.reads('Готово! Доступ настроен');
}, 90_000);

test('the card is changed and the renewal stopped on Stripe’s own page', async () => {
  const { page } = await stage.open();
  const { chat } = await guestIn(stage, page);
  await payMonthByCard(page, chat, 'renewing');
  await chat.reads('Готово! Доступ настроен');
  await chat.says('/profile');
  await chat.press('Автопродление', 'Карта и чеки');
  const portal = await follow(page, () => chat.press('Открыть страницу Stripe'));
  await portal.getByRole('button', { name: 'Не продлевать дальше' }).first().click();
  // Closed before the page has answered, the wish would never leave the browser.
  await portal.getByRole('button', { name: 'Продлевать дальше' }).waitFor();
  await portal.close();
  await chat.newest.filter({ hasText: 'Автопродление выключено' }).waitFor({ timeout: 60_000 });
}, 90_000);

test('a month by card renews itself when the clock has moved a month, and stops when told to', async () => {
  const { page } = await stage.open();
  const { chat } = await guestIn(stage, page);
  await payMonthByCard(page, chat, 'renewing');
  await chat.reads('Готово! Доступ настроен');
  await chat.says('/profile');
  await chat.press('Автопродление: включено');
  await chat.reads('Следующее списание');
  await takePicture(page, 'renewal');
  await page.getByRole('tab', { name: 'Время' }).click();
  await page.getByRole('button', { name: '+30 дней' }).click();
  await chat.pane.locator('.row', { hasText: 'Подписка продлена' }).first().waitFor({ timeout: 60_000 });
  // What the renewal set up may be told of after it, in place of the list.
  await eventually(async () => {
    await chat.says('/orders');
    await chat.press('№');
  }, 60_000);
  await chat.reads('Продлено автоматически');
  await chat.says('/profile');
  await chat.press('Автопродление', 'Выключить автопродление', 'Да, выключить');
  await chat.reads('Больше ничего не спишется');
}, 150_000);

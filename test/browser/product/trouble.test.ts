import { expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { addPerson, type Chat, openChat } from './support/chat.ts';
import { setRealStage } from './support/real-stage.ts';

const stage = setRealStage();

/** Somebody new who has just come in by Anna's link. */
async function guestIn(page: Page): Promise<{ name: string; chat: Chat }> {
  const guest = await addPerson(page);
  await guest.chat.start();
  await guest.chat.reads('Нужен код приглашения');
  await guest.chat.says(await stage.inviteCode());
  await guest.chat.reads('Вы с нами!');
  return guest;
}

async function idOf(name: string): Promise<number> {
  const { people } = await stage.sandbox().state();
  return people.find(({ firstName, lastName }) => `${firstName} ${lastName ?? ''}`.trim() === name)?.id ?? 0;
}

/** A switch of the side panel follows only when the stand-in has answered. */
async function turn(control: Locator, on: boolean): Promise<void> {
  await control.click();
  await expect.poll(() => control.isChecked(), { timeout: 20_000 }).toBe(on);
}

async function accountsOf(id: number) {
  return (await stage.sandbox().panel()).users.filter((user) => user.telegram_id === id);
}

test('a panel switched off during a trial is waited for, and the key comes by itself when it is back', async () => {
  const { page } = await stage.open();
  const { name, chat } = await guestIn(page);
  const down = page.getByRole('switch', { name: /Панель не отвечает/ });
  await turn(down, true);
  await chat.press('Попробовать бесплатно', 'Начать пробный период');
  await chat.reads('Настраиваем доступ');
  await chat.press('Моя подписка');
  await chat.reads('Состояние: настраивается');
  await chat.says('/key');
  await chat.reads('Доступ настраивается');
  expect(await accountsOf(await idOf(name))).toEqual([]);
  await turn(down, false);
  await chat.reads('Готово! Доступ настроен');
  await page.locator('.panel-user', { hasText: name }).getByText('Работает').waitFor();
  await chat.press('Получить ключ');
  await chat.reads('Ваш ключ');
});

test('a panel that saves and answers 502 makes one account, and the key comes by itself', async () => {
  const { page } = await stage.open();
  const { name, chat } = await guestIn(page);
  const lying = page.getByRole('switch', { name: /Сохраняет, но отвечает 502/ });
  await turn(lying, true);
  await chat.press('Попробовать бесплатно', 'Начать пробный период');
  await chat.reads('Настраиваем доступ');
  const accounts = async () => (await accountsOf(await idOf(name))).length;
  await expect.poll(accounts, { timeout: 20_000 }).toBe(1);
  await turn(lying, false);
  await chat.reads('Готово! Доступ настроен');
  await chat.press('Получить ключ');
  await chat.reads('Ваш ключ');
  expect(await accounts()).toBe(1);
}, 90_000);

test('a bot killed between a tap and its answer gives the answer once it is started again', async () => {
  const { page } = await stage.open();
  const { name, chat } = await guestIn(page);
  const id = await idOf(name);
  await page.getByRole('tab', { name: 'Telegram' }).click();
  const refuse = page.getByRole('switch', { name: /Слишком много запросов/ });
  await turn(refuse, true);
  await expect.poll(async () => (await stage.sandbox().state()).faults.telegram429.active).toBe(true);
  await chat.press('Попробовать бесплатно');
  // The bot has taken the tap and cannot answer it: every call is refused.
  const taps = async () =>
    (await stage.sandbox().state()).deliveries.filter(
      (delivery) => delivery.personId === id && delivery.kind === 'callback_query' && delivery.status === 200,
    );
  await expect.poll(async () => (await taps()).length).toBe(1);
  await page.getByRole('tab', { name: 'Бот' }).click();
  await page.getByRole('button', { name: 'kill -9' }).click();
  await page.getByRole('alert').getByText('Бот остановлен').waitFor();
  await chat.reads('Вы с нами!');
  await page.getByRole('tab', { name: 'Telegram' }).click();
  await turn(refuse, false);
  await page.getByRole('tab', { name: 'Бот' }).click();
  await page.getByRole('button', { name: 'Запустить', exact: true }).click();
  // The killed bot's claim on the person's turn has to run out first: half a minute.
  await chat.newest.filter({ hasText: 'Пробный период даётся один раз' }).waitFor({ timeout: 45_000 });
  expect(await taps()).toHaveLength(1);
}, 90_000);

test('when Telegram delivers everything twice, a person still gets one welcome and one account', async () => {
  const { page } = await stage.open();
  await page.getByRole('tab', { name: 'Telegram' }).click();
  const twice = page.getByRole('switch', { name: /Повторять обновления/ });
  await turn(twice, true);
  await expect.poll(async () => (await stage.sandbox().state()).faults.duplicateUpdates).toBe(1);
  const { name, chat } = await guestIn(page);
  await chat.press('Попробовать бесплатно', 'Начать пробный период');
  await chat.reads('Готово! Доступ настроен');
  await chat.press('Получить ключ');
  await chat.reads('Ваш ключ');
  await turn(twice, false);
  expect(await accountsOf(await idOf(name))).toHaveLength(1);
  const answers = await chat.pane.locator('.row:not(.own)').count();
  // The question for a code, the trial that began where the welcome was, and the key where the news was.
  expect(answers).toBe(3);
});

test('a blocked person is told so once and loses access on the panel, and comes back when unblocked', async () => {
  const { page } = await stage.open();
  const { name, chat } = await guestIn(page);
  const id = await idOf(name);
  await chat.press('Попробовать бесплатно', 'Начать пробный период');
  await chat.reads('Готово! Доступ настроен');

  const anna = await openChat(page, 'Анна');
  await anna.says('/admin');
  await anna.press('Найти человека');
  await anna.reads('Поиск человека');
  await anna.says(name.split(' ')[0] ?? name);
  await anna.press(`${name} · `, 'Заблокировать', 'Да, заблокировать');
  await anna.reads('Заблокирован:');
  await expect.poll(async () => (await accountsOf(id)).map(({ enable }) => enable)).toEqual([false]);

  const blocked = await openChat(page, name);
  await blocked.press('Получить ключ');
  await blocked.reads('Доступ к сервису для вас закрыт');
  await blocked.says('/start');
  await blocked.says('Что случилось?');

  await (await openChat(page, 'Анна')).press('Разблокировать');
  await expect.poll(async () => (await accountsOf(id)).map(({ enable }) => enable)).toEqual([true]);
  const back = await openChat(page, name);
  await back.says('/start');
  await back.reads('Доступ работает до');
  expect(await back.pane.locator('.row', { hasText: 'Доступ к сервису для вас закрыт' }).count()).toBe(1);
});

test('when the clock is moved past the end of a trial, the bot and the panel follow it', async () => {
  const { page } = await stage.open();
  const { name, chat } = await guestIn(page);
  await chat.press('Попробовать бесплатно', 'Начать пробный период');
  await chat.reads('Готово! Доступ настроен');
  await page.getByRole('tab', { name: 'Время' }).click();
  await page.getByRole('button', { name: '+7 дней' }).click();
  await page.getByText('впереди на 7 дней').waitFor();
  await chat.press('Моя подписка');
  await chat.reads('Состояние: закончилась');
  const account = async () => (await accountsOf(await idOf(name))).map(({ enable }) => enable);
  await expect.poll(account, { timeout: 90_000 }).toEqual([false]);
}, 120_000);

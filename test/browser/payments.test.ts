import { expect, test } from 'vitest';
import { OLGA } from './support/people.ts';
import type { FakeSandbox } from './support/sandbox.ts';
import { fillScene } from './support/scene.ts';
import { setStage, waitAsked } from './support/stage.ts';

const stage = setStage();
const LINK = 'https://t.me/$abc123';

const prepare = ({ world }: FakeSandbox): void => {
  fillScene(world);
  const inline_keyboard = [[{ text: 'Подписаться', url: LINK }]];
  world.write(OLGA, { text: 'Подписка', reply_markup: { inline_keyboard } });
};

test('a link to an invoice opens a sheet that pays by keyboard alone, and says how often', async () => {
  const { page, sandbox } = await stage.play(`/#/${OLGA}`, {}, prepare);
  await page.getByRole('button', { name: 'Подписаться' }).press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Подтвердить оплату?' });
  await sheet.getByText('VPN <b>').waitFor();
  await sheet.getByText('каждые 30 дней').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(sandbox.asked).toEqual([]);
  await page.getByRole('button', { name: 'Подписаться' }).press('Enter');
  await sheet.waitFor();
  await page.keyboard.press('Enter');
  expect(await waitAsked(sandbox, `/control/people/${OLGA}/pay`)).toEqual({ invoice: LINK });
});

test('the sheet pays by touch on a narrow screen', async () => {
  const { page, sandbox } = await stage.play(`/#/${OLGA}`, { width: 360, height: 740, touch: true }, prepare);
  await page.getByRole('button', { name: 'Подписаться' }).tap();
  await page.getByRole('button', { name: 'Оплатить 250 ★' }).tap();
  expect(await waitAsked(sandbox, `/control/people/${OLGA}/pay`)).toEqual({ invoice: LINK });
});

test('the payments tab links to the providers, and its switches break them', async () => {
  const { page, sandbox } = await stage.play(`/#/${OLGA}`, { width: 1400, height: 900 }, prepare);
  await page.getByRole('tab', { name: 'Оплата' }).click();
  const link = page.getByRole('link', { name: 'Счёт в Stripe' });
  expect(await link.getAttribute('href')).toBe('http://127.0.0.1:9/');
  await page.getByText('checkout.session.completed').waitFor();
  for (const name of [
    /Выключить вебхуки/,
    /Повторять вебхуки/,
    /Stripe отвечает 500/,
    /Crypto Pay отвечает 500/,
  ])
    await page.getByRole('switch', { name }).click();
  await expect
    .poll(() => sandbox.backstage.payments.faults)
    .toEqual({
      webhooksOff: true,
      duplicates: true,
      stripe500: true,
      cryptoPay500: true,
    });
});

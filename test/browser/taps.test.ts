import { expect, test } from 'vitest';
import { ANNA, OLGA } from './support/people.ts';
import { fillScene } from './support/scene.ts';
import type { FakeSandbox } from './support/sandbox.ts';
import { setStage, waitAsked } from './support/stage.ts';

const stage = setStage();
const prepare = ({ world }: FakeSandbox): void => fillScene(world);

/** The id the fake gave to the only tap that waits now. */
async function lastTapId(sandbox: FakeSandbox, prefix = 'tap'): Promise<string> {
  await waitAsked(sandbox, `/control/people/${prefix === 'tap' ? ANNA : OLGA}/tap`);
  return `${prefix}-${sandbox.world.taps}`;
}

test('a tapped button turns until the bot answers, then its words appear for a moment', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, prepare);
  const button = page.getByRole('button', { name: 'Создать приглашение' });
  await button.click();
  await page.locator('.key[aria-busy="true"]', { hasText: 'Создать приглашение' }).waitFor();
  const callbackId = await lastTapId(sandbox);
  sandbox.world.answer({ personId: ANNA, callbackId, messageId: 2, text: 'Приглашение создано' });
  await page.locator('.pane .toast', { hasText: 'Приглашение создано' }).waitFor();
  await expect.poll(() => page.locator('.key[aria-busy="true"]').count()).toBe(0);
});

test('an answer that arrives before the reply to the tap still stops the turning', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, prepare);
  const callbackId = `tap-${sandbox.world.taps + 1}`;
  await page.route('**/tap', async (route) => {
    const response = await route.fetch();
    sandbox.world.answer({ personId: ANNA, callbackId, messageId: 2, text: 'Мигом' });
    await page.getByText('Мигом').waitFor();
    await route.fulfill({ response });
  });
  await page.getByRole('button', { name: 'Люди', exact: true }).click();
  await page.getByText('Мигом').waitFor();
  await expect.poll(() => page.locator('.key[aria-busy="true"]').count()).toBe(0);
});

test('an alert must be closed by the person', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, prepare);
  await page.getByRole('button', { name: 'Люди', exact: true }).click();
  const callbackId = await lastTapId(sandbox);
  sandbox.world.answer({ personId: ANNA, callbackId, messageId: 2, text: 'Нельзя', showAlert: true });
  const dialog = page.getByRole('dialog', { name: 'Бот сообщает' });
  await dialog.getByText('Нельзя').waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Люди');
});

test('a tap the bot never answers says so after its time', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, prepare);
  await page.getByRole('button', { name: 'Рассылка' }).click();
  const callbackId = await lastTapId(sandbox);
  sandbox.world.answer({ personId: ANNA, callbackId, messageId: 2, state: 'expired' });
  await page.getByText('Бот не ответил на нажатие').waitFor();
  await expect.poll(() => page.locator('.key[aria-busy="true"]').count()).toBe(0);
});

test('a disabled button asks nobody, a copy button copies', async () => {
  const { page, sandbox } = await stage.play(`/#/${ANNA}`, {}, prepare);
  await page.getByRole('button', { name: 'Отчёты' }).press('Enter');
  await page.getByText('Кнопка выключена ботом').waitFor();
  await page.getByRole('button', { name: 'Копировать', exact: true }).click();
  await page.getByText('Ссылка скопирована').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain('INV_3f9a2c7d');
  expect(sandbox.asked).toEqual([]);
});

test('paying asks once and shows why the bot refused', async () => {
  const { page, sandbox } = await stage.play(`/#/${OLGA}`, {}, prepare);
  await page.getByRole('button', { name: 'Оплатить 150 ★' }).click();
  const dialog = page.getByRole('dialog', { name: 'Подтвердить оплату?' });
  await dialog.getByRole('button', { name: 'Оплатить 150 ★' }).click();
  const checkoutId = await lastTapId(sandbox, 'checkout');
  const order = { personId: OLGA, checkoutId, amount: 150, currency: 'XTR' };
  sandbox.world.tell('checkout', { ...order, state: 'waiting' });
  await page.getByText('Бот проверяет заказ').waitFor();
  sandbox.world.tell('checkout', { ...order, state: 'refused', errorMessage: 'Тариф снят с продажи' });
  await page.getByText('Бот отказал в оплате: Тариф снят с продажи').waitFor();
  await expect.poll(() => page.locator('.key[aria-busy="true"]').count()).toBe(0);
});

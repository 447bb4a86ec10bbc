import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findDimText, findNameless, findOverflow } from './support/checks.ts';
import { ANNA, HOSTILE, NOVICE, OLGA } from './support/people.ts';
import { fillScene } from './support/scene.ts';
import type { FakeSandbox } from './support/sandbox.ts';
import { setStage } from './support/stage.ts';

const stage = setStage();
const prepare = ({ world }: FakeSandbox): void => {
  fillScene(world);
  world.chat(NOVICE).blocked = true;
};

async function openDrawer(page: Page, tab: string): Promise<void> {
  if (!(await page.locator('.drawer').isVisible())) {
    await page.locator('button[aria-label="Показать, что за кулисами"]:visible').first().click();
  }
  await page.getByRole('tab', { name: tab }).click();
}

describe.each([360, 768, 1440, 1920])('at %i pixels', (width) => {
  test('nothing sticks out of the window', async () => {
    const view = { width, height: 800, tour: true };
    const { page } = await stage.play('/', view, prepare);
    expect(await findOverflow(page)).toEqual([]);
    for (const person of [HOSTILE, OLGA, NOVICE]) {
      await page.goto(page.url().replace(/#.*|$/, `#/${person}`));
      await page.reload();
      await page.locator('.pane').waitFor();
      expect(await findOverflow(page)).toEqual([]);
    }
    for (const tab of ['Панель', 'Telegram', 'Бот', 'Оплата', 'Время']) {
      await openDrawer(page, tab);
      await page.evaluate('Promise.all(document.getAnimations().map((animation) => animation.finished))');
      expect(await findOverflow(page)).toEqual([]);
    }
  });
});

test.each([700, 900])(
  'at a height of %i the page is as high as its window, and the first steps are read whole',
  async (height) => {
    const { page } = await stage.play('/', { height, tour: true }, (sandbox) => {
      prepare(sandbox);
      for (const firstName of ['Пётр', 'Катя', 'Игорь', 'Света', 'Лев'])
        sandbox.world.addPerson({ firstName });
    });
    const isWhole = `document.documentElement.scrollHeight === innerHeight
    && document.querySelector('.app').scrollHeight === innerHeight`;
    await page.getByRole('button', { name: 'Начать: Анна и новичок рядом' }).click();
    for (const tab of ['Панель', 'Telegram', 'Бот', 'Оплата', 'Время']) {
      await openDrawer(page, tab);
      expect(await page.evaluate(isWhole)).toBe(true);
    }
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, 2_000);
    expect(await page.evaluate('scrollY')).toBe(0);
    const { scrollHeight, clientHeight } = await page
      .locator('.tour')
      .evaluate(({ scrollHeight: whole, clientHeight: seen }) => ({
        scrollHeight: whole,
        clientHeight: seen,
      }));
    expect(scrollHeight).toBe(clientHeight);
  },
);

test('the page speaks the browser’s language until another is chosen, and a time stands beside its words', async () => {
  const { page } = await stage.play(`/#/${ANNA}`, { locale: 'de-DE' }, prepare);
  await page.getByRole('heading', { name: 'Sandbox' }).waitFor();
  const apart = await page.evaluate(`[...document.querySelectorAll('.bubble')].every((bubble) => {
    const words = bubble.querySelector('.content > .text:last-child');
    const meta = bubble.querySelector('.meta');
    if (!words || !meta) return true;
    const range = document.createRange();
    range.selectNodeContents(words);
    const time = meta.getBoundingClientRect();
    return [...range.getClientRects()].every((line) => line.bottom <= time.top + 4 || line.right <= time.left + 1);
  })`);
  expect(apart).toBe(true);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('every text can be told from its background', async () => {
    const { page } = await stage.play(
      `/#/${ANNA}+${OLGA}`,
      { colorScheme, width: 1920, tour: true },
      prepare,
    );
    for (const tab of ['Панель', 'Telegram', 'Бот', 'Время']) {
      await openDrawer(page, tab);
      await page.evaluate('Promise.all(document.getAnimations().map((animation) => animation.finished))');
      expect(await findDimText(page)).toEqual([]);
    }
    await page.goto(page.url().replace(/#.*/, `#/${HOSTILE}+${NOVICE}`));
    await page.reload();
    await page.locator('.pane').nth(1).waitFor();
    expect(await findDimText(page)).toEqual([]);
  });
});

test('every control and landmark has a name', async () => {
  const { page } = await stage.play('/', { tour: true }, prepare);
  expect(await findNameless(page)).toEqual([]);
  await page.goto(page.url().replace(/#.*|$/, `#/${ANNA}+${OLGA}`));
  await page.reload();
  await page.locator('.pane').nth(1).waitFor();
  for (const tab of ['Панель', 'Telegram', 'Бот', 'Время']) {
    await openDrawer(page, tab);
    expect(await findNameless(page)).toEqual([]);
  }
  await page.getByRole('textbox', { name: /пишет Анна/ }).fill('/');
  expect(await findNameless(page)).toEqual([]);
  await page.getByRole('button', { name: 'Прикрепить' }).first().click();
  expect(await findNameless(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /INV_/ }).click();
  expect(await findNameless(page)).toEqual([]);
});

test('the chosen theme and language stay after a reload', async () => {
  const { page } = await stage.play(`/#/${ANNA}`, {}, prepare);
  await page.getByRole('button', { name: 'Тема' }).click();
  await page.getByRole('menuitem', { name: 'Тёмная' }).click();
  await page.getByRole('button', { name: 'Switch the page to English' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'Sandbox' }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  await page.getByRole('textbox', { name: 'Message to the bot, written by Анна Смирнова' }).waitFor();
});

test('over a narrow page the side panel keeps the focus, and Escape gives it back', async () => {
  const { page } = await stage.play(`/#/${ANNA}`, { width: 900 }, prepare);
  const button = page.locator('#drawer-button');
  await button.press('Enter');
  expect(await page.evaluate('document.activeElement.role')).toBe('tab');
  expect(await page.evaluate("document.querySelector('.stage').inert")).toBe(true);
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.id')).toBe('drawer-button');
  expect(await page.evaluate("document.querySelector('.stage').inert")).toBe(false);
});

test('on a phone there is one thing at a time, and Back leads to the list', async () => {
  const { page } = await stage.play('/', { width: 390, height: 844, touch: true }, prepare);
  expect(await page.locator('.stage').isVisible()).toBe(false);
  await page.getByRole('button', { name: /Анна Смирнова/ }).tap();
  expect(await page.locator('.people').isVisible()).toBe(false);
  await page.getByRole('button', { name: 'К списку людей' }).tap();
  await page.getByRole('button', { name: /Ольга Петрова/ }).tap();
  await page.goBack();
  await page.locator('.people').waitFor();
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { launchBrowser } from './support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const views = [
  { name: 'a phone at night', width: 360, height: 740, colorScheme: 'dark', locale: 'ru-RU' },
  { name: 'a desk by day', width: 1280, height: 900, colorScheme: 'light', locale: 'en-GB' },
] as const;

async function open(view: (typeof views)[number]) {
  const people = Array.from({ length: 4 }, (_, n) => ({ name: `tg-10000${n}`, usageLimitGb: 30 + n }));
  const long = { name: 'очень-длинное-имя-без-пробелов-'.repeat(4), usageLimitGb: 1 };
  const panel = await startPanelStandIn({ profile: 'v12.3.0', seedUsers: [...people, long] });
  onTestFinished(panel.stop);
  const { width, height, ...rest } = view;
  const headers = { 'Hiddify-API-Key': panel.adminKey };
  for (const path of ['/', '/admin/user/', '/nowhere/'])
    await fetch(`${panel.url}/${panel.adminPath}/api/v2${path}`, { headers });
  const context = await browser.newContext({ viewport: { width, height }, ...rest });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(panel.page);
  return { panel, page, errors };
}

describe('the own page of the panel', () => {
  it.for(views)('on $name fits, follows what happens, and its switches break the panel', async (view) => {
    const { panel, page, errors } = await open(view);
    const isRussian = view.locale === 'ru-RU';
    await page.getByRole('heading', { name: isRussian ? 'Пользователи: 5' : 'Users: 5' }).waitFor();
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(view.width);
    const lightness = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(lightness).toBe(isRussian ? 'rgb(18, 23, 29)' : 'rgb(243, 245, 247)');

    const name = isRussian ? 'Сохраняет и отвечает 502' : 'Saves and answers 502';
    await page.getByRole('button', { name }).click();
    await page.locator('.fault.is-on', { hasText: name }).waitFor();
    expect(panel.control.faults().savesThen502).toBe(true);
    const folder = process.env['SCREENSHOTS'];
    if (folder) await page.screenshot({ path: `${folder}/panel-${view.width}.png`, fullPage: true });
    await page.getByRole('button', { name: isRussian ? 'Починить всё' : 'Mend everything' }).click();
    await page.getByText(isRussian ? 'Всё исправно.' : 'All is well.').waitFor();
    expect(panel.control.faults().savesThen502).toBe(false);

    panel.control.seed({ name: 'newcomer' });
    await page.getByText('newcomer').waitFor();
    const small = await page.evaluate(
      '[...document.querySelectorAll("button")].filter((b) => b.getBoundingClientRect().height < 44).length',
    );
    expect(small).toBe(0);
    await page.getByRole('link', { name: isRussian ? 'English' : 'Русский' }).click();
    await page.getByRole('heading', { name: isRussian ? 'Users: 6' : 'Пользователи: 6' }).waitFor();
    expect(errors).toEqual([]);
  });
});

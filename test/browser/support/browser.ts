import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface View {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** The tour is dismissed unless a test is about it. */
  tour?: boolean;
  touch?: boolean;
  /** Russian unless a test is about others. */
  locale?: string;
}

export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** Errors the page reported: exceptions, console errors, refused by the content policy. */
  errors: string[];
}

/** Starts the Chromium of this machine, without a window. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const args = [...FLAGS, ...more];
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args });
}

/** Opens an address in a fresh profile and collects everything that went wrong in it. */
export async function openPage(browser: Browser, url: string, view: View = {}): Promise<OpenPage> {
  const {
    width = 1440,
    height = 900,
    colorScheme = 'light',
    tour = false,
    touch = false,
    locale = 'ru-RU',
  } = view;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    hasTouch: touch,
    locale,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  if (!tour) await context.addInitScript("localStorage.setItem('sandbox.tour', 'dismissed')");
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  await page.locator('.people-item').first().waitFor({ state: 'attached' });
  return { page, context, errors };
}

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser, type OpenPage, openPage, type View } from './browser.ts';
import { type FakeSandbox, startFakeSandbox } from './sandbox.ts';

export interface Play extends OpenPage {
  sandbox: FakeSandbox;
}

/** Gives each test of a file its own sandbox and profile in one shared browser, and closes them afterwards. */
export function setStage(): {
  play(path?: string, view?: View, prepare?: (sandbox: FakeSandbox) => void): Promise<Play>;
} {
  let browser: Browser;
  const closers: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });
  afterAll(() => browser.close());
  return {
    async play(path = '/', view = {}, prepare = () => {}) {
      const sandbox = await startFakeSandbox();
      closers.push(() => sandbox.stop());
      prepare(sandbox);
      const opened = await openPage(browser, `${sandbox.url}${path}`, view);
      closers.push(() => opened.context.close());
      return { ...opened, sandbox };
    },
  };
}

/** The open chat of a person, by the name in its head. */
export function paneOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Waits until the page has asked the control server for this path, and gives the body of the latest time. */
export async function waitAsked(sandbox: FakeSandbox, path: string): Promise<unknown> {
  const deadlineMs = Date.now() + 5000;
  while (Date.now() < deadlineMs) {
    const found = sandbox.asked.findLast((asked) => asked.path === path);
    if (found) return found.body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(
    `the page never asked for ${path}; it asked for ${sandbox.asked.map((asked) => asked.path).join(', ')}`,
  );
}

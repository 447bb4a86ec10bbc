import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser, openPage, type OpenPage, type View } from '../../support/browser.ts';
import { type RealSandbox, startRealSandbox } from './real-sandbox.ts';

export interface RealStage {
  sandbox(): RealSandbox;
  /** Opens the page of the sandbox in a profile of its own, closed after the test. */
  open(view?: View): Promise<OpenPage>;
  /** The code of the newest invite that Anna's chat shows; at first the one she made at the start. */
  inviteCode(): Promise<string>;
}

/** Gives the tests of a file one sandbox and one browser; what one test leaves behind, the next one finds. */
export function setRealStage(): RealStage {
  let sandbox: RealSandbox;
  let browser: Browser;
  const contexts: OpenPage['context'][] = [];
  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startRealSandbox(), launchBrowser()]);
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(() => Promise.all([browser.close(), sandbox.stop()]));
  return {
    sandbox: () => sandbox,
    async open(view) {
      const opened = await openPage(browser, sandbox.url, view);
      contexts.push(opened.context);
      return opened;
    },
    async inviteCode() {
      const { chats } = await sandbox.state();
      const anna = chats.find(({ person }) => person.role === 'admin');
      const codes = anna?.messages.map(({ text }) => /start=(INV_[0-9a-f]+)/.exec(text ?? '')?.[1]) ?? [];
      const code = codes.findLast((found) => found !== undefined);
      if (code === undefined) throw new Error('the chat of Anna shows no invite link');
      return code;
    },
  };
}

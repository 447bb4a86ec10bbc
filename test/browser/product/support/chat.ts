import type { Locator, Page } from 'playwright-core';

/** How buttons are pressed: by the mouse, or by a finger on a touch screen. */
export type Hand = 'click' | 'tap';

/** One open chat of the page, used as its person would: read, press, write. */
export interface Chat {
  pane: Locator;
  /** The bot's newest message with its buttons. */
  newest: Locator;
  /** Presses buttons one after another, each as soon as the newest message has it; the beginning of a label will do. */
  press(...labels: string[]): Promise<void>;
  start(): Promise<void>;
  says(text: string): Promise<void>;
  /** Waits until the bot's newest message says this. */
  reads(words: string | RegExp): Promise<void>;
}

export function chatOf(page: Page, name: string, hand: Hand = 'click'): Chat {
  const pane = page.getByRole('region', { name, exact: true });
  const newest = pane.locator('.row:not(.own)').last();
  return {
    pane,
    newest,
    async press(...labels) {
      for (const label of labels)
        await newest
          .locator('.key', { hasText: beginning(label) })
          .first()
          [hand]();
    },
    start: () => pane.getByRole('button', { name: 'Старт', exact: true })[hand](),
    async says(text) {
      await pane.getByRole('textbox').fill(text);
      await pane.getByRole('textbox').press('Enter');
    },
    reads: (words) => newest.filter({ hasText: words }).waitFor({ timeout: 30_000 }),
  };
}

function beginning(label: string): RegExp {
  return new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
}

/** Opens the chat of somebody in the list in place of the one in use. */
export async function openChat(page: Page, name: string, hand: Hand = 'click'): Promise<Chat> {
  const named = page.locator('.person-name').getByText(name, { exact: true });
  await page.locator('.person', { has: named })[hand]();
  return chatOf(page, name, hand);
}

/** Adds a person by the page's own button; their chat opens in place of the one in use. */
export async function addPerson(page: Page): Promise<{ name: string; chat: Chat }> {
  const known = await page.locator('.person').count();
  await page.getByRole('button', { name: 'Новый человек' }).click();
  const name = await page.locator('.person').nth(known).locator('.person-name').innerText();
  const chat = chatOf(page, name);
  await chat.pane.waitFor();
  return { name, chat };
}

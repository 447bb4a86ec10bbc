import type { ViewMessage } from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';
import type { PersonDriver } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';

/** A person at their phone: does one thing, and waits until the bot is done with it. */
export interface Tester {
  readonly id: number;
  readonly driver: PersonDriver;
  says(text: string): Promise<void>;
  starts(payload?: string): Promise<void>;
  /** Taps one button after another; with `data` the button carries something else, as a client may send it. */
  taps(...buttons: (string | { label: string; data: string })[]): Promise<void>;
  /** What the button with this label carries. */
  data(label: string): string;
  /** What the last answered tap said in passing. */
  toast(): string | undefined;
  /** The text of the bot's newest message. */
  text(): string;
  screen(): ViewMessage;
  buttons(): string[];
  /** Every text of the bot still in the chat, oldest first. */
  texts(): string[];
}

export function createTester(driver: PersonDriver, settled: () => Promise<void>): Tester {
  let lastTap: string | undefined;
  const textOf = (message: ViewMessage) => message.text ?? message.caption ?? '';
  return {
    id: driver.id,
    driver,
    async says(text) {
      driver.says(text);
      await settled();
    },
    async starts(payload) {
      driver.starts(payload);
      await settled();
    },
    async taps(...buttons) {
      for (const button of buttons) {
        lastTap =
          typeof button === 'string' ? driver.taps(button) : driver.taps(button.label, { data: button.data });
        await settled();
      }
    },
    data(label) {
      const markup = driver.screen().reply_markup;
      const rows = markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
      const found = rows.flat().find((button) => button.text.startsWith(label));
      if (found?.callback_data === undefined) throw new Error(`no button ${label}`);
      return found.callback_data;
    },
    toast: () => (lastTap === undefined ? undefined : driver.toast(lastTap)?.text),
    text: () => textOf(driver.screen()),
    screen: () => driver.screen(),
    buttons: () => driver.buttons(),
    texts: () =>
      driver
        .messages()
        .filter((message) => !message.outgoing)
        .map(textOf),
  };
}

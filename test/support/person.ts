import type { ViewMessage } from '../../src/sandbox/telegram/control-types.ts';
import type { PersonDriver } from '../../src/sandbox/telegram/world-types.ts';

/** A person at their phone: does one thing, and waits until the bot is done with it. */
export interface Tester {
  readonly id: number;
  readonly driver: PersonDriver;
  says(text: string): Promise<void>;
  starts(payload?: string): Promise<void>;
  /** Taps one button after another. */
  taps(...labels: string[]): Promise<void>;
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
    async taps(...labels) {
      for (const label of labels) {
        lastTap = driver.taps(label);
        await settled();
      }
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

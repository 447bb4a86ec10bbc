import type { PersonDriver, World } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';

const patienceMs = 60_000;

/** A person at their phone who does one thing after another, each when the bot has answered the one before. */
export interface Visitor {
  readonly id: number;
  readonly code: string;
  readonly driver: PersonDriver;
  comesIn(): Promise<void>;
  takesTrial(): Promise<void>;
  /** Waits for the notice that access is ready. */
  getsReady(): Promise<void>;
  /** The last action of who has access; its answer must be there at the end. */
  looksAtProfile(): Promise<void>;
  /** The last action of who has not. */
  asksForHelp(): Promise<void>;
}

export function createVisitor(world: World, { id, code }: { id: number; code: string }): Visitor {
  const driver = world.person({ id, firstName: `Гость ${id}`, languageCode: 'ru' });
  const waitFor = async (what: string, isSo: () => boolean) => {
    try {
      await world.until(isSo, patienceMs);
    } catch (cause) {
      const seen = driver.messages().map((message) => (message.text ?? '').slice(0, 60));
      throw new Error(`Person ${id} waited for "${what}" and saw ${JSON.stringify(seen.slice(-6))}`, {
        cause,
      });
    }
  };
  const sees = (words: string) => waitFor(words, () => textOf(driver).includes(words));
  const taps = async (label: string) => {
    await waitFor(label, () => driver.buttons().some((shown) => shown.startsWith(label)));
    driver.taps(label);
  };
  return {
    id,
    code,
    driver,
    async comesIn() {
      driver.starts(code);
      await sees('Вы с нами!');
    },
    async takesTrial() {
      await taps('Попробовать бесплатно');
      await taps('Начать пробный период');
    },
    async getsReady() {
      await waitFor('Готово!', () => everyText(driver).some((text) => text.includes('Готово!')));
    },
    async looksAtProfile() {
      driver.says('/profile');
      await sees('Состояние: работает');
    },
    async asksForHelp() {
      driver.says('/help');
      await sees('Как подключиться?');
    },
  };
}

/** From the invite to the key. */
export async function wholeJourney(visitor: Visitor): Promise<void> {
  await visitor.comesIn();
  await visitor.takesTrial();
  await visitor.getsReady();
  await visitor.looksAtProfile();
}

/** The newest text of the bot, empty before it wrote. */
function textOf(driver: PersonDriver): string {
  return everyText(driver).at(-1) ?? '';
}

export function everyText(driver: PersonDriver): string[] {
  return driver
    .messages()
    .filter((message) => !message.outgoing)
    .map((message) => message.text ?? message.caption ?? '');
}

import {
  createTelegramClient,
  type TelegramClient,
  type TelegramClientOptions,
} from '../../../src/telegram/api/client.ts';
import { systemClock } from '../../../src/platform/clock.ts';

/** Must never be seen outside the path of a request. */
export const token = '700100:canary-Abc_defGHIjklMNO';

/** A client of that address, closed at the end of the test's scope; without pace unless the test is about it. */
export function clientFor(
  url: string,
  more: Partial<TelegramClientOptions> = {},
): TelegramClient & AsyncDisposable {
  const client = createTelegramClient({ token, apiRoot: url, clock: systemClock, pace: 'off', ...more });
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

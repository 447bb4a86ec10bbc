import type { ClockWatch } from '../platform/clock-watch.ts';
import type { Kit } from '../platform/kit.ts';
import { createTelegramClient, type TelegramClient } from '../telegram/api/client.ts';
import { createPulse, type Pulse } from '../telegram/api/pulse.ts';
import type { Closers } from '../platform/closers.ts';

const tokenRefused =
  'Telegram refuses TELEGRAM_BOT_TOKEN: nobody gets an answer. Write the token that @BotFather shows for this bot (/mybots → API Token) into the settings and restart';

/** The way to Telegram, each call counted, and whether it is open. Nothing is called yet. */
export function openTelegram(
  {
    clock,
    events,
    logger,
    clockWatch,
  }: Pick<Kit, 'clock' | 'events' | 'logger'> & { clockWatch: ClockWatch },
  { token, apiRoot }: { token: string; apiRoot: string },
  closers: Closers,
): { client: TelegramClient; pulse: Pulse } {
  const pulse = createPulse(() => logger.error(tokenRefused));
  const client = createTelegramClient({
    token,
    apiRoot,
    clock,
    hearing: clockWatch.of('telegram'),
    onCall: (call) => {
      pulse.note(call);
      events.telegramAsked(call);
    },
    events,
  });
  closers.add('telegram', () => client.close(), 1_000);
  return { client, pulse };
}

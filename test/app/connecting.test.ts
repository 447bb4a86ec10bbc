import { expect, it } from 'vitest';
import { connectTelegram } from '../../src/bot/connect.ts';
import { TelegramError, type TelegramFailure } from '../../src/telegram/api/telegram-error.ts';
import { createVoices } from '../../src/texts/voice.ts';

type Parts = Parameters<typeof connectTelegram>[0];

/** The first line that the log has of a start whose first call to Telegram ends so. */
async function saidOf(failure: Pick<TelegramFailure, 'kind' | 'description'>): Promise<unknown> {
  const ending = new AbortController();
  const lines: unknown[] = [];
  const warn = (_fields: unknown, line: unknown) => {
    lines.push(line);
    ending.abort();
  };
  await connectTelegram({
    client: { call: () => Promise.reject(new TelegramError({ method: 'getMe', code: 0, ...failure })) },
    logger: { warn },
    signal: ending.signal,
    voices: createVoices('UTC'),
  } as unknown as Parts);
  return lines[0];
}

it.each([
  ['network', 'CERT_NOT_YET_VALID', 'is not valid at the time of this clock'],
  ['network', 'CERT_HAS_EXPIRED', 'is not valid at the time of this clock'],
  ['network', 'ECONNREFUSED', 'Telegram is not reachable from here'],
  ['network', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'Telegram is not reachable from here'],
  ['timeout', 'UND_ERR_CONNECT_TIMEOUT', 'Telegram is not reachable from here'],
  ['unauthorized', 'Unauthorized', 'does not accept TELEGRAM_BOT_TOKEN'],
  ['other', 'bad webhook', 'Telegram refuses the set-up of this bot'],
] as const)(
  'a start that Telegram answers with %s (%s) says what to look at',
  async (kind, description, word) => {
    expect(await saidOf({ kind, description })).toContain(word);
  },
);

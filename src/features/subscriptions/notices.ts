import { z } from 'zod';
import { TelegramError } from '../../clients/telegram/telegram-error.ts';
import type { JobDefinition } from '../../platform/queue.ts';
import type { ScreenWriter } from '../../platform/telegram/screen.ts';
import { languageOf, type Voice } from '../../texts/voice.ts';
import type { Language, UserService } from '../users/service.ts';
import { readyScreen } from './screens.ts';

/** Telling somebody that their access is ready: must arrive, so it is a row of the transaction that made it ready. */
export const readyNoticeJob = {
  name: 'ready-notice',
  schema: z.object({ userId: z.number().int() }),
  retry: { limit: 500, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 10,
  deadLetter: true,
} as const satisfies JobDefinition;

/** Sends the news as a new message; somebody who stopped the bot is marked so and left alone. */
export function createReadyNotice(parts: {
  users: UserService;
  voices: Readonly<Record<Language, Voice>>;
  writer: ScreenWriter;
}): (userId: number) => Promise<void> {
  const { users, voices, writer } = parts;
  return async (userId) => {
    const person = await users.find(userId);
    if (person === undefined || person.blockedAt !== null) return;
    try {
      await writer.show(userId, readyScreen(voices[languageOf(person)]));
    } catch (error) {
      if (!(error instanceof TelegramError) || !unreachable.has(error.kind)) throw error;
      await users.noteReachable(userId, false);
    }
  };
}

const unreachable = new Set(['blocked', 'chat-not-found']);

import { z } from 'zod';
import { TelegramError } from '../../telegram/api/telegram-error.ts';
import { defineJob, type PayloadOf } from '../../platform/queue/job.ts';
import type { Screen, ScreenWriter } from '../../telegram/screens/screen.ts';
import { languageOf, type Voice } from '../../texts/voice.ts';
import type { Language, User, UserService } from './service.ts';

const kinds = [
  'ready',
  'moved',
  'relinked',
  'role',
  'panel',
  'adopted',
  'fault',
  'money',
  'money-alarm',
  'money-report',
  'credit',
  'renewal',
] as const;
export type NoticeKind = (typeof kinds)[number];

/** News that must arrive, so each is a row of the transaction that made it true. */
export const noticeJob = defineJob({
  name: 'notice',
  schema: z.object({
    userId: z.number().int(),
    kind: z.enum(kinds),
    /** What this kind of news is about. */
    details: z.record(z.string(), z.string()).optional(),
  }),
  retry: { limit: 500, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 10,
  key: ({ userId }) => `user ${userId}`,
  deadLetter: true,
});

export type Notice = PayloadOf<typeof noticeJob>;

/** How a kind of news is worded. */
export type NoticeScreen = (voice: Voice, person: User, details: NonNullable<Notice['details']>) => Screen;

/** Shows the news as a new screen, or below the question of a dialogue, in the person's language; somebody who stopped the bot is marked so and left alone. */
export function createNotices(parts: {
  users: UserService;
  voices: Readonly<Record<Language, Voice>>;
  writer: ScreenWriter;
  /** Whether somebody is in the middle of a dialogue, whose question keeps its buttons. */
  isInDialogue: (userId: number) => Promise<boolean>;
  screens: Readonly<Record<NoticeKind, NoticeScreen>>;
}): (notice: Notice, signal: AbortSignal) => Promise<void> {
  const { users, voices, writer, screens, isInDialogue } = parts;
  return async ({ userId, kind, details = {} }, signal) => {
    const person = await users.find(userId);
    if (person === undefined || person.blockedAt !== null || person.unreachableAt !== null) return;
    try {
      const screen = screens[kind](voices[languageOf(person)], person, details);
      const how = (await isInDialogue(userId)) ? writer.post : writer.show;
      await how({ chatId: userId, signal }, screen);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      await users.noteReachable(userId, false);
    }
  };
}

/** Whether Telegram says that this person cannot be written to, now or ever. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TelegramError && (error.kind === 'blocked' || error.kind === 'chat-not-found');
}

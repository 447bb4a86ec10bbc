import type { Logger } from '../../platform/logger.ts';
import type { KnownNotice, noticeJob } from '../../platform/notices.ts';
import type { PayloadOf } from '../../platform/queue/job.ts';
import { TelegramError } from '../../telegram/api/telegram-error.ts';
import type { Screen, ScreenWriter } from '../../telegram/screens/screen.ts';
import type { SessionStore } from '../../telegram/screens/session.ts';
import { type Language, type Voice, voiceTo } from '../../texts/voice.ts';
import { unknownNoticeScreen } from './screens.ts';
import type { User, UserService } from './service.ts';

/** A notice as the database has it: of a kind, and with details, that another version may have written. */
export type StoredNotice = PayloadOf<typeof noticeJob>;

/** A kind of notice that Telegram can show. */
export type ShownNotice = KnownNotice<Voice, User, Screen>;

/**
 * Shows a notice as a new screen, or below the question of a dialogue, in the person's language, and in the topic of what it
 * belongs to, else where they are; one that this version
 * cannot read is told in general words. Somebody who stopped the bot is marked so and left alone.
 */
export function createNotices(parts: {
  users: Pick<UserService, 'find' | 'noteReachable'>;
  voices: Readonly<Record<Language, Voice>>;
  writer: Pick<ScreenWriter, 'post' | 'show'>;
  /** Somebody in the middle of a dialogue keeps its question with its buttons. */
  sessions: Pick<SessionStore, 'isOpen'>;
  kinds: readonly ShownNotice[];
  logger: Pick<Logger, 'warn'>;
}): (notice: StoredNotice, signal: AbortSignal) => Promise<void> {
  const { users, voices, writer, sessions, logger } = parts;
  const kinds = new Map(parts.kinds.map((known) => [known.kind, known]));
  return async (notice, signal) => {
    const { userId, topicId } = notice;
    const person = await users.find(userId);
    if (person === undefined || person.blockedAt !== null || person.unreachableAt !== null) return;
    try {
      const voice = voiceTo(voices, person);
      const screen = screenOf(notice, voice, person);
      const how = (await sessions.isOpen({ userId, chatId: userId })) ? writer.post : writer.show;
      const name = kinds.get(notice.kind)?.slot;
      const slot = name === undefined ? undefined : { name, leaves: voice.t.general.saidBelow };
      await how({ chatId: userId, signal, topicId, staysThere: true, slot }, screen);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      await users.noteReachable(userId, false);
    }
  };

  function screenOf(notice: StoredNotice, voice: Voice, person: User): Screen {
    const screen = kinds.get(notice.kind)?.show(notice.details, voice, person);
    if (screen !== undefined) return screen;
    logger.warn({ kind: notice.kind }, 'a notice of a kind that nobody knows was told in general words');
    return unknownNoticeScreen(voice);
  }
}

/** Whether Telegram says that this person cannot be written to, now or ever. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TelegramError && (error.kind === 'blocked' || error.kind === 'chat-not-found');
}

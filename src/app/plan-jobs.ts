import type { Chat } from './chat.ts';
import type { Platform } from './platform.ts';
import type { Services } from './services.ts';
import { createNotices } from '../features/users/notices.service.ts';
import { jobs } from './jobs.ts';
import { notices } from './notices.ts';
import { pruneInbox } from '../platform/inbox/queries.ts';

/** Makes every job known to the queue, with what does it. Before the queue starts. */
export function planJobs(platform: Platform, { chat, services }: { chat: Chat; services: Services }): void {
  const { pool, queue, once, events, logger } = platform;
  const show = createNotices({
    users: services.users,
    voices: chat.voices,
    writer: chat.writer,
    isInDialogue: (userId) => chat.sessions.isOpen({ userId, chatId: userId }),
    kinds: notices,
    onUnreadable: ({ kind }) =>
      logger.warn({ kind }, 'a notice of a kind that nobody knows was told in general words'),
  });
  const prune = async () => {
    await Promise.all([pruneInbox(pool), chat.sessions.prune(), once.prune(30)]);
  };
  queue.work(jobs, {
    ...services,
    ...services.panels,
    timeZone: platform.config.service.timeZone,
    show,
    prune,
    events,
  });
}

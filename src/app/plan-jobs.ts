import type { Chat } from '../bot/chat.ts';
import { pruneInbox } from '../platform/inbox/queries.ts';
import { jobs, notices } from './given.ts';
import { houses } from './houses.ts';
import type { Platform } from './platform.ts';
import type { Services } from './services.ts';

/** Makes every job known to the queue, with what does it. Before the queue starts. */
export function planJobs(platform: Platform, { chat, services }: { chat: Chat; services: Services }): void {
  const { pool, queue, once } = platform;
  const { timeZone } = platform.config.service;
  const base = { ...platform, ...chat, ...services, ...services.panels };
  const show = houses.users.createNotices({ ...base, kinds: notices });
  const prune = async () => {
    await Promise.all([pruneInbox(pool), chat.sessions.prune(), once.prune(30)]);
  };
  queue.work(jobs, { ...base, timeZone, show, prune });
}

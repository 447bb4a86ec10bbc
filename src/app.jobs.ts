import type { Chat } from './app.chat.ts';
import type { Clients } from './app.clients.ts';
import type { Platform } from './app.platform.ts';
import type { Services } from './app.services.ts';
import { createProvisioning } from './features/subscriptions/provision.ts';
import { readyScreen } from './features/subscriptions/screens.ts';
import { createNotices } from './features/users/notices.ts';
import { roleScreen } from './features/users/screens.ts';
import { declareJobs } from './jobs.ts';
import { pruneInbox } from './platform/inbox/queries.ts';

/** Makes every job known to the queue, with what does it. Before the queue starts. */
export function planJobs(platform: Platform, parts: { chat: Chat; clients: Clients; services: Services }) {
  const { config, db, pool, clock, queue, events, once } = platform;
  const { chat, clients, services } = parts;
  const provisioning = createProvisioning({
    db,
    clock,
    panel: clients.panel,
    queue,
    events,
    timeZone: config.service.timeZone,
    onReady: (tx, userId) => services.tell(tx, { userId, kind: 'ready' }),
  });
  const tell = createNotices({
    users: services.users,
    voices: chat.voices,
    writer: chat.writer,
    screens: { ready: readyScreen, role: roleScreen },
  });
  const prune = async () => {
    await Promise.all([pruneInbox(pool), chat.sessions.prune(), once.prune(30)]);
  };
  declareJobs({ queue, provisioning, subscriptions: services.subscriptions, tell, prune });
}

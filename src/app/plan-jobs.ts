import type { Chat } from '../bot/chat.ts';
import type { PanelSide } from './panels.ts';
import type { Platform } from './platform.ts';
import type { Services } from './services.ts';
import { panelAlarmScreen } from '../features/panels/desk/screens.ts';
import { adoptedScreen } from '../features/panels/provisioning/adoption/screens.ts';
import { movedScreen, readyScreen, relinkedScreen } from '../features/subscriptions/screens.ts';
import { reportNewsScreen } from '../features/money/desk/report.screens.ts';
import { creditScreen, moneyAlarmScreen, moneyNewsScreen } from '../features/money/payments/screens.ts';
import { renewalNewsScreen } from '../features/money/renewals/screens.ts';
import { createNotices } from '../features/users/notices.ts';
import { faultScreen, roleScreen } from '../features/users/screens.ts';
import { jobs } from './jobs.ts';
import { pruneInbox } from '../platform/inbox/queries.ts';

/** Makes every job known to the queue, with what does it. Before the queue starts. */
export function planJobs(
  platform: Platform,
  { chat, panels, services }: { chat: Chat; panels: PanelSide; services: Services },
): void {
  const { pool, queue, once, metrics } = platform;
  const show = createNotices({
    users: services.users,
    voices: chat.voices,
    writer: chat.writer,
    isInDialogue: (userId) => chat.sessions.isOpen({ userId, chatId: userId }),
    screens: {
      ready: readyScreen,
      moved: movedScreen,
      relinked: relinkedScreen,
      role: roleScreen,
      panel: panelAlarmScreen,
      adopted: adoptedScreen,
      fault: faultScreen,
      money: moneyNewsScreen,
      credit: creditScreen,
      'money-alarm': moneyAlarmScreen,
      renewal: renewalNewsScreen,
      'money-report': reportNewsScreen,
    },
  });
  const prune = async () => {
    await Promise.all([pruneInbox(pool), chat.sessions.prune(), once.prune(30)]);
  };
  queue.work(jobs, {
    ...services,
    ...panels,
    timeZone: platform.config.service.timeZone,
    show,
    prune,
    onProvisioned: (result) => metrics.count('provisioned_total', { result }),
  });
}

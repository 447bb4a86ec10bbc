import type pg from 'pg';
import type { TelegramClient } from '../telegram/api/client.ts';
import { readWebhook } from '../telegram/api/webhook.ts';
import type { GuideService } from '../features/keys/guides/service.ts';
import type { Clock } from '../platform/clock.ts';
import type { Lanes } from '../platform/inbox/lanes.ts';
import { inboxFigures } from '../platform/inbox/queries.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Queue } from '../platform/queue.ts';

export interface PanelFigure {
  panel: string;
  isUp: boolean;
  isShut: boolean;
  waiting: number;
  oldestSeconds: number;
  syncedAt: Date | null;
}

export interface FigureParts {
  pool: pg.Pool;
  clock: Clock;
  lanes: Lanes;
  queue: Queue;
  /** What the fleet says of each panel. */
  panels: () => Promise<PanelFigure[]>;
  guides: Pick<GuideService, 'ages' | 'stale'>;
  client: TelegramClient;
  webhookUrl: string;
  metrics: Metrics;
  logger: Logger;
}

/** Keeps the figures that come from elsewhere fresh, apart from scrapes, so that no scrape costs a query or a call. */
export function reportFigures(parts: FigureParts): () => void {
  const { logger } = parts;
  const repeat = (seconds: number, what: string, work: () => Promise<void>) => {
    const timer = setInterval(() => {
      work().catch((error: unknown) => logger.warn({ err: error, what }, 'figures could not be read'));
    }, seconds * 1000);
    timer.unref();
    return timer;
  };
  const timers = [
    repeat(15, 'database', () => reportDatabase(parts)),
    repeat(15, 'panels', () => reportPanels(parts)),
    repeat(60, 'webhook', () => reportWebhook(parts)),
    repeat(86_400, 'guides', async () => reportGuides(parts)),
  ];
  reportGuides(parts);
  return () => timers.forEach((timer) => clearInterval(timer));
}

async function reportDatabase({ pool, lanes, queue, metrics }: FigureParts): Promise<void> {
  const inbox = await inboxFigures(pool);
  metrics.set('inbox_waiting', inbox.waiting);
  metrics.set('inbox_oldest_seconds', inbox.oldestSeconds);
  metrics.set('inbox_dead', inbox.dead);
  metrics.set('lanes_active', lanes.active());
  metrics.set('db_connections_waiting', pool.waitingCount);
  for (const stats of await queue.stats()) {
    metrics.set('jobs_waiting', stats.queued + stats.active + stats.failed, { queue: stats.name });
    metrics.set('jobs_dead', stats.dead, { queue: stats.name });
    metrics.set('job_oldest_seconds', stats.oldestDueSeconds, { queue: stats.name });
  }
}

async function reportPanels({ panels, clock, metrics }: FigureParts): Promise<void> {
  for (const { panel, isUp, isShut, waiting, oldestSeconds, syncedAt } of await panels()) {
    metrics.set('panel_up', isUp ? 1 : 0, { panel });
    metrics.set('panel_shut', isShut ? 1 : 0, { panel });
    metrics.set('panel_waiting', waiting, { panel });
    metrics.set('panel_waiting_oldest_seconds', oldestSeconds, { panel });
    if (syncedAt !== null)
      metrics.set('panel_synced_age_seconds', (clock.now().getTime() - syncedAt.getTime()) / 1000, { panel });
  }
}

/** Apps move their buttons: a guide that nobody has looked through for long leads beginners astray. */
function reportGuides({ guides, clock, metrics, logger }: FigureParts): void {
  const now = clock.now();
  for (const { app, days } of guides.ages(now)) metrics.set('guide_age_days', days, { app });
  const apps = guides.stale(now);
  if (apps.length > 0)
    logger.warn(
      { apps },
      'guides were compared with their apps more than half a year ago: look them through',
    );
}

/** Another address means that somebody else uses our token: nothing arrives here any more. */
async function reportWebhook({ client, webhookUrl, metrics, logger }: FigureParts): Promise<void> {
  const { ours, pendingUpdates, lastErrorAt, lastErrorMessage } = await readWebhook(client, webhookUrl);
  metrics.set('telegram_pending_updates', pendingUpdates);
  metrics.set('telegram_webhook_ours', ours ? 1 : 0);
  if (!ours) logger.error('the webhook leads elsewhere: another program uses this bot token');
  const isFresh = lastErrorAt !== undefined && Date.now() - lastErrorAt.getTime() < 120_000;
  if (isFresh) logger.warn({ lastErrorMessage }, 'Telegram could not deliver an update');
}

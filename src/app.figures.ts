import type pg from 'pg';
import type { Lanes } from './platform/inbox/lanes.ts';
import { inboxFigures } from './platform/inbox/queries.ts';
import type { Logger } from './platform/logger.ts';
import type { Metrics } from './platform/metrics.ts';
import type { Queue } from './platform/queue.ts';

const everyMs = 15_000;

/** Keeps the figures that come from the database fresh, apart from scrapes, so that no scrape costs a query. */
export function reportFigures(parts: {
  pool: pg.Pool;
  lanes: Lanes;
  queue: Queue;
  metrics: Metrics;
  logger: Logger;
}): () => void {
  const { pool, lanes, queue, metrics, logger } = parts;

  async function report(): Promise<void> {
    const inbox = await inboxFigures(pool);
    metrics.set('inbox_waiting', inbox.waiting);
    metrics.set('inbox_oldest_seconds', inbox.oldestSeconds);
    metrics.set('inbox_dead', inbox.dead);
    metrics.set('lanes_active', lanes.active());
    metrics.set('db_connections_waiting', pool.waitingCount);
    for (const stats of await queue.stats()) {
      metrics.set('jobs_waiting', stats.queued + stats.active, { queue: stats.name });
      metrics.set('jobs_dead', stats.dead, { queue: stats.name });
      metrics.set('job_oldest_seconds', stats.oldestDueSeconds, { queue: stats.name });
    }
  }

  const timer = setInterval(() => {
    report().catch((error: unknown) => logger.warn({ err: error }, 'figures could not be read'));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

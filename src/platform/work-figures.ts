import type pg from 'pg';
import type { Figures } from './figures.ts';
import type { Lanes } from './inbox/lanes.ts';
import { inboxFigures } from './inbox/queries.ts';
import type { Queue } from './queue.ts';

/** How much work waits in the database: updates, jobs, connections. */
export function createWorkFigures(parts: { pool: pg.Pool; queue: Queue; lanes: Lanes }): Figures {
  const { pool, queue, lanes } = parts;
  return {
    what: 'database',
    everySeconds: 15,
    async read(meter) {
      const inbox = await inboxFigures(pool);
      meter.set('inbox_waiting', inbox.waiting);
      meter.set('inbox_oldest_seconds', inbox.oldestSeconds);
      meter.set('inbox_dead', inbox.dead);
      meter.set('lanes_active', lanes.active());
      meter.set('db_connections_waiting', pool.waitingCount);
      for (const stats of await queue.stats()) {
        meter.set('jobs_waiting', stats.queued + stats.active + stats.failed, { queue: stats.name });
        meter.set('jobs_dead', stats.dead, { queue: stats.name });
        meter.set('job_oldest_seconds', stats.oldestDueSeconds, { queue: stats.name });
      }
    },
  };
}

import type { Clients } from './app.clients.ts';
import type { Platform } from './app.platform.ts';
import type { Updates } from './app.updates.ts';
import { provisionJob } from './features/subscriptions/jobs.ts';
import type { Closers } from './platform/closers.ts';
import { createHealth, type Health } from './platform/health.ts';

/** Looks once, and from then on in the background. Without the database nothing works; without the rest something does. */
export async function watchHealth(
  { pool, cache, queue, clock, logger }: Platform,
  { clients, updates }: { clients: Clients; updates: Updates },
  closers: Closers,
): Promise<Health> {
  const health = createHealth(
    [
      { name: 'postgres', vital: true, probe: () => pool.query('select 1') },
      { name: 'telegram', vital: false, probe: async () => void updates.bot() },
      { name: 'panel', vital: false, probe: () => clients.panel.info() },
      { name: 'cache', vital: false, probe: async () => assertHealthy(cache.isHealthy()) },
    ],
    clock,
    (name, ok) => {
      logger.info({ check: name, ok }, 'a health check changed');
      // What waits for the panel need not wait out its pause.
      if (name === 'panel' && ok) void queue.hurry(provisionJob.name).catch(() => {});
    },
  );
  await health.look();
  health.start();
  closers.add('health', () => health.stop());
  return health;
}

function assertHealthy(healthy: boolean): void {
  if (!healthy) throw new Error('not healthy');
}

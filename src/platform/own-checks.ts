import type pg from 'pg';
import type { Cache } from './cache/cache.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { HealthCheck } from './health.ts';
import { storeArrivals } from './inbox/queries.ts';

/** What the platform has looked at. Without the database nothing works; without the rest something does. */
export function ownChecks(parts: {
  pool: pg.Pool;
  cache: Pick<Cache, 'isHealthy'>;
  clockWatch: Pick<ClockWatch, 'assertRight'>;
}): HealthCheck[] {
  const { pool, cache, clockWatch } = parts;
  return [
    { name: 'postgres', vital: true, probe: () => pool.query('select 1') },
    // Where updates cannot be stored nobody is served, though the database answers: it may be read-only, or behind a pooler.
    { name: 'inbox', vital: true, probe: () => storeArrivals(pool, []) },
    { name: 'clock', vital: false, probe: async () => clockWatch.assertRight() },
    {
      name: 'cache',
      vital: false,
      async probe() {
        if (!cache.isHealthy()) throw new Error('not healthy');
      },
    },
  ];
}

import type { PanelWatch } from '../features/panels/fleet/watch.service.ts';
import type { Platform } from './platform.ts';
import type { Updates } from '../bot/updates.ts';
import type { Pulse } from '../telegram/api/pulse.ts';
import type { KeyWatch } from '../features/money/providers/key-watch.ts';
import type { RefusalWatch } from '../features/money/reconciliation/refusal-watch.service.ts';
import type { ClockWatch } from '../platform/clock-watch.ts';
import type { Closers } from '../platform/closers.ts';
import { createHealth, type Health } from '../platform/health.ts';
import { storeArrivals } from '../platform/inbox/queries.ts';

interface Watched {
  watch: PanelWatch;
  updates: Updates;
  pulse: Pulse;
  keys: KeyWatch;
  refusals: Pick<RefusalWatch, 'assertNone'>;
  clockWatch: Pick<ClockWatch, 'assertRight'>;
}

/** Looks once, and from then on in the background. Without the database nothing works; without the rest something does. */
export async function watchHealth(
  { pool, cache, clock, logger }: Platform,
  { watch, updates, pulse, keys, refusals, clockWatch }: Watched,
  closers: Closers,
): Promise<Health> {
  const health = createHealth(
    [
      { name: 'postgres', vital: true, probe: () => pool.query('select 1') },
      // Where updates cannot be stored nobody is served, though the database answers: it may be read-only, or behind a pooler.
      { name: 'inbox', vital: true, probe: () => storeArrivals(pool, []) },
      {
        name: 'telegram',
        vital: false,
        async probe() {
          if (updates.address() === undefined) throw new Error('Telegram has not been reached yet');
          pulse.assertBeating();
        },
      },
      { name: 'panel', vital: false, probe: () => watch.demandSome() },
      {
        name: 'payments',
        vital: false,
        async probe() {
          keys.assertTaken();
          refusals.assertNone();
        },
      },
      { name: 'clock', vital: false, probe: async () => clockWatch.assertRight() },
      { name: 'cache', vital: false, probe: async () => assertHealthy(cache.isHealthy()) },
    ],
    clock,
    (name, ok) => logger.info({ check: name, ok }, 'a health check changed'),
  );
  await health.look();
  health.start();
  closers.add('health', () => health.stop());
  return health;
}

function assertHealthy(healthy: boolean): void {
  if (!healthy) throw new Error('not healthy');
}

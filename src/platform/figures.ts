import type { Closers } from './closers.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** Figures that come from elsewhere, such as the database or another server. */
export interface Figures {
  what: string;
  everySeconds: number;
  /** What changes too rarely to be waited for. */
  isReadAtStart?: true;
  /** Sets them anew. */
  read(meter: Pick<Metrics, 'set'>): Promise<void>;
}

/** Keeps figures fresh apart from scrapes, so that no scrape costs a query or a call. */
export async function keepFresh(
  figures: readonly Figures[],
  { metrics, logger }: { metrics: Pick<Metrics, 'set'>; logger: Pick<Logger, 'warn'> },
  closers: Closers,
): Promise<void> {
  for (const { isReadAtStart, read } of figures) if (isReadAtStart) await read(metrics);
  const timers = figures.map(({ what, everySeconds, read }) => {
    const refresh = () =>
      read(metrics).catch((error: unknown) => logger.warn({ err: error, what }, 'figures could not be read'));
    return setInterval(() => void refresh(), everySeconds * 1_000).unref();
  });
  closers.add('figures', () => timers.forEach((timer) => clearInterval(timer)));
}

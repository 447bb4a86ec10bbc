import type { Clock } from '../../../platform/clock.ts';
import type { Figures } from '../../../platform/figures.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { GuideService } from './service.ts';

/** How old the guides are. Apps move their buttons: one that nobody has looked through for long leads beginners astray. */
export function createGuideFigures(parts: {
  guides: Pick<GuideService, 'ages' | 'stale'>;
  clock: Clock;
  logger: Pick<Logger, 'warn'>;
}): Figures {
  const { guides, clock, logger } = parts;
  return {
    what: 'guides',
    everySeconds: 86_400,
    isReadAtStart: true,
    async read(meter) {
      const now = clock.now();
      for (const { app, days } of guides.ages(now)) meter.set('guide_age_days', days, { app });
      const apps = guides.stale(now);
      if (apps.length > 0)
        logger.warn(
          { apps },
          'guides were compared with their apps more than half a year ago: look them through',
        );
    },
  };
}

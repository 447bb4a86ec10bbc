import type { ClockFinding } from '../../../platform/clock-watch.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { AlarmOnce } from './alarm-once.service.ts';

/** Tells admins, once in six hours, that the clock of this machine is wrong: sales fail by that before anything else does. */
export function tellOfClock(parts: {
  alarm: AlarmOnce;
  logger: Pick<Logger, 'warn'>;
}): (finding: ClockFinding) => void {
  return ({ aheadSeconds, source }) => {
    parts.alarm(undefined, 'clock-off', { aheadSeconds, source }).catch((error: unknown) => {
      parts.logger.warn({ err: error, aheadSeconds }, 'nobody could be told that the clock is wrong');
    });
  };
}

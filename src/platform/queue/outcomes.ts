import type { Events } from '../events.ts';
import type { Logger } from '../logger.ts';
import type { OnOutcome } from './attempt.ts';
import type { UnnamedStart } from './running.ts';

/** Counts how attempts end, and says of those that did not succeed and of starts that are not named. */
export function noteOutcomes(
  events: Pick<Events, 'jobTried'>,
  logger: Pick<Logger, 'warn'>,
): { onOutcome: OnOutcome; onUnnamedStart: (start: UnnamedStart) => void } {
  return {
    onOutcome({ queue, result, seconds, error }) {
      events.jobTried({ queue, result, seconds });
      if (error !== undefined) logger.warn({ err: error, queue, result }, 'a job did not succeed');
    },
    onUnnamedStart: (start) => logger.warn(start, 'a job started another one that it does not name'),
  };
}

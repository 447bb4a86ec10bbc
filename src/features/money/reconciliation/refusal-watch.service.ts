import type { Logger } from '../../../platform/logger.ts';
import { ProviderRefusal, whyOf } from '../providers/provider.ts';
import type { MoneyAlarm } from '../settlement/case.rules.ts';
import type { AlarmOnce } from './alarm-once.service.ts';

const alarms = {
  opening: 'opening-refused',
  closing: 'closing-refused',
  stopping: 'stop-refused',
  keeping: 'keep-refused',
  portal: 'portal-refused',
  listing: 'list-refused',
} as const satisfies Record<string, MoneyAlarm>;

/** The calls whose final no lies with us or with the account, and not with whoever pays. */
export type RefusedCall = keyof typeof alarms;

/** Sees what providers refuse us for good: it is logged, told to admins once in six hours, and not well until it works again. */
export interface RefusalWatch {
  /** Does the call; its refusal is noted before it is thrown on. */
  watch<Result>(provider: string, call: RefusedCall, work: () => Promise<Result>): Promise<Result>;
  /** Throws while the newest call of some kind was refused. */
  assertNone(): void;
}

export function createRefusalWatch({
  alarm,
  logger,
}: {
  alarm: AlarmOnce;
  logger: Pick<Logger, 'error'>;
}): RefusalWatch {
  const refused = new Set<string>();

  async function note(provider: string, call: RefusedCall, { cause, details }: ProviderRefusal) {
    const { isPersons = false, isClock = false, ...said } = details;
    logger.error({ provider, call, ...said, err: cause }, 'a payment provider refuses what we ask');
    if (isPersons) return;
    refused.add(`${provider}: ${call}`);
    await alarm(provider, isClock ? 'clock-wrong' : alarms[call], { why: whyOf(details) });
  }

  return {
    async watch(provider, call, work) {
      try {
        const result = await work();
        refused.delete(`${provider}: ${call}`);
        return result;
      } catch (error) {
        if (error instanceof ProviderRefusal) await note(provider, call, error);
        throw error;
      }
    },
    assertNone() {
      if (refused.size > 0) throw new Error(`refused: ${[...refused].join(', ')}`);
    },
  };
}

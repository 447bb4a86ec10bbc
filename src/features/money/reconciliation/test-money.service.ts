import { isPublicUrl } from '../../../platform/addresses.ts';
import type { Database } from '../../../platform/db.ts';
import type { Logger } from '../../../platform/logger.ts';
import { StartRefusal } from '../../../platform/start-refusal.ts';
import { countByMode } from '../payments/modes.queries.ts';
import { findProvider } from '../providers/registry.ts';
import type { ProviderSettings } from '../providers/settings.ts';
import { testSettings } from '../settings.rules.ts';
import type { AlarmOnce } from './alarm-once.service.ts';

/** Sees test money that is taken where anybody could come. */
export interface TestMoneyWatch {
  /** Tells admins that anybody can pay with it, once in six hours. */
  tell(provider: string): Promise<void>;
}

/** On an address that nobody reaches from outside test money is what it is for, and nothing is said. */
export function createTestMoneyWatch(parts: { alarm: AlarmOnce; returnUrl: string }): TestMoneyWatch {
  const isOpen = isPublicUrl(parts.returnUrl);
  return {
    async tell(provider) {
      if (isOpen) await parts.alarm(provider, 'test-money');
    },
  };
}

/**
 * Refuses to sell for test money, with `StartRefusal`, where anybody could come and people have paid with real money: whoever
 * knows a test card would have everything for nothing. Where nobody has yet, it is a warning; answers who takes it, to be told. So
 * is the other way round: what was bought with test money goes on when the keys are for real money.
 */
export async function demandRealMoney(parts: {
  db: Database;
  logger: Pick<Logger, 'warn'>;
  publicUrl: string;
  settings: ProviderSettings;
}): Promise<string[]> {
  const { db, logger, publicUrl, settings } = parts;
  if (!isPublicUrl(publicUrl)) return [];
  const paid = await countByMode(db);
  const found = testSettings(settings);
  const names = [...new Set(found.map(({ setting }) => setting))].join(', ');
  if (names === '') {
    if (paid.live === 0 && paid.test > 0) logger.warn({ payments: paid.test }, leftOfTrial);
    return [];
  }
  const providers = [...new Set(found.map(({ provider }) => provider))];
  if (paid.live > 0) throw new StartRefusal(whyRefused({ names, providers, live: paid.live, publicUrl }));
  logger.warn(
    `${names}: this is test money, and anybody can come to ${publicUrl}: whoever knows a test card gets everything for nothing. From the first real payment on the bot does not start like this.`,
  );
  return providers;
}

const leftOfTrial =
  'nobody has paid with real money here yet, only with test money: what that bought goes on, and it counts in the revenue (the stories of payments in /admin say which they are). Begin with another DATABASE_URL to be without it';

function whyRefused(found: {
  names: string;
  providers: readonly string[];
  live: number;
  publicUrl: string;
}): string {
  const brands = found.providers.map((name) => findProvider(name)?.words.brand ?? name).join(' and ');
  return `${found.names}: this is test money, while people have paid with real money here (payments: ${found.live}) and anybody can come to ${found.publicUrl}: whoever knows a test card or has test coins would get everything for nothing. Set it for real money, or take the settings of ${brands} out. To try payments out, run another bot with a DATABASE_URL of its own.`;
}

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { lastDeliveryAt } from '../../platform/inbox/deliveries.ts';
import type { Once } from '../../platform/once.ts';
import type { ProviderName } from './provider.ts';
import type { MoneyAlarm, MoneyNews } from './settlement.ts';

/** Sees what is wrong with deliveries themselves; admins hear of each kind once in six hours, however many there are. */
export interface WebhookWatch {
  /** A genuine delivery of another mode, or in the shape of another version, than this shop's. */
  strange(provider: ProviderName, what: 'webhook-mode' | 'webhook-version'): Promise<void>;
  /** A payment was found only by asking: when nothing is delivered any more either, somebody has to look. */
  found(provider: string): Promise<void>;
}

const repeatMs = 6 * 60 * 60_000;
/** A busy minute may lose one delivery; so long without any while people pay is silence. */
const silenceMs = 30 * 60_000;
/** Stars are told of by Telegram's own updates. */
const delivering: readonly string[] = ['stripe', 'crypto-pay'] satisfies readonly ProviderName[];

export function createWebhookWatch(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  news: Pick<MoneyNews, 'toAdmins'>;
}): WebhookWatch {
  const { db, clock, once, news } = parts;

  async function tell(provider: string, what: MoneyAlarm): Promise<void> {
    const window = Math.floor(clock.now().getTime() / repeatMs);
    const cause = { key: `${what} ${provider} ${window}`, actorId: 0 };
    await once.apply(cause, 'money alarm', async (tx) => {
      await news.toAdmins(tx, { what });
      return true;
    });
  }

  async function found(provider: string): Promise<void> {
    if (!delivering.includes(provider)) return;
    const last = await lastDeliveryAt(db, provider);
    if (last !== undefined && clock.now().getTime() - last.getTime() < silenceMs) return;
    await tell(provider, 'webhook-silent');
  }

  return { strange: tell, found };
}

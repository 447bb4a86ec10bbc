import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import { lastDeliveryAt } from '../../../platform/inbox/deliveries.ts';
import type { AlarmOnce } from './alarm-once.service.ts';
import { delivers } from '../providers/registry.ts';

/** Sees what is wrong with deliveries themselves; admins hear of each kind once in six hours, however many there are. */
export interface WebhookWatch {
  /** A genuine delivery of another mode, or in the shape of another version, than this shop's. */
  strange(provider: string, what: 'webhook-mode' | 'webhook-version'): Promise<void>;
  /** A payment was found only by asking: when nothing is delivered any more either, somebody has to look. */
  found(provider: string): Promise<void>;
}

/** A busy minute may lose one delivery; so long without any while people pay is silence. */
const silenceMs = 30 * 60_000;

export function createWebhookWatch(parts: { db: Database; clock: Clock; alarm: AlarmOnce }): WebhookWatch {
  const { db, clock, alarm } = parts;

  async function found(provider: string): Promise<void> {
    if (!delivers(provider)) return;
    const last = await lastDeliveryAt(db, provider);
    if (last !== undefined && clock.now().getTime() - last.getTime() < silenceMs) return;
    await alarm(provider, 'webhook-silent');
  }

  return { strange: async (provider, what) => void (await alarm(provider, what)), found };
}

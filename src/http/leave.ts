import { setTimeout as pause } from 'node:timers/promises';
import type { Health } from '../platform/health.ts';
import type { HttpSettings } from './settings.ts';

/** The interval and the patience of the probes in the Caddyfile: after so long every one of them has been told no. */
export const noticedAfterMs = 3_000;

/**
 * Says to probes at once that this process is going. Where another one may take over it goes on listening until they have
 * noticed, for what is sent to a closed port meanwhile is lost or waits; the only one has nobody to leave its callers to.
 */
export async function leave(
  health: Pick<Health, 'drain'>,
  { upstreams }: Pick<HttpSettings, 'upstreams'>,
): Promise<void> {
  health.drain();
  if (upstreams.length > 1) await pause(noticedAfterMs);
}

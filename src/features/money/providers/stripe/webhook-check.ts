import type { StripeClient } from './api/client.ts';

/**
 * What a webhook lacks that was set up by hand: `endpoint`, `off`, `version`, and the names of events. It is only
 * looked at: whoever made it may have had reasons.
 */
export async function lacksOf(client: Pick<StripeClient, 'checkWebhook'>, url: string): Promise<string[]> {
  const { isThere, isOn, isOurVersion, missingEvents } = await client.checkWebhook(url);
  if (!isThere) return ['endpoint'];
  return [...(isOn ? [] : ['off']), ...(isOurVersion ? [] : ['version']), ...missingEvents];
}

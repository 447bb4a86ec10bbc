import { leadsInside, resolveAll } from '../../../platform/outside.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { AddressRules } from '../hiddify/connector.ts';

/**
 * The origin of an address that somebody typed. Refuses `panel.bad-address` for what is no https address of a host
 * alone, and `panel.private-address` for one that leads into a private network.
 */
export async function checkPanelAddress(typed: string, rules: AddressRules): Promise<string> {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '')
    throw new Refusal('invalid', 'panel.bad-address');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isPlain = url.protocol === 'http:' && rules.allowPrivate;
  if (url.protocol !== 'https:' && !isPlain) throw new Refusal('invalid', 'panel.bad-address');
  if (rules.allowPrivate) return url.origin;
  const isInside = await leadsInside(host, rules.resolve ?? resolveAll).catch(() => undefined);
  if (isInside === undefined) throw new Refusal('invalid', 'panel.bad-address');
  if (isInside) throw new Refusal('forbidden', 'panel.private-address');
  return url.origin;
}

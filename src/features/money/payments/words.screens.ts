import type { Voice } from '../../../texts/voice.ts';
import { findProvider, type ProviderName } from '../providers/registry.ts';
import type { Payment } from './service.ts';

/** The name of a provider, as an admin says it. */
export function providerName({ t }: Voice, provider: string): string {
  const names: Readonly<Record<ProviderName, string>> = t.orders.wayNames;
  const known = findProvider(provider)?.name;
  return known === undefined ? provider : names[known];
}

/** Whose keys and webhooks they are, by the name that is the same in every language. */
export function brandOf(provider: string | undefined): string | undefined {
  return provider === undefined ? undefined : (findProvider(provider)?.words.brand ?? provider);
}

/** How a payment stands, in a word or two. */
function statusWord({ t }: Voice, payment: Payment): string {
  const { status, isDisputed, refundedMinor, amountMinor } = payment;
  if (status === 'review') return t.desk.statuses.review;
  if (isDisputed) return t.desk.disputedState;
  const isPart = status === 'paid' && refundedMinor > 0 && refundedMinor < amountMinor;
  return isPart ? t.desk.partState : t.desk.statuses[status];
}

/** The line on a payment's button and in its heading. */
export function paymentLine(voice: Voice, payment: Payment): string {
  const { amountMinor: minor, currency, provider } = payment;
  const price = voice.format.money({ minor, currency });
  return voice.t.desk.paymentLine(price, providerName(voice, provider), statusWord(voice, payment));
}

import type Stripe from 'stripe';
import { PaymentError } from '../../payment-error.ts';

/** An expandable field is an id, the object itself, or nothing. */
export function idOf(field: string | { id: string } | null | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.id;
}

export function dateOf(seconds: number | null | undefined): Date | undefined {
  return seconds === null || seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** As lists are asked for what was made since then. */
export function madeSince(from: Date): { created: { gte: number } } {
  return { created: { gte: Math.floor(from.getTime() / 1000) } };
}

/** An answer without the object asked for, such as a 500 in other words, must not pass for it. */
export function expectObject<T extends { object: string }>(
  operation: string,
  answer: T,
  object: T['object'],
): T {
  if (answer.object === object) return answer;
  throw new PaymentError({ provider: 'stripe', class: 'unknown', operation, code: 'not_understood' });
}

/** All pages of a list, oldest first. */
export async function readAll<Item extends { id: string }>(
  read: (after: { starting_after?: string }) => Promise<Stripe.ApiList<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let after: { starting_after?: string } = {};
  for (;;) {
    const { data, has_more: hasMore } = await read(after);
    found.unshift(...data.toReversed());
    const last = data.at(-1);
    if (!hasMore || last === undefined) return found;
    after = { starting_after: last.id };
  }
}

import { formerReference } from '../references.ts';
import type { PayRequest } from '../truth.ts';

/** The payload that an invoice carries, so that its payment names what it was begun for. */
export function starsPayload({ reference, orderId }: PayRequest): string {
  return reference === undefined ? `order ${orderId}` : `payment ${reference}`;
}

/** What an invoice's payload says it was made for; undefined when no version of ours wrote it. */
export function readStarsPayload(payload: string): string | undefined {
  const [kind, name, ...more] = payload.split(' ');
  if (name === undefined || more.length > 0) return undefined;
  if (kind === 'order') return formerReference(name);
  return kind === 'payment' ? name : undefined;
}

import type Stripe from 'stripe';
import type { ListOptions } from './client.ts';
import type { StripePage } from './model.ts';
import { expectObject } from './read.ts';

export function pageParams(options: ListOptions): {
  limit: number;
  starting_after?: string;
  created?: { gte: number };
} {
  return {
    limit: options.limit ?? 100,
    ...(options.after !== undefined && { starting_after: options.after }),
    ...(options.createdFrom && { created: { gte: Math.floor(options.createdFrom.getTime() / 1000) } }),
  };
}

/** The page in our words; what `read` cannot tell anything of is left out. */
export function pageOf<T extends { id: string }, R>(
  operation: string,
  list: Stripe.ApiList<T>,
  read: (item: T) => R | undefined,
): StripePage<R> {
  const { data, has_more: hasMore } = expectObject(operation, list, 'list');
  const items = data.flatMap((item) => read(item) ?? []);
  return { items, next: hasMore ? data.at(-1)?.id : undefined };
}

import type { TelegramUpdate } from '@gramio/types/objects';
import { botApi } from '../schema/load-schema.ts';

export type NewUpdate = Omit<TelegramUpdate, 'update_id'>;

export const updateKinds: readonly string[] = Object.keys(botApi.objects['Update'] ?? {}).filter(
  (kind) => kind !== 'update_id',
);

/** Kinds a bot receives only when it asks for them by name. */
const askedFor = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

export const defaultKinds: readonly string[] = updateKinds.filter((kind) => !askedFor.has(kind));

const secondsToLive: Record<string, number> = {
  callback_query: 150,
  shipping_query: 150,
  pre_checkout_query: 150,
  inline_query: 30,
  chosen_inline_result: 600,
};
const daySeconds = 24 * 60 * 60;

/** How long an update of this kind is kept for a webhook that fails, in seconds. */
export const secondsToLiveOf = (kind: string): number => secondsToLive[kind] ?? daySeconds;

const userQueues: Record<string, number> = {
  inline_query: 1,
  chosen_inline_result: 2,
  callback_query: 3,
  shipping_query: 4,
  pre_checkout_query: 4,
};

interface Addressed {
  from?: { id: number };
  user?: { id: number };
  chat?: { id: number };
}

export const kindOf = (update: object): string =>
  Object.keys(update).find((key) => key !== 'update_id') ?? 'unknown';

const contentOf = (update: object): Addressed => {
  const content: unknown = (update as Record<string, unknown>)[kindOf(update)];
  return typeof content === 'object' && content !== null ? content : {};
};

/** The person an update is about. */
export function personIdOf(update: object): number | undefined {
  const { from, user, chat } = contentOf(update);
  return from?.id ?? user?.id ?? chat?.id;
}

/**
 * The queue an update waits in: messages by chat id, taps by user id + 3·2³³, checkouts by user id + 4·2³³.
 * Updates of one queue arrive in order, updates of different queues may arrive at once.
 */
export function queueKeyOf(update: object): number {
  const { from, chat, user } = contentOf(update);
  const userQueue = userQueues[kindOf(update)];
  if (userQueue !== undefined) return (from?.id ?? 0) + userQueue * 2 ** 33;
  return chat?.id ?? from?.id ?? user?.id ?? 0;
}

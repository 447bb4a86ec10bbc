import type { TelegramUpdate } from '@gramio/types';
import type { TelegramClient } from './client.ts';

type UpdateKind = Exclude<keyof TelegramUpdate, 'update_id'>;

/** Every kind the Bot API knows. The default set lacks some, and a kind left out is not sent and not missed. */
const allKinds: Record<UpdateKind, true> = {
  message: true,
  edited_message: true,
  channel_post: true,
  edited_channel_post: true,
  business_connection: true,
  business_message: true,
  edited_business_message: true,
  deleted_business_messages: true,
  guest_message: true,
  message_reaction: true,
  message_reaction_count: true,
  inline_query: true,
  chosen_inline_result: true,
  callback_query: true,
  shipping_query: true,
  pre_checkout_query: true,
  purchased_paid_media: true,
  poll: true,
  poll_answer: true,
  my_chat_member: true,
  chat_member: true,
  chat_join_request: true,
  chat_boost: true,
  removed_chat_boost: true,
  managed_bot: true,
  subscription: true,
  stopped_message_generation: true,
};

export const updateKinds = Object.keys(allKinds) as UpdateKind[];

export interface WebhookWish {
  url: string;
  /** 1–256 of A–Z a–z 0–9 _ -. */
  secret: string;
  /** 1–100. */
  maxConnections: number;
}

/** The part of the webhook that was otherwise before; the secret is never told, so it is not among them. */
export type WebhookChange = 'url' | 'update kinds' | 'connections';

/**
 * Sets the webhook and returns what differed before. Always sets, because Telegram does not tell the secret and an
 * identical call changes nothing. Waiting updates are kept. More than one call a second is answered 429 and waited for.
 */
export async function registerWebhook(client: TelegramClient, wish: WebhookWish): Promise<WebhookChange[]> {
  const before = await client.call('getWebhookInfo', {});
  await client.call(
    'setWebhook',
    {
      url: wish.url,
      secret_token: wish.secret,
      max_connections: wish.maxConnections,
      allowed_updates: updateKinds,
      drop_pending_updates: false,
    },
    { retry: 'always' },
  );
  const kindsBefore = new Set(before.allowed_updates);
  const sameKinds =
    kindsBefore.size === updateKinds.length && updateKinds.every((kind) => kindsBefore.has(kind));
  const differed: Record<WebhookChange, boolean> = {
    url: before.url !== wish.url,
    'update kinds': !sameKinds,
    connections: before.max_connections !== wish.maxConnections,
  };
  return (Object.keys(differed) as WebhookChange[]).filter((change) => differed[change]);
}

export interface WebhookFigures {
  /** False: somebody else has set the webhook, or removed it. */
  ours: boolean;
  pendingUpdates: number;
  lastErrorAt: Date | undefined;
  /** In Telegram's words, about our own server. */
  lastErrorMessage: string | undefined;
}

/** How delivery to `url` stands right now. */
export async function readWebhook(client: TelegramClient, url: string): Promise<WebhookFigures> {
  const info = await client.call('getWebhookInfo', {});
  return {
    ours: info.url === url,
    pendingUpdates: info.pending_update_count,
    lastErrorAt: info.last_error_date === undefined ? undefined : new Date(info.last_error_date * 1000),
    lastErrorMessage: info.last_error_message,
  };
}

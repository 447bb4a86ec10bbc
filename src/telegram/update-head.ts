/** The head of an update: what the way in needs to know; everything else stays in the stored bytes. */
export interface UpdateHead {
  updateId: number;
  /** `message`, `callback_query` … or `unknown`. */
  kind: string;
  /** Whose turn it is: a chat of several people, else the person, else the kind. One update of a lane is handled at a time. */
  lane: string;
  userId: number | undefined;
  chatId: number | undefined;
}

type Json = Record<string, unknown>;

/**
 * Reads the head of an update from the raw body; undefined when it is not an update. Asks only for what Telegram
 * always sends (an integer `update_id`), because an update refused is sent again for a day and blocks its chat.
 */
export function readUpdateHead(body: Buffer): UpdateHead | undefined {
  const update = parseObject(body);
  const updateId = update?.['update_id'];
  if (update === undefined || !isId(updateId) || updateId < 0) return undefined;
  const kind = Object.keys(update).find((key) => isKind(key) && update[key] !== null) ?? 'unknown';
  const event = asObject(update[kind]);
  const userId =
    idOf(event?.['from']) ?? idOf(event?.['user']) ?? idOf(asObject(event?.['message'])?.['from']);
  const chat = asObject(event?.['chat']) ?? asObject(asObject(event?.['message'])?.['chat']);
  const chatId = idOf(chat);
  const isShared = chat?.['type'] !== undefined && chat['type'] !== 'private';
  return { updateId, kind, lane: laneOf(kind, isShared ? undefined : userId, chatId), userId, chatId };
}

/** What is said in a group keeps nobody waiting in their own chat. */
function laneOf(kind: string, userId: number | undefined, chatId: number | undefined): string {
  if (userId !== undefined) return `user ${userId}`;
  return chatId === undefined ? `kind ${kind}` : `chat ${chatId}`;
}

/** The one key beside `update_id`; a name like `constructor` or `__proto__` is never one. */
function isKind(key: string): boolean {
  return key !== 'update_id' && /^[a-z_]{1,40}$/.test(key) && !(key in Object.prototype);
}

const labels = new Set([
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'pre_checkout_query',
  'inline_query',
  'channel_post',
  'subscription',
]);

/** The kind as the label of a figure: few values, whatever kinds are still invented. */
export function kindLabel(kind: string): string {
  return labels.has(kind) ? kind : 'other';
}

function parseObject(body: Buffer): Json | undefined {
  try {
    return asObject(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function idOf(value: unknown): number | undefined {
  const id = asObject(value)?.['id'];
  return isId(id) ? id : undefined;
}

/** Telegram promises ids of at most 52 significant bits. */
function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

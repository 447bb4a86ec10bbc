/** The meaning of a failed call for the caller, whatever words the server used. */
export type TelegramErrorKind =
  | 'not-modified'
  | 'message-gone'
  | 'cannot-edit'
  | 'reply-gone'
  | 'query-expired'
  | 'bad-markup'
  | 'too-long'
  | 'too-big'
  | 'empty-text'
  | 'chat-not-found'
  | 'topic-gone'
  | 'migrated'
  | 'unauthorized'
  | 'blocked'
  | 'conflict'
  | 'unknown-method'
  | 'flood'
  | 'server'
  | 'network'
  | 'timeout'
  | 'other';

/** The `parameters` of an error answer, in Telegram's own names. */
export interface ErrorParameters {
  readonly migrate_to_chat_id?: number;
  readonly retry_after?: number;
}

const badRequests: readonly [RegExp, TelegramErrorKind][] = [
  [/^message is not modified|^message_not_modified/, 'not-modified'],
  [/^message to be replied not found|^replied message not found|^reply_message_id_invalid/, 'reply-gone'],
  [/^message to \w+ not found|^message can't be deleted|^message_id_invalid/, 'message-gone'],
  [/^message can't be edited|^there is no (text|caption|media) in the message to edit/, 'cannot-edit'],
  [/^query is too old|query id is invalid|^query_id_invalid/, 'query-expired'],
  [/^message text is empty|^text must be non-empty|^message_empty/, 'empty-text'],
  [/^(message|text|message caption|caption) is too long|^(message|media_caption)_too_long/, 'too-long'],
  [/^can't parse |^button_\w+|reply markup is too long|^inline keyboard expected/, 'bad-markup'],
  // By the user API these are no 403.
  [/^user_is_blocked|^input_user_deactivated/, 'blocked'],
  [/^chat not found|^peer_id_invalid|^user not found/, 'chat-not-found'],
  [/^message thread not found|^message_thread_invalid|^topic_(id_invalid|deleted|closed)/, 'topic-gone'],
  [/^group chat was upgraded to a supergroup/, 'migrated'],
  [/file is too big/, 'too-big'],
];

const unreachable =
  /blocked by the user|user is deactivated|was kicked|can't initiate conversation|can't send messages to|is not a member|was deleted/;

/**
 * The one place that reads Telegram's descriptions. The server lower-cases the first letter of most but not all of
 * them and puts the name of the status before them, so both are levelled first.
 */
export function classifyError(
  code: number,
  description: string,
  parameters: ErrorParameters,
): TelegramErrorKind {
  if (code === 429) return 'flood';
  if (code >= 500) return 'server';
  const reason = description
    .replace(/^(bad request|forbidden|unauthorized|conflict|not found): /i, '')
    .toLowerCase();
  switch (code) {
    case 401:
      return 'unauthorized';
    case 403:
      return unreachable.test(reason) ? 'blocked' : 'other';
    case 404:
      return 'unknown-method';
    case 409:
      return 'conflict';
    case 413:
      return 'too-big';
    default:
      if (parameters.migrate_to_chat_id !== undefined) return 'migrated';
      return badRequests.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
  }
}

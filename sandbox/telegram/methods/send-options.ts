import type { TelegramReplyParameters } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import type { Chat, StoredMessage } from '../chats/chat.ts';
import type { Content } from '../chats/post.ts';
import type { Core } from '../core.ts';
import type { FormattedText, TextEntity } from '../rules/formatted-text.ts';
import { formatCaption } from '../rules/format-text.ts';
import { checkMarkup, type AnyMarkup, type CheckedMarkup } from '../rules/reply-markup.ts';
import { refuseUnmodelled } from './method.ts';

/** What all sending methods share. */
export interface SendOptions {
  chat_id: number | string;
  disable_notification?: boolean;
  protect_content?: boolean;
  allow_paid_broadcast?: boolean;
  message_effect_id?: string;
  reply_parameters?: TelegramReplyParameters;
  reply_markup?: AnyMarkup;
}

export interface CaptionOptions {
  caption?: string;
  parse_mode?: string;
  caption_entities?: TextEntity[];
  show_caption_above_media?: boolean;
  has_spoiler?: boolean;
}

export interface Destination {
  chat: Chat;
  content: Content;
  markup: CheckedMarkup;
}

/** A message as part of another one: without what it replied to itself. */
function shallow({ message }: StoredMessage): NonNullable<Content['reply_to_message']> {
  const { reply_to_message: _inner, ...rest } = message;
  return structuredClone(rest) as NonNullable<Content['reply_to_message']>;
}

function findReplied(chat: Chat, reply: TelegramReplyParameters | undefined): Content {
  if (!reply) return {};
  if (reply.chat_id !== undefined && reply.chat_id !== chat.person.id)
    throw badRequest('the sandbox does not model replies to another chat');
  const replied = reply.message_id === undefined ? undefined : chat.messages.get(reply.message_id);
  if (replied) return { reply_to_message: shallow(replied) };
  if (reply.allow_sending_without_reply) return {};
  throw badRequest('message to be replied not found');
}

/** Finds the chat, checks that the bot may write there, and reads reply and markup. */
export function readDestination(core: Core, options: SendOptions, { isInvoice = false } = {}): Destination {
  refuseUnmodelled(options);
  const markup = checkMarkup(options.reply_markup, { isInvoice });
  const chat = core.chats.getWritable(options.chat_id);
  const content: Content = {
    ...findReplied(chat, options.reply_parameters),
    ...(options.protect_content ? { has_protected_content: true } : {}),
    ...(options.message_effect_id ? { effect_id: options.message_effect_id } : {}),
  };
  return { chat, content, markup };
}

export const asText = ({ text, entities }: FormattedText): Content => ({
  text,
  ...(entities.length > 0 ? { entities } : {}),
});

/** Caption and its entities, and how it is shown. */
export function readCaption(options: CaptionOptions): Content {
  const { text, entities } = formatCaption({
    text: options.caption ?? '',
    parseMode: options.parse_mode,
    entities: options.caption_entities,
  });
  return {
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length > 0 ? { caption_entities: entities } : {}),
    ...(options.show_caption_above_media && text !== '' ? { show_caption_above_media: true } : {}),
    ...(options.has_spoiler ? { has_media_spoiler: true } : {}),
  };
}

import type { TelegramLinkPreviewOptions, TelegramMessage } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import type { StoredMessage } from '../chats/chat.ts';
import { postFromBot, removeMessage, type Content } from '../chats/post.ts';
import { unixNow, type Core } from '../core.ts';
import type { TextEntity } from '../rules/formatted-text.ts';
import { formatMessageText } from '../rules/format-text.ts';
import { inlineKeyboardOf } from '../rules/inline-keyboard.ts';
import type { MethodRequest, MethodTable } from './method.ts';
import {
  asText,
  readCaption,
  readDestination,
  type CaptionOptions,
  type SendOptions,
} from './send-options.ts';

interface SendMessage extends SendOptions {
  text: string;
  parse_mode?: string;
  entities?: TextEntity[];
  link_preview_options?: TelegramLinkPreviewOptions;
}

function sendMessage({ core }: MethodRequest, params: SendMessage): TelegramMessage {
  const formatted = formatMessageText({
    text: params.text,
    parseMode: params.parse_mode,
    entities: params.entities,
  });
  const { chat, content, markup } = readDestination(core, params);
  const preview = params.link_preview_options ? { link_preview_options: params.link_preview_options } : {};
  return postFromBot(core, { chat, markup }, { ...content, ...asText(formatted), ...preview });
}

interface FromMessage {
  from_chat_id: number | string;
  message_id: number;
}

function findSource(core: Core, { from_chat_id, message_id }: FromMessage, verb: string): StoredMessage {
  const stored = core.chats.get(from_chat_id).messages.get(message_id);
  if (!stored) throw badRequest(`message to ${verb} not found`);
  return stored;
}

/** What a copy takes along: the content, never the author, the reply or the keyboard. */
function contentOf({ message }: StoredMessage): Content {
  const { message_id, date, chat, from, reply_to_message, reply_markup, edit_date, ...rest } = message;
  return structuredClone(rest);
}

const isService = ({ message }: StoredMessage): boolean =>
  message.pinned_message !== undefined ||
  message.successful_payment !== undefined ||
  message.refunded_payment !== undefined;

function forwardMessage({ core }: MethodRequest, params: SendOptions & FromMessage): TelegramMessage {
  const source = findSource(core, params, 'forward');
  const isProtected = source.message.has_protected_content === true;
  if (isProtected || isService(source)) throw badRequest("the message can't be forwarded");
  const { chat, content } = readDestination(core, params);
  const keyboard = inlineKeyboardOf(source.message);
  const markup = source.message.invoice && keyboard ? { inline: keyboard } : {};
  const { invoice } = source;
  return postFromBot(
    core,
    { chat, markup, invoice },
    { ...contentOf(source), ...content, ...originOf(source) },
  );
}

function originOf({ message }: StoredMessage): Content {
  const { from, forward_origin: origin, date } = message;
  if (origin) return { forward_origin: origin };
  return from ? { forward_origin: { type: 'user', date, sender_user: from } } : {};
}

type CopyMessage = SendOptions & FromMessage & CaptionOptions;

function copyMessage({ core }: MethodRequest, params: CopyMessage): { message_id: number } {
  const source = findSource(core, params, 'copy');
  const isForbidden = isService(source) || source.message.invoice !== undefined;
  if (isForbidden || source.message.has_protected_content) throw badRequest("the message can't be copied");
  const { chat, content, markup } = readDestination(core, params);
  const { caption, caption_entities, forward_origin, has_protected_content, ...rest } = contentOf(source);
  const kept: Content = {
    ...(caption === undefined ? {} : { caption }),
    ...(caption_entities ? { caption_entities } : {}),
  };
  const shown = params.caption === undefined || rest.text !== undefined ? kept : readCaption(params);
  const copy = postFromBot(core, { chat, markup }, { ...rest, ...shown, ...content });
  return { message_id: copy.message_id };
}

/** Own and incoming messages of a private chat, for 48 hours. */
const deletableSeconds = 48 * 60 * 60;

interface DeleteMessage {
  chat_id: number | string;
  message_id: number;
}

function deleteMessage({ core }: MethodRequest, params: DeleteMessage): true {
  const chat = core.chats.getWritable(params.chat_id);
  const stored = chat.messages.get(params.message_id);
  if (!stored) throw badRequest('message to delete not found');
  if (unixNow(core) - stored.message.date > deletableSeconds)
    throw badRequest("message can't be deleted for everyone");
  removeMessage(core, chat, params.message_id);
  return true;
}

function deleteMessages(
  request: MethodRequest,
  params: { chat_id: number | string; message_ids: number[] },
): true {
  const chat = request.core.chats.getWritable(params.chat_id);
  for (const id of params.message_ids)
    if (chat.messages.has(id)) deleteMessage(request, { chat_id: params.chat_id, message_id: id });
  return true;
}

function sendChatAction({ core }: MethodRequest, params: { chat_id: number | string; action: string }): true {
  const chat = core.chats.getWritable(params.chat_id);
  core.events.emit('typing', { personId: chat.person.id, action: params.action });
  return true;
}

export const messageMethods: MethodTable = {
  sendMessage,
  forwardMessage,
  copyMessage,
  deleteMessage,
  deleteMessages,
  sendChatAction,
};

import type {
  TelegramInlineKeyboardMarkup,
  TelegramLinkPreviewOptions,
  TelegramMessage,
} from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import type { Chat, StoredMessage } from '../chats/chat.ts';
import { announceEdit, type Content } from '../chats/post.ts';
import { unixNow, type Core } from '../core.ts';
import type { TextEntity } from '../rules/formatted-text.ts';
import { formatMessageText } from '../rules/format-text.ts';
import { checkInlineKeyboard, inlineKeyboardOf, keyboardKey } from '../rules/inline-keyboard.ts';
import { refuseUnmodelled, type MethodRequest, type MethodTable } from './method.ts';
import { readMedia, type InputMedia } from './media.ts';
import { asText, readCaption, type CaptionOptions } from './send-options.ts';

interface EditOptions {
  chat_id?: number | string;
  message_id?: number;
  reply_markup?: TelegramInlineKeyboardMarkup;
}

interface Editable {
  chat: Chat;
  stored: StoredMessage;
}

function findEditable(core: Core, params: EditOptions): Editable {
  refuseUnmodelled(params);
  if (params.chat_id === undefined) throw badRequest('chat_id is empty');
  if (params.message_id === undefined) throw badRequest('message identifier is not specified');
  const chat = core.chats.getWritable(params.chat_id);
  const stored = chat.messages.get(params.message_id);
  if (!stored) throw badRequest('message to edit not found');
  if (stored.outgoing || stored.hasReplyMarkup) throw badRequest("message can't be edited");
  return { chat, stored };
}

const fileOf = (message: Content): string =>
  message.document?.file_unique_id ?? message.photo?.at(-1)?.file_unique_id ?? '';

/** One string for messages that a person cannot tell apart. */
const contentKey = (message: Content): string =>
  JSON.stringify([
    message.text,
    message.entities ?? [],
    message.caption,
    message.caption_entities ?? [],
    message.show_caption_above_media ?? false,
    message.has_media_spoiler ?? false,
    message.link_preview_options ?? {},
    fileOf(message),
    keyboardKey(inlineKeyboardOf(message)),
  ]);

const notModified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

const contentFields = [
  'text',
  'entities',
  'caption',
  'caption_entities',
  'show_caption_above_media',
  'has_media_spoiler',
  'link_preview_options',
  'photo',
  'document',
  'reply_markup',
] as const;

interface Change {
  content: Content;
  markup: EditOptions['reply_markup'];
}

/** Replaces content and keyboard; a keyboard that is not given is taken away. */
function apply(core: Core, { chat, stored }: Editable, { content, markup }: Change): TelegramMessage {
  const inline = markup && checkInlineKeyboard(markup, { isInvoice: stored.message.invoice !== undefined });
  const next: TelegramMessage = { ...stored.message };
  for (const field of contentFields) delete next[field];
  Object.assign(next, content, inline ? { reply_markup: inline } : {});
  if (contentKey(next) === contentKey(stored.message)) throw badRequest(notModified);
  stored.message = { ...next, edit_date: unixNow(core) };
  stored.edited = true;
  announceEdit(core, chat, stored);
  return structuredClone(stored.message);
}

const pick = (message: TelegramMessage, fields: readonly (keyof Content)[]): Content =>
  Object.fromEntries(
    fields.filter((field) => message[field] !== undefined).map((field) => [field, message[field]]),
  );

interface EditText extends EditOptions {
  text?: string;
  parse_mode?: string;
  entities?: TextEntity[];
  link_preview_options?: TelegramLinkPreviewOptions;
}

function editMessageText({ core }: MethodRequest, params: EditText): TelegramMessage {
  if (params.text === undefined) throw badRequest('message text is empty');
  const formatted = formatMessageText({
    text: params.text,
    parseMode: params.parse_mode,
    entities: params.entities,
  });
  const editable = findEditable(core, params);
  if (editable.stored.message.text === undefined) throw badRequest('there is no text in the message to edit');
  const preview = params.link_preview_options ? { link_preview_options: params.link_preview_options } : {};
  return apply(core, editable, {
    content: { ...asText(formatted), ...preview },
    markup: params.reply_markup,
  });
}

function editMessageCaption({ core }: MethodRequest, params: EditOptions & CaptionOptions): TelegramMessage {
  const caption = readCaption(params);
  const editable = findEditable(core, params);
  const { message } = editable.stored;
  if (!message.photo && !message.document) throw badRequest('there is no caption in the message to edit');
  const kept = pick(message, ['photo', 'document', 'has_media_spoiler']);
  return apply(core, editable, { content: { ...kept, ...caption }, markup: params.reply_markup });
}

function editMessageMedia(
  request: MethodRequest,
  params: EditOptions & { media: InputMedia },
): TelegramMessage {
  const editable = findEditable(request.core, params);
  const content = readMedia(request, params.media);
  return apply(request.core, editable, { content, markup: params.reply_markup });
}

function editMessageReplyMarkup({ core }: MethodRequest, params: EditOptions): TelegramMessage {
  const editable = findEditable(core, params);
  const kept = pick(
    editable.stored.message,
    contentFields.filter((field) => field !== 'reply_markup'),
  );
  return apply(core, editable, { content: kept, markup: params.reply_markup });
}

export const editMethods: MethodTable = {
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
};

import type { TelegramMessage, TelegramUser } from '@gramio/types/objects';
import { unixNow, type Core } from '../core.ts';
import type { InvoiceDetails } from '../payments/invoice.ts';
import type { CheckedMarkup } from '../rules/reply-markup.ts';
import { chatObjectOf, userOf, type Chat, type StoredMessage } from './chat.ts';
import { viewChat, viewMessage } from './view.ts';

export type Content = Partial<Omit<TelegramMessage, 'message_id' | 'date' | 'chat' | 'from'>>;

export const botUser = ({ bot }: Pick<Core, 'bot'>): TelegramUser => ({
  id: bot.id,
  is_bot: true,
  first_name: bot.firstName,
  username: bot.username,
});

export const announceChat = (core: Core, chat: Chat): void =>
  core.events.emit('chat', { chat: viewChat(chat, core.profile) });

function store(core: Core, chat: Chat, stored: Omit<StoredMessage, 'edited' | 'hidden'>): StoredMessage {
  const complete: StoredMessage = { ...stored, edited: false, hidden: false };
  chat.messages.set(stored.message.message_id, complete);
  core.events.emit('message', { personId: chat.person.id, message: viewMessage(complete) });
  return complete;
}

function applyReplyKeyboard(core: Core, chat: Chat, reply: CheckedMarkup['reply']): void {
  if (reply === undefined) return;
  if (reply === null) delete chat.replyKeyboard;
  else chat.replyKeyboard = reply;
  announceChat(core, chat);
}

export interface Posting {
  chat: Chat;
  markup?: CheckedMarkup;
  invoice?: InvoiceDetails | undefined;
}

/** Puts a message of the bot into a chat; the markup was checked before. */
export function postFromBot(
  core: Core,
  { chat, markup = {}, invoice }: Posting,
  content: Content,
): TelegramMessage {
  const message: TelegramMessage = {
    message_id: chat.nextMessageId++,
    from: botUser(core),
    chat: chatObjectOf(chat.person),
    date: unixNow(core),
    ...content,
    ...(markup.inline ? { reply_markup: markup.inline } : {}),
  };
  const hasReplyMarkup = markup.reply !== undefined || markup.forcesReply === true;
  store(core, chat, { message, outgoing: false, hasReplyMarkup, ...(invoice ? { invoice } : {}) });
  applyReplyKeyboard(core, chat, markup.reply);
  return structuredClone(message);
}

/** Puts a message of the person into their chat and on its way to the bot. */
export function postFromPerson(core: Core, chat: Chat, content: Content): StoredMessage {
  const message: TelegramMessage = {
    message_id: chat.nextMessageId++,
    from: userOf(chat.person),
    chat: chatObjectOf(chat.person),
    date: unixNow(core),
    ...content,
  };
  chat.started = true;
  const stored = store(core, chat, { message, outgoing: true, hasReplyMarkup: false });
  core.updates.push({ message: structuredClone(message) });
  return stored;
}

/** Tells everybody that a message of a chat has changed. */
export function announceEdit(core: Core, chat: Chat, stored: StoredMessage): void {
  core.events.emit('edited', { personId: chat.person.id, message: viewMessage(stored) });
}

export function removeMessage(core: Core, chat: Chat, messageId: number): void {
  chat.messages.delete(messageId);
  chat.pinned = chat.pinned.filter((id) => id !== messageId);
  core.events.emit('deleted', { personId: chat.person.id, messageId });
}

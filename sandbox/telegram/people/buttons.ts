import type { TelegramInlineKeyboardButton } from '@gramio/types/objects';
import type { Chat, StoredMessage } from '../chats/chat.ts';
import { inlineKeyboardOf } from '../rules/inline-keyboard.ts';
import type { ButtonTarget } from '../world-types.ts';
import { PersonRefusal } from './person-refusal.ts';

export interface FoundButton {
  stored: StoredMessage;
  button: TelegramInlineKeyboardButton;
}

const rowsOf = ({ message }: StoredMessage): TelegramInlineKeyboardButton[][] =>
  inlineKeyboardOf(message)?.inline_keyboard ?? [];

/** Labels under a message, row by row. */
export const labelsOf = (stored: StoredMessage): string[] =>
  rowsOf(stored)
    .flat()
    .map((button) => button.text);

const lastGrapheme = /(?:\p{RGI_Emoji}|\p{Extended_Pictographic}|\s)+$/v;

/** The label as people say it: without the emoji at its end. */
export const withoutEmoji = (label: string): string => label.replace(lastGrapheme, '');

const newestFirst = (chat: Chat): StoredMessage[] =>
  [...chat.messages.values()].filter((stored) => !stored.hidden && !stored.outgoing).reverse();

function findByLabel(chat: Chat, label: string): FoundButton {
  const all = newestFirst(chat).flatMap((stored) =>
    rowsOf(stored)
      .flat()
      .map((button) => ({ stored, button })),
  );
  const found =
    all.find(({ button }) => button.text === label) ??
    all.find(({ button }) => withoutEmoji(button.text) === label);
  if (found) return found;
  const visible = all.map(({ button }) => `"${button.text}"`).join(', ') || 'none';
  throw new PersonRefusal(
    `No button "${label}" in the chat with ${chat.person.firstName}; visible buttons: ${visible}`,
  );
}

/** The newest inline button with this label (or this label before a trailing emoji), or the one at a place. */
export function findButton(chat: Chat, target: ButtonTarget): FoundButton {
  if (typeof target === 'string') return findByLabel(chat, target);
  const stored = chat.messages.get(target.messageId);
  const button = stored && rowsOf(stored)[target.row]?.[target.column];
  if (!stored || !button)
    throw new PersonRefusal(
      `No button at row ${target.row}, column ${target.column} of message ${target.messageId}`,
    );
  return { stored, button };
}

import type {
  TelegramMenuButton,
  TelegramMessage,
  TelegramReplyKeyboardMarkup,
  TelegramUser,
} from '@gramio/types/objects';
import type { Person } from '../control-types.ts';
import type { InvoiceDetails } from '../payments/invoice.ts';

export interface StoredMessage {
  message: TelegramMessage;
  /** Written by the person. */
  outgoing: boolean;
  edited: boolean;
  /** The person deleted it for themselves. */
  hidden: boolean;
  /** Sent with a reply keyboard or a forced reply: such a message cannot be edited. */
  hasReplyMarkup: boolean;
  /** What this message asks to be paid for. */
  invoice?: InvoiceDetails;
  /** The person of this chat has paid it. */
  paid?: boolean;
}

/** A private chat of the bot with one person; its id is the person's id. */
export interface Chat {
  person: Person;
  /** The person has written to the bot at least once. */
  started: boolean;
  blocked: boolean;
  messages: Map<number, StoredMessage>;
  nextMessageId: number;
  replyKeyboard?: TelegramReplyKeyboardMarkup;
  /** Newest last. */
  pinned: number[];
  menuButton?: TelegramMenuButton;
}

export const createChat = (person: Person): Chat => ({
  person,
  started: false,
  blocked: false,
  messages: new Map(),
  nextMessageId: 1,
  pinned: [],
});

export type SavedChat = Omit<Chat, 'messages'> & { messages: StoredMessage[] };

/** Older messages of a long chat are not saved. */
const savedMessages = 1000;

/** Message ids given out after the last save are not given out again: the bot remembers them. */
const idsNeverReused = 1000;

export const saveChat = (chat: Chat): SavedChat => ({
  ...chat,
  messages: [...chat.messages.values()].slice(-savedMessages),
});

export const restoreChat = (saved: SavedChat): Chat => ({
  ...saved,
  messages: new Map(saved.messages.map((stored) => [stored.message.message_id, stored])),
  nextMessageId: saved.nextMessageId + idsNeverReused,
});

/** The person as a bot sees them. */
export const userOf = (person: Person): TelegramUser => ({
  id: person.id,
  is_bot: false,
  first_name: person.firstName,
  ...(person.lastName ? { last_name: person.lastName } : {}),
  ...(person.username ? { username: person.username } : {}),
  ...(person.languageCode ? { language_code: person.languageCode } : {}),
  ...(person.isPremium ? { is_premium: true as const } : {}),
});

export const chatObjectOf = (person: Person): TelegramMessage['chat'] => ({
  id: person.id,
  type: 'private',
  first_name: person.firstName,
  ...(person.lastName ? { last_name: person.lastName } : {}),
  ...(person.username ? { username: person.username } : {}),
});

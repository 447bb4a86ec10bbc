import type {
  TelegramForceReply,
  TelegramInlineKeyboardMarkup,
  TelegramKeyboardButton,
  TelegramReplyKeyboardMarkup,
  TelegramReplyKeyboardRemove,
} from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { checkInlineKeyboard } from './inline-keyboard.ts';

export type AnyMarkup =
  | TelegramInlineKeyboardMarkup
  | TelegramReplyKeyboardMarkup
  | TelegramReplyKeyboardRemove
  | TelegramForceReply;

/** What a reply markup does to a message and to its chat. */
export interface CheckedMarkup {
  inline?: TelegramInlineKeyboardMarkup;
  /** A keyboard instead of the person's own; null takes it away. */
  reply?: TelegramReplyKeyboardMarkup | null;
  forcesReply?: true;
}

const requests = [
  'request_users',
  'request_chat',
  'request_managed_bot',
  'request_contact',
  'request_location',
  'request_poll',
  'web_app',
] as const;

function checkReplyButton(button: TelegramKeyboardButton): void {
  if (button.text.trim() === '') throw badRequest("Can't parse keyboard button: Text must be non-empty");
  const used = requests.filter((request) => button[request] !== undefined && button[request] !== false);
  if (used.length > 1)
    throw badRequest(`Can't parse keyboard button: exactly one request is allowed, found ${used.join(', ')}`);
}

function checkReplyKeyboard(markup: TelegramReplyKeyboardMarkup): TelegramReplyKeyboardMarkup {
  const rows = markup.keyboard.filter((row) => row.length > 0);
  if (rows.length === 0) throw badRequest('reply keyboard must contain at least one button');
  if (rows.flat().length > 300 || rows.some((row) => row.length > 12))
    throw badRequest('reply markup is too long');
  rows.flat().forEach(checkReplyButton);
  const { input_field_placeholder: placeholder } = markup;
  if (placeholder !== undefined && (placeholder.length < 1 || placeholder.length > 64))
    throw badRequest('input field placeholder must be 1-64 characters long');
  return { ...markup, keyboard: rows };
}

/** Checks any reply markup for a message to a private chat. */
export function checkMarkup(markup: AnyMarkup | undefined, { isInvoice = false } = {}): CheckedMarkup {
  if (!markup) return {};
  if ('inline_keyboard' in markup) {
    const inline = checkInlineKeyboard(markup, { isInvoice });
    return inline ? { inline } : {};
  }
  if ('keyboard' in markup) return { reply: checkReplyKeyboard(markup) };
  return 'remove_keyboard' in markup ? { reply: null } : { forcesReply: true };
}

import type {
  TelegramInlineKeyboardButton,
  TelegramInlineKeyboardMarkup,
  TelegramMessage,
} from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { checkLink } from './links.ts';

const actions = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'copy_text',
  'callback_game',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'pay',
  'disabled',
] as const;

const maxButtons = 100;
const maxButtonsInRow = 8;

interface Place {
  row: number;
  column: number;
  /** Only an invoice takes a Pay button. */
  isInvoice: boolean;
}

function checkActions(button: TelegramInlineKeyboardButton): void {
  const used = actions.filter((action) => button[action] !== undefined);
  if (used.length === 0)
    throw badRequest("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if (used.length > 1)
    throw badRequest(
      `Can't parse inline keyboard button: exactly one action is allowed, found ${used.join(', ')}`,
    );
}

function checkCallbackData(data: string): void {
  const bytes = Buffer.byteLength(data);
  if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
}

function checkUrl(url: string): void {
  const checked = checkLink(url);
  if ('problem' in checked)
    throw badRequest(`inline keyboard button URL '${url}' is invalid: ${checked.problem}`);
}

function checkWebApp(url: string): void {
  const checked = checkLink(url);
  const isHttps = /^https:/i.test(url) || /^http:\/\/(?:localhost|127\.)/i.test(url);
  const problem =
    'problem' in checked ? checked.problem : isHttps ? undefined : 'Only HTTPS links are allowed';
  if (problem) throw badRequest(`inline keyboard button Web App URL '${url}' is invalid: ${problem}`);
}

function checkPay({ row, column, isInvoice }: Place): void {
  if (!isInvoice) throw badRequest('BUTTON_TYPE_INVALID');
  if (row !== 0 || column !== 0) throw badRequest('BUTTON_POS_INVALID');
}

function checkButton(button: TelegramInlineKeyboardButton, place: Place): void {
  if (button.text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  checkActions(button);
  if (button.callback_data !== undefined) checkCallbackData(button.callback_data);
  if (button.url !== undefined) checkUrl(button.url);
  if (button.web_app) checkWebApp(button.web_app.url);
  if (button.login_url && !/^https:/i.test(button.login_url.url)) throw badRequest('BUTTON_URL_INVALID');
  if (button.pay) checkPay(place);
}

/**
 * Checks an inline keyboard for a private chat and returns it without empty rows.
 * The real server silently takes the first action of a button that has several; here exactly one is allowed.
 */
export function checkInlineKeyboard(
  markup: TelegramInlineKeyboardMarkup,
  { isInvoice }: { isInvoice: boolean },
): TelegramInlineKeyboardMarkup | undefined {
  const rows = markup.inline_keyboard.filter((row) => row.length > 0);
  const isTooLong = rows.flat().length > maxButtons || rows.some((row) => row.length > maxButtonsInRow);
  if (isTooLong) throw badRequest('reply markup is too long');
  rows.forEach((buttons, row) => {
    buttons.forEach((button, column) => {
      checkButton(button, { row, column, isInvoice });
    });
  });
  if (isInvoice && rows.length > 0 && !rows[0]?.[0]?.pay) throw badRequest('BUTTON_POS_INVALID');
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

/** The inline keyboard under a message. */
export function inlineKeyboardOf({
  reply_markup: markup,
}: Pick<TelegramMessage, 'reply_markup'>): TelegramInlineKeyboardMarkup | undefined {
  return markup && 'inline_keyboard' in markup ? markup : undefined;
}

/** One string for keyboards that a person cannot tell apart. */
export const keyboardKey = (markup: TelegramInlineKeyboardMarkup | undefined): string =>
  JSON.stringify(
    (markup?.inline_keyboard ?? []).map((row) =>
      row.map((button) => Object.entries(button).sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  );

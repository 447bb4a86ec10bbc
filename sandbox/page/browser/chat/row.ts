import type { TelegramInlineKeyboardButton } from '@gramio/types/objects';
import type { ViewMessage } from '../../../telegram/control-types.ts';
import { clockTime, texts } from '../texts/language.ts';
import { el, hidden, replaceKeepingFocus } from '../ui/dom.ts';
import { attachMenu, type MenuItem } from '../ui/menu.ts';
import { messageContent, messageSummary, serviceLine } from './content.ts';
import { createInlineKeyboard, type Place } from './inline-keyboard.ts';
import type { TextDeeds } from './rich-text.ts';

export interface RowDeeds {
  text: TextDeeds;
  press(messageId: number, place: Place, button: TelegramInlineKeyboardButton): void;
  isBusy(messageId: number, button: TelegramInlineKeyboardButton): boolean;
  scrollTo(messageId: number): void;
  menu(messageId: number): MenuItem[];
}

export interface Row {
  element: HTMLElement;
  /** Shows the message as it is now; what did not change is not touched, so focus, selection and scroll stay. */
  show(message: ViewMessage): void;
}

/** Creates one message of a chat. */
export function createRow(messageId: number, writer: string, deeds: RowDeeds): Row {
  const content = el('div', { class: 'content' });
  const sender = hidden('');
  const meta = el('span', { class: 'meta' });
  const bubble = el('div', { class: 'bubble' }, content, meta);
  const keyboard = createInlineKeyboard({
    press: (place, button) => deeds.press(messageId, place, button),
    isBusy: (button) => deeds.isBusy(messageId, button),
  });
  const element = el('article', { class: 'row', tabindex: -1 });
  element.append(
    sender,
    el('div', { class: 'stack' }, bubble, keyboard.element),
    menuButton(messageId, deeds),
  );
  let drawn = '';
  return {
    element,
    show(message) {
      const service = serviceLine(message);
      element.classList.toggle('own', message.outgoing);
      element.classList.toggle('service', service !== undefined);
      sender.textContent = `${message.outgoing ? writer : texts().fromBot}: `;
      const next = signature(message);
      if (next !== drawn) {
        replaceKeepingFocus(
          content,
          service ?? [replyQuote(message, deeds), ...messageContent(message, deeds.text)],
        );
        bubble.classList.toggle('with-photo', message.photo !== undefined);
      }
      drawn = next;
      showMeta(meta, message);
      keyboard.show(inlineRows(message));
    },
  };
}

function signature(message: ViewMessage): string {
  const { reply_markup: _keyboard, edit_date: _editedAt, edited: _edited, ...rest } = message;
  return JSON.stringify(rest);
}

function inlineRows(message: ViewMessage): TelegramInlineKeyboardButton[][] {
  const markup = message.reply_markup;
  return markup && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
}

function showMeta(meta: HTMLElement, message: ViewMessage): void {
  const edited = message.edited || message.edit_date !== undefined;
  const text = `${edited ? `${texts().edited} ` : ''}${clockTime(message.date * 1000)}`;
  if (meta.textContent !== text) meta.textContent = text;
  meta.classList.toggle('long', edited);
}

function replyQuote(message: ViewMessage, deeds: RowDeeds): HTMLElement | undefined {
  const answered = message.reply_to_message;
  if (!answered) return undefined;
  const quote = el('button', { type: 'button', class: 'reply-quote' }, hidden(`${texts().replyingTo}: `));
  quote.append(el('span', { class: 'clip', dir: 'auto', text: messageSummary(answered) }));
  quote.addEventListener('click', () => deeds.scrollTo(answered.message_id));
  return quote;
}

function menuButton(messageId: number, deeds: RowDeeds): HTMLButtonElement {
  const label = texts().messageMenu;
  // Not a stop for Tab: a long chat would have hundreds. Enter on a message opens it, and so does the mouse.
  // A letter, not an icon from the sprite: a thousand of those cost half a second.
  const button = el('button', {
    type: 'button',
    class: 'row-menu',
    tabindex: -1,
    'aria-label': label,
    text: '⋯',
  });
  attachMenu(button, () => deeds.menu(messageId));
  return button;
}

import type { TelegramInlineKeyboardButton } from '@gramio/types/objects';
import { texts } from '../texts/language.ts';
import { el, icon } from '../ui/dom.ts';

export interface Place {
  row: number;
  column: number;
}

export interface InlineKeyboardDeeds {
  press(place: Place, button: TelegramInlineKeyboardButton): void;
  isBusy(button: TelegramInlineKeyboardButton): boolean;
}

export interface InlineKeyboard {
  element: HTMLElement;
  /** Shows these rows; buttons that stay in place stay the same elements, so the focus stays too. */
  show(rows: TelegramInlineKeyboardButton[][]): void;
}

interface ButtonView {
  element: HTMLButtonElement;
  show(button: TelegramInlineKeyboardButton): void;
}

/** Creates the buttons under a message. */
export function createInlineKeyboard(deeds: InlineKeyboardDeeds): InlineKeyboard {
  const element = el('div', { class: 'keyboard', role: 'group', 'aria-label': texts().buttonsOf });
  const rows: { element: HTMLElement; buttons: ButtonView[] }[] = [];
  const showRow = (buttons: TelegramInlineKeyboardButton[], row: number): void => {
    const view = (rows[row] ??= {
      element: element.appendChild(el('div', { class: 'keyboard-row' })),
      buttons: [],
    });
    for (const [column, button] of buttons.entries()) {
      const shown = (view.buttons[column] ??= createButton({ row, column }, deeds));
      if (!shown.element.isConnected) view.element.append(shown.element);
      shown.show(button);
    }
    for (const extra of view.buttons.splice(buttons.length)) extra.element.remove();
  };
  return {
    element,
    show(next) {
      const focused = element.contains(document.activeElement);
      for (const [row, buttons] of next.entries()) showRow(buttons, row);
      for (const extra of rows.splice(next.length)) extra.element.remove();
      element.hidden = next.length === 0;
      if (focused && !element.contains(document.activeElement)) focusNearest(element);
    },
  };
}

function focusNearest(element: HTMLElement): void {
  const last = [...element.querySelectorAll('button')].at(-1);
  if (last) last.focus({ preventScroll: true });
  else element.closest<HTMLElement>('.row')?.focus({ preventScroll: true });
}

function createButton(place: Place, deeds: InlineKeyboardDeeds): ButtonView {
  let current: TelegramInlineKeyboardButton = { text: '' };
  let drawn = '';
  const label = el('span', { class: 'key-text', dir: 'auto' });
  const element = el('button', { type: 'button', class: 'key' }, label);
  element.addEventListener('click', () => {
    if (element.ariaBusy !== 'true') deeds.press(place, current);
  });
  return {
    element,
    show(button) {
      current = button;
      element.ariaBusy = String(deeds.isBusy(button));
      const next = JSON.stringify(button);
      if (next === drawn) return;
      drawn = next;
      label.textContent = button.text;
      decorate(element, button);
    },
  };
}

function decorate(element: HTMLButtonElement, button: TelegramInlineKeyboardButton): void {
  element.dataset['style'] = button.style ?? 'plain';
  if (button.disabled) element.ariaDisabled = 'true';
  else element.removeAttribute('aria-disabled');
  element.title = button.disabled ? texts().disabledButton : (button.url ?? '');
  element.querySelector('svg')?.remove();
  const mark = markOf(button);
  if (mark) element.append(icon(mark));
}

function markOf(button: TelegramInlineKeyboardButton): string | undefined {
  if (button.url || button.login_url || button.web_app) return 'external';
  if (button.copy_text) return 'copy';
  if (button.pay) return 'card';
  return undefined;
}

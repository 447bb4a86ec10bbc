import type { TelegramKeyboardButton, TelegramReplyKeyboardMarkup } from '@gramio/types/objects';
import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import { texts } from '../texts/language.ts';
import { openDialog } from '../ui/dialog.ts';
import { el, icon } from '../ui/dom.ts';
import { followAddress } from './follow.ts';

const PLACES = {
  moscow: { latitude: 55.7558, longitude: 37.6173 },
  yerevan: { latitude: 40.1792, longitude: 44.4991 },
  almaty: { latitude: 43.2389, longitude: 76.8897 },
  berlin: { latitude: 52.52, longitude: 13.405 },
  tehran: { latitude: 35.6892, longitude: 51.389 },
} as const;

/** Buttons the bot put in place of the keyboard, with a switch that folds them away. */
export interface ReplyKeyboard {
  element: HTMLElement;
  toggle: HTMLButtonElement;
  show(markup: TelegramReplyKeyboardMarkup | undefined): void;
}

/** Creates the reply keyboard of one chat. */
export function createReplyKeyboard(app: App, personId: number): ReplyKeyboard {
  const element = el('div', {
    class: 'reply-keyboard',
    role: 'group',
    'aria-label': texts().replyKeyboard,
    hidden: true,
  });
  const toggle = el('button', { type: 'button', class: 'icon-button', hidden: true }, icon('keyboard'));
  let drawn = '';
  const unfold = (open: boolean): void => {
    element.hidden = !open;
    toggle.ariaExpanded = String(open);
    toggle.ariaLabel = open ? texts().hideKeyboard : texts().showKeyboard;
    toggle.title = toggle.ariaLabel;
  };
  toggle.addEventListener('click', () => unfold(Boolean(element.hidden)));
  return {
    element,
    toggle,
    show(markup) {
      const next = JSON.stringify(markup ?? null);
      if (next === drawn) return;
      drawn = next;
      toggle.hidden = !markup;
      unfold(markup !== undefined);
      const rows = markup?.keyboard ?? [];
      const press = (button: TelegramKeyboardButton): void => {
        pressKey(app, personId, button);
        if (markup?.one_time_keyboard) unfold(false);
      };
      element.replaceChildren(...rows.map((row) => keyRow(row, press)));
    },
  };
}

function keyRow(row: TelegramKeyboardButton[], press: (button: TelegramKeyboardButton) => void): HTMLElement {
  const element = el('div', { class: 'keyboard-row' });
  for (const raw of row) {
    // Bots may give a button as a bare string.
    const button = typeof raw === 'string' ? { text: raw } : raw;
    const key = el('button', { type: 'button', class: 'key', 'data-style': button.style ?? 'plain' });
    key.append(el('span', { class: 'key-text', dir: 'auto', text: button.text }));
    if (button.request_contact) key.append(icon('contact'));
    if (button.request_location) key.append(icon('location'));
    key.addEventListener('click', () => press(button));
    element.append(key);
  }
  return element;
}

function pressKey(app: App, personId: number, button: TelegramKeyboardButton): void {
  if (button.request_contact) return shareContact(app, personId);
  if (button.request_location) return shareLocation(app, personId);
  if (button.web_app) return followAddress(app, button.web_app.url);
  void attempt(app, control.say(personId, button.text));
}

/** Asks before giving the person's phone number to the bot. */
export function shareContact(app: App, personId: number): void {
  const phone = el('input', {
    type: 'tel',
    class: 'field',
    value: `+7999${String(personId).slice(-7).padStart(7, '0')}`,
  });
  const share = (): void => void attempt(app, control.contact(personId, phone.value.trim()));
  openDialog({
    title: texts().shareContactTitle,
    body: [
      el('p', { text: texts().shareContactText }),
      el('label', { class: 'field-label' }, texts().phone, phone),
    ],
    actions: [{ label: texts().cancel }, { label: texts().share, tone: 'primary', press: share }],
  });
}

/** Asks where the person is and tells the bot. */
export function shareLocation(app: App, personId: number): void {
  const list = el('ul', { class: 'chooser' });
  const dialog = openDialog({ title: texts().locationTitle, body: [list] });
  for (const [name, place] of Object.entries(PLACES)) {
    const label = texts().places[name as keyof typeof PLACES];
    const button = el('button', { type: 'button', class: 'choice' }, icon('location'), label);
    button.addEventListener('click', () => {
      dialog.close();
      void attempt(app, control.location(personId, place));
    });
    list.append(el('li', {}, button));
  }
  list.querySelector('button')?.focus();
}

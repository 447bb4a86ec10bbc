import type { ViewMessage } from '../../../telegram/control-types.ts';
import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import { texts } from '../texts/language.ts';
import { el, icon, iconButton } from '../ui/dom.ts';
import { attachMenu } from '../ui/menu.ts';
import { createCommandList } from './command-list.ts';
import { messageSummary } from './content.ts';
import { type ReplyKeyboard, shareContact, shareLocation } from './reply-keyboard.ts';
import { offerUpload, pickFile } from './upload.ts';

export interface Composer {
  element: HTMLElement;
  input: HTMLTextAreaElement;
  /** Starts an answer to a message; undefined ends it. */
  replyTo(message: ViewMessage | undefined): void;
  setPlaceholder(text: string): void;
}

export interface ComposerTraits {
  app: App;
  personId: number;
  name: string;
  replyKeyboard: ReplyKeyboard;
}

/** Creates the place where a person writes: Enter sends, Shift+Enter breaks the line, "/" opens the commands. */
export function createComposer({ app, personId, name, replyKeyboard }: ComposerTraits): Composer {
  const input = el('textarea', {
    class: 'input',
    rows: 1,
    dir: 'auto',
    maxlength: 4096,
    enterkeyhint: 'send',
  });
  input.ariaLabel = texts().messageLabel(name);
  input.placeholder = texts().writePlaceholder(name);
  const quote = el('div', { class: 'answering', hidden: true });
  let answered: number | undefined;
  const replyTo = (message: ViewMessage | undefined): void => {
    answered = message?.message_id;
    quote.hidden = !message;
    if (message) quote.replaceChildren(...answeringBar(message, () => replyTo(undefined)));
    input.focus();
  };
  const say = async (text: string): Promise<void> => {
    const target = answered;
    if (target !== undefined) replyTo(undefined);
    const said = await attempt(app, control.say(personId, text, target));
    if (!said && input.value === '') input.value = text;
  };
  const commands = createCommandList({
    input,
    commands: () => app.store.chats.get(personId)?.view.commands ?? [],
    send: (command) => void say(command),
  });
  const submit = (): void => {
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    commands.close();
    grow(input);
    void say(text);
  };
  input.addEventListener('input', () => {
    grow(input);
    commands.follow();
  });
  input.addEventListener('blur', () => commands.close());
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || commands.key(event)) return;
    if (event.key === 'Escape' && answered !== undefined) replyTo(undefined);
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  input.addEventListener('paste', (event) => {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    offerUpload(app, personId, file);
  });
  const slash = iconButton('slash', texts().commands, () => {
    if (commands.isOpen) return commands.close();
    input.focus();
    commands.openAll();
  });
  slash.addEventListener('mousedown', (event) => event.preventDefault());
  const send = iconButton('send', texts().send, submit);
  send.classList.add('send');
  const form = el(
    'div',
    { class: 'compose' },
    slash,
    attachButton(app, personId),
    input,
    replyKeyboard.toggle,
    send,
  );
  return {
    element: el('div', { class: 'composer' }, commands.element, quote, form, replyKeyboard.element),
    input,
    replyTo,
    setPlaceholder(text) {
      input.placeholder = text;
    },
  };
}

function grow(input: HTMLTextAreaElement): void {
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight}px`;
}

function answeringBar(message: ViewMessage, cancel: () => void): HTMLElement[] {
  const words = el('p', { class: 'answering-words' });
  words.append(
    el('small', { text: texts().replyingTo }),
    el('span', { class: 'clip', dir: 'auto', text: messageSummary(message) }),
  );
  return [words, iconButton('close', texts().cancelReply, cancel)];
}

function attachButton(app: App, personId: number): HTMLButtonElement {
  const label = texts().attach;
  const button = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label },
    icon('attach'),
  );
  const offer = (file: File): void => offerUpload(app, personId, file);
  attachMenu(button, () => [
    { icon: 'photo', label: texts().attachPhoto, press: () => pickFile('image/*', offer) },
    { icon: 'file', label: texts().attachFile, press: () => pickFile('', offer) },
    { icon: 'contact', label: texts().attachContact, press: () => shareContact(app, personId) },
    { icon: 'location', label: texts().attachLocation, press: () => shareLocation(app, personId) },
  ]);
  return button;
}

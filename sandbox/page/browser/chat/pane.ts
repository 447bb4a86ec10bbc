import type { ViewMessage } from '../../../telegram/control-types.ts';
import { type App, attempt, paint } from '../app.ts';
import { control } from '../state/api.ts';
import { type Change, type Chat, lastMessage } from '../state/store.ts';
import { texts } from '../texts/language.ts';
import { fullName } from '../ui/avatar.ts';
import { el, icon } from '../ui/dom.ts';
import type { MenuItem } from '../ui/menu.ts';
import { createToaster } from '../ui/toast.ts';
import { type Composer, createComposer } from './composer.ts';
import { messageSummary } from './content.ts';
import { createTextDeeds } from './deeds.ts';
import { createLog, type Log } from './log.ts';
import { createPaneHeader } from './pane-header.ts';
import { createReplyKeyboard } from './reply-keyboard.ts';
import type { RowDeeds } from './row.ts';
import { createTaps } from './taps.ts';
import { offerUpload } from './upload.ts';

export interface Pane {
  element: HTMLElement;
  /** Puts the keyboard focus where the person acts next: the input, or the button in its place. */
  focus(): void;
}

/** Creates the open chat of one person. */
export function createPane(app: App, chat: Chat, openDrawer: () => void): Pane {
  const personId = chat.person.id;
  const current = (): Chat | undefined => app.store.chats.get(personId);
  const toaster = createToaster();
  const text = createTextDeeds(app, personId, toaster);
  const taps = createTaps({ app, personId, toaster, deeds: text, redraw: (id) => log.redraw(id) });
  const deeds: RowDeeds = {
    text,
    press: taps.press,
    isBusy: taps.isBusy,
    scrollTo: (id) => log.scrollTo(id),
    menu: (id) => messageMenu({ app, personId, composer: () => composer, copy: text.copy }, id),
  };
  const log: Log = createLog(current, fullName(chat.person), deeds);
  const header = createPaneHeader({ app, chat, titleId: `pane-${personId}`, openDrawer });
  const replyKeyboard = createReplyKeyboard(app, personId);
  const composer: Composer = createComposer({ app, personId, name: fullName(chat.person), replyKeyboard });
  const foot = el('div', { class: 'pane-foot' });
  const pinned = el('button', { type: 'button', class: 'pinned', hidden: true });
  pinned.addEventListener('click', () => log.scrollTo(current()?.view.pinnedMessageId ?? 0));
  log.element.append(toaster.element);
  const element = el('section', { class: 'pane', 'aria-labelledby': `pane-${personId}` });
  element.append(header.element, pinned, log.element, foot);
  paint(element, chat);
  const drawAround = (): void => {
    const now = current();
    if (!now) return;
    drawFoot({ app, chat: now, foot, composer });
    replyKeyboard.show(now.view.replyKeyboard);
    drawPinned(pinned, now);
    composer.setPlaceholder(placeholder(now));
  };
  const hear = (change: Change): void => {
    if (change.kind === 'everything') return log.sync(), drawAround();
    if (!('personId' in change) || change.personId !== personId) return;
    if (change.kind === 'chat') return log.sync(), drawAround();
    if (change.kind === 'typing') return header.typing(change.action);
    if (change.kind === 'deleted') log.remove(change.messageId);
    if (change.kind === 'notice') log.notice(change.notice);
    if (change.kind !== 'message') return;
    if (!change.message.outgoing) header.quiet();
    log.put(change.message);
    drawAround();
    if (change.how === 'new') answerWhenForced(composer, change.message);
  };
  app.store.listen(hear, app.signal);
  acceptDrops(element, (file) => offerUpload(app, personId, file));
  element.addEventListener('focusin', () => app.desk.activate(personId));
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && log.element.contains(event.target as Node)) composer.input.focus();
  });
  log.sync();
  drawAround();
  const focus = (): void =>
    foot.querySelector<HTMLElement>('.input, .start-button, .unblock-button')?.focus();
  return { element, focus };
}

interface Foot {
  app: App;
  chat: Chat;
  foot: HTMLElement;
  composer: Composer;
}

function drawFoot({ app, chat, foot, composer }: Foot): void {
  const kind = chat.view.blocked ? 'blocked' : chat.messages.size === 0 ? 'start' : 'composer';
  if (foot.dataset['kind'] === kind) return;
  const focused = foot.contains(document.activeElement);
  foot.dataset['kind'] = kind;
  if (kind === 'composer') foot.replaceChildren(composer.element);
  if (kind === 'blocked') foot.replaceChildren(blockedBar(app, chat));
  if (kind === 'start') foot.replaceChildren(startBar(app, chat));
  if (focused) foot.querySelector<HTMLElement>('.input, .start-button, .unblock-button')?.focus();
}

function blockedBar(app: App, chat: Chat): HTMLElement {
  const { id, firstName } = chat.person;
  const unblock = el('button', {
    type: 'button',
    class: 'button primary unblock-button',
    text: texts().unblock,
  });
  unblock.addEventListener('click', () => void attempt(app, control.unblock(id)));
  return el(
    'div',
    { class: 'blocked-bar' },
    icon('block'),
    el('p', { dir: 'auto', text: texts().blockedBar(firstName) }),
    unblock,
  );
}

function startBar(app: App, chat: Chat): HTMLElement {
  const start = el('button', { type: 'button', class: 'button primary start-button', text: texts().start });
  start.addEventListener('click', () => void attempt(app, control.start(chat.person.id)));
  const { descriptions = {} } = app.store.bot;
  const theirs = descriptions[(chat.person.languageCode ?? '').slice(0, 2)] ?? descriptions[''];
  const words = theirs ?? texts().startHint;
  return el('div', { class: 'start-bar' }, el('p', { dir: 'auto', text: words }), start);
}

function drawPinned(pinned: HTMLElement, chat: Chat): void {
  const message = chat.messages.get(chat.view.pinnedMessageId ?? 0);
  pinned.hidden = !message;
  if (!message) return;
  const words = el('span', { class: 'clip', dir: 'auto', text: messageSummary(message) });
  pinned.replaceChildren(
    icon('pin'),
    el('span', { class: 'pinned-label', text: `${texts().pinned}: ` }),
    words,
  );
}

function placeholder(chat: Chat): string {
  const asked = forced(lastMessage(chat))?.input_field_placeholder;
  return (
    asked ??
    chat.view.replyKeyboard?.input_field_placeholder ??
    texts().writePlaceholder(chat.person.firstName)
  );
}

// The types of the Bot API give a sent message inline keyboards only; a force_reply travels in the same field.
function forced(
  message: ViewMessage | undefined,
): { force_reply: true; input_field_placeholder?: string } | undefined {
  const markup: object | undefined = message?.outgoing ? undefined : message?.reply_markup;
  return markup && 'force_reply' in markup
    ? (markup as { force_reply: true; input_field_placeholder?: string })
    : undefined;
}

function answerWhenForced(composer: Composer, message: ViewMessage): void {
  if (forced(message)) composer.replyTo(message);
}

interface MenuTraits {
  app: App;
  personId: number;
  composer: () => Composer;
  copy: (text: string) => void;
}

function messageMenu({ app, personId, composer, copy }: MenuTraits, messageId: number): MenuItem[] {
  const message = app.store.chats.get(personId)?.messages.get(messageId);
  if (!message) return [];
  const text = message.text ?? message.caption;
  const remove = (): void => void attempt(app, control.remove(personId, messageId));
  return [
    { icon: 'reply', label: texts().reply, press: () => composer().replyTo(message) },
    ...(text ? [{ icon: 'copy', label: texts().copyText, press: () => copy(text) }] : []),
    { icon: 'trash', label: texts().deleteForPerson, danger: true, press: remove },
  ];
}

function acceptDrops(element: HTMLElement, take: (file: File) => void): void {
  element.dataset['drop'] = texts().dropHere;
  element.addEventListener('dragover', (event) => {
    event.preventDefault();
    element.classList.add('dropping');
  });
  element.addEventListener('dragleave', (event) => {
    if (!element.contains(event.relatedTarget as Node | null)) element.classList.remove('dropping');
  });
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    element.classList.remove('dropping');
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  });
}

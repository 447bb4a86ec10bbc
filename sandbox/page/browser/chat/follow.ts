import { type App, attempt, paint } from '../app.ts';
import { addNewcomer } from '../people/newcomer.ts';
import { control } from '../state/api.ts';
import { findBotLink, readLink } from '../state/links.ts';
import type { Chat } from '../state/store.ts';
import { texts } from '../texts/language.ts';
import { avatar, fullName } from '../ui/avatar.ts';
import { type Child, el, icon } from '../ui/dom.ts';
import { openDialog } from '../ui/dialog.ts';
import { openPaySheet } from './pay-sheet.ts';

/** Follows any address as the person in the chat would: links to the bot ask who opens them, others are shown first. */
export function followAddress(app: App, address: string): void {
  const target = readLink(address, app.store.bot.username);
  if (target.kind === 'refused') return app.toaster.show(texts().badLink);
  if (target.kind === 'start') return chooseWhoOpens(app, target.payload);
  if (target.kind === 'share') return followShare(app, target);
  if (target.kind === 'invoice') return void openInvoice(app, target.link);
  if (target.kind === 'local') return void window.open(target.href, '_blank', 'noopener');
  confirmOutside(target.href);
}

/** A link to an invoice opens the sheet at once, as whoever's chat is in front. */
async function openInvoice(app: App, link: string): Promise<void> {
  const invoice = await attempt(app, control.invoice(link));
  const personId = app.desk.active;
  if (!invoice || personId === undefined) return;
  openPaySheet({ ...invoice, pay: () => void attempt(app, control.payInvoice(personId, link)) });
}

function followShare(app: App, share: { url: string; text: string }): void {
  const link = findBotLink(share.url, app.store.bot.username);
  if (!link) return confirmOutside(share.url);
  const target = readLink(link, app.store.bot.username);
  if (target.kind === 'start') chooseWhoOpens(app, target.payload, share.text);
}

function confirmOutside(href: string): void {
  const address = el('p', { class: 'address', dir: 'ltr', text: href });
  const dialog = openDialog({
    title: texts().openLinkTitle,
    body: [el('p', { text: texts().openLinkText }), address],
  });
  const open = el('a', {
    class: 'button primary',
    href,
    target: '_blank',
    rel: 'noopener noreferrer',
    text: texts().open,
  });
  const cancel = el('button', { type: 'button', class: 'button', text: texts().cancel });
  for (const control of [open, cancel]) control.addEventListener('click', () => dialog.close());
  dialog.element.append(el('footer', { class: 'dialog-actions' }, cancel, open));
}

/** Asks which person opens the bot with this payload, and opens it as that person beside the present chat. */
function chooseWhoOpens(app: App, payload: string, sharedText = ''): void {
  const list = el('ul', { class: 'chooser' });
  const shared: Child[] = sharedText
    ? [
        el('blockquote', {
          class: 'shared-text',
          dir: 'auto',
          'aria-label': texts().sharedText,
          text: sharedText,
        }),
      ]
    : [];
  const code = el('p', { class: 'address', dir: 'ltr', text: payload ? `/start ${payload}` : '/start' });
  const dialog = openDialog({
    title: texts().openAsTitle,
    body: [el('p', { text: texts().openAsText }), code, ...shared, list],
  });
  const openAs = (personId: number): void => {
    dialog.close();
    void startAs(app, personId, payload);
  };
  list.append(el('li', {}, newcomerChoice(app, openAs)));
  for (const chat of sortedChoices(app)) list.append(el('li', {}, choice(chat, openAs)));
  list.querySelector('button')?.focus();
}

function sortedChoices(app: App): Chat[] {
  // Whoever has not met the bot yet is the likeliest guest, whoever shows the link the least likely.
  const weight = (chat: Chat): number =>
    chat.person.id === app.desk.active ? 2 : chat.messages.size === 0 ? 0 : 1;
  return [...app.store.chats.values()].toSorted((a, b) => weight(a) - weight(b));
}

function choice(chat: Chat, openAs: (personId: number) => void): HTMLButtonElement {
  const role = chat.person.role ? texts().roles[chat.person.role] : '';
  const words = el('span', { class: 'choice-words' });
  words.append(el('bdi', { text: fullName(chat.person) }), el('small', { text: role }));
  const button = el('button', { type: 'button', class: 'choice' }, avatar(chat.person), words);
  paint(button, chat);
  button.addEventListener('click', () => openAs(chat.person.id));
  return button;
}

function newcomerChoice(app: App, openAs: (personId: number) => void): HTMLButtonElement {
  const words = el('span', { class: 'choice-words' });
  words.append(el('span', { text: texts().openAsNew }), el('small', { text: texts().openAsNewHint }));
  const picture = el('span', { class: 'avatar unknown', 'aria-hidden': 'true' }, icon('plus'));
  const button = el('button', { type: 'button', class: 'choice' }, picture, words);
  const invite = async (): Promise<void> => {
    const person = await addNewcomer(app);
    if (person) openAs(person.id);
  };
  button.addEventListener('click', () => void invite());
  return button;
}

async function startAs(app: App, personId: number, payload: string): Promise<void> {
  app.desk.showBeside(personId);
  await attempt(app, control.start(personId, payload));
}

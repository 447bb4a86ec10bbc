import { type App, paint } from '../app.ts';
import { messageSummary } from '../chat/content.ts';
import { type Chat, lastMessage } from '../state/store.ts';
import { clockTime, texts } from '../texts/language.ts';
import { avatar, fullName } from '../ui/avatar.ts';
import { el, hidden, icon, iconButton } from '../ui/dom.ts';
import { addNewcomer, chooseNewcomerLanguage, newcomerLanguage } from './newcomer.ts';

/** Creates the list of everybody in the sandbox; a click opens the chat, a second button opens it beside. */
export function createPeopleList(app: App): HTMLElement {
  const list = el('ul', { class: 'people-list' });
  const items = new Map<number, PersonItem>();
  const draw = (): void => {
    for (const [id, chat] of app.store.chats) {
      const item = items.get(id) ?? createItem(app, chat);
      items.set(id, item);
      if (!item.element.isConnected) list.append(item.element);
      item.show();
    }
    for (const [id, item] of items) {
      if (app.store.chats.has(id)) continue;
      item.element.remove();
      items.delete(id);
    }
  };
  app.store.listen((change) => {
    if (change.kind === 'everything' || change.kind === 'person') return draw();
    if ('personId' in change) items.get(change.personId)?.show();
  }, app.signal);
  app.desk.listen(draw, app.signal);
  draw();
  return el('nav', { class: 'people-nav', 'aria-label': texts().people }, list);
}

interface PersonItem {
  element: HTMLElement;
  show(): void;
}

function createItem(app: App, chat: Chat): PersonItem {
  const { id } = chat.person;
  const name = fullName(chat.person);
  const role = chat.person.role ? texts().roles[chat.person.role] : undefined;
  const title = el('bdi', { class: 'person-name clip', text: name });
  const time = el('span', { class: 'person-time' });
  const preview = el('span', { class: 'person-preview clip', dir: 'auto' });
  const under = el(
    'span',
    { class: 'person-under' },
    el('span', { class: 'badge', text: role ?? '' }),
    preview,
  );
  const unread = el('span', { class: 'unread' });
  const open = el('button', { type: 'button', class: 'person' }, avatar(chat.person));
  open.append(hidden(' '), title, hidden(', '), under, hidden(', '), time, unread);
  open.addEventListener('click', () => app.desk.show(id));
  const beside = iconButton('split', texts().openBeside(name), () => app.desk.showBeside(id));
  beside.classList.add('beside');
  const element = el('li', { class: 'people-item' }, open, beside);
  paint(element, chat);
  return {
    element,
    show() {
      const now = app.store.chats.get(id) ?? chat;
      const last = lastMessage(now);
      element.classList.toggle('open', app.desk.open.includes(id));
      if (app.desk.active === id) open.setAttribute('aria-current', 'true');
      else open.removeAttribute('aria-current');
      time.textContent = last ? clockTime(last.date * 1000) : '';
      preview.textContent = previewOf(now);
      beside.hidden = app.desk.open.includes(id) || app.desk.open.length === 0;
      unread.hidden = now.unread === 0;
      unread.replaceChildren(...(now.unread ? unreadWords(now.unread) : []));
    },
  };
}

function previewOf(chat: Chat): string {
  if (chat.view.blocked) return texts().blockedShort;
  const last = lastMessage(chat);
  if (!last) return texts().noMessages;
  return `${last.outgoing ? texts().youPrefix : ''}${messageSummary(last)}`;
}

function unreadWords(count: number): HTMLElement[] {
  return [el('span', { 'aria-hidden': 'true', text: String(count) }), hidden(texts().unread(count))];
}

/** Creates the button that adds a person in one click, with the choice of the language they speak. */
export function createNewcomerForm(app: App): HTMLElement {
  const add = el('button', { type: 'button', class: 'button add-person', title: texts().addPersonHint });
  add.append(icon('plus'), texts().addPerson);
  const welcome = async (): Promise<void> => {
    const person = await addNewcomer(app);
    if (!person) return;
    app.toaster.show(texts().personAdded(fullName(person)));
    app.desk.show(person.id);
  };
  add.addEventListener('click', () => void welcome());
  const language = el('select', { class: 'choice-select', 'aria-label': texts().personLanguage });
  language.append(
    el('option', { value: 'ru', text: texts().languageRu }),
    el('option', { value: 'en', text: texts().languageEn }),
  );
  language.value = newcomerLanguage();
  language.addEventListener('change', () => chooseNewcomerLanguage(language.value === 'en' ? 'en' : 'ru'));
  return el('section', { class: 'newcomer', 'aria-label': texts().addPerson }, add, language);
}

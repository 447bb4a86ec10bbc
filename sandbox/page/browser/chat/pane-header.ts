import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import type { Chat } from '../state/store.ts';
import { texts } from '../texts/language.ts';
import { avatar, fullName } from '../ui/avatar.ts';
import { el, icon, iconButton } from '../ui/dom.ts';
import { attachMenu, type MenuItem } from '../ui/menu.ts';

const TYPING_MS = 5000;

export interface PaneHeader {
  element: HTMLElement;
  /** Shows that the bot is busy; the note goes by itself after five seconds, as in Telegram. */
  typing(action: string): void;
  quiet(): void;
}

export interface PaneHeaderTraits {
  app: App;
  chat: Chat;
  titleId: string;
  openDrawer: () => void;
}

/** Creates the head of a chat: who speaks, what the bot is doing, and the chat's menu. */
export function createPaneHeader({ app, chat, titleId, openDrawer }: PaneHeaderTraits): PaneHeader {
  const { person } = chat;
  const role = person.role ? texts().roles[person.role] : '';
  const status = el('p', { class: 'pane-status', role: 'status' });
  const quiet = (): void => {
    clearTimeout(timer);
    const username = person.username ? `@${person.username}` : '';
    status.replaceChildren(
      el('span', { class: 'badge', text: role }),
      el('bdi', { class: 'clip', text: username }),
    );
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const title = el('h2', { id: titleId, class: 'clip', dir: 'auto', text: fullName(person) });
  const back = iconButton('back', texts().back, () => app.desk.closeAll());
  back.classList.add('only-narrow');
  const close = iconButton('close', texts().closeChat(fullName(person)), () => app.desk.close(person.id));
  close.classList.add('only-wide');
  const drawer = iconButton('drawer', texts().drawerOpen, openDrawer);
  drawer.classList.add('only-narrow');
  const element = el('header', { class: 'pane-header' }, back, avatar(person));
  // Where one thing is shown at a time, the page's own head is away with its heading.
  const heading = el('h1', { class: 'hidden only-narrow', text: texts().title });
  element.append(
    el('div', { class: 'pane-words' }, heading, title, status),
    chatMenu(app, chat),
    drawer,
    close,
  );
  quiet();
  return {
    element,
    quiet,
    typing(action) {
      clearTimeout(timer);
      const text = action.startsWith('upload') ? texts().uploading : texts().typing;
      const dots = el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
      status.replaceChildren(el('span', { class: 'typing' }, `${texts().fromBot} ${text}`), dots);
      timer = setTimeout(quiet, TYPING_MS);
    },
  };
}

function chatMenu(app: App, chat: Chat): HTMLButtonElement {
  const id = chat.person.id;
  const label = texts().chatMenu;
  const button = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label },
    icon('more'),
  );
  const blockItem = (): MenuItem =>
    app.store.chats.get(id)?.view.blocked
      ? { icon: 'unblock', label: texts().unblock, press: () => void attempt(app, control.unblock(id)) }
      : {
          icon: 'block',
          label: texts().block,
          danger: true,
          press: () => void attempt(app, control.block(id)),
        };
  attachMenu(button, () => [
    { icon: 'restart', label: '/start', press: () => void attempt(app, control.start(id)) },
    blockItem(),
  ]);
  return button;
}

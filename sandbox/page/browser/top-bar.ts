import type { App } from './app.ts';
import type { Drawer } from './drawer/drawer.ts';
import type { Backstage } from './state/backstage.ts';
import { texts } from './texts/language.ts';
import { findByRole } from './tour/progress.ts';
import { el, hidden, icon, iconButton } from './ui/dom.ts';
import { attachMenu, type MenuItem } from './ui/menu.ts';

export interface TopBarTraits {
  app: App;
  backstage: Backstage;
  drawer: Drawer;
  toggleTour: () => void;
  switchLanguage: () => void;
}

/** Creates the head of the page: its name, side by side, behind the scenes, hints, theme and language. */
export function createTopBar({
  app,
  backstage,
  drawer,
  toggleTour,
  switchLanguage,
}: TopBarTraits): HTMLElement {
  const mark = el('img', { src: '/assets/art/mark.svg', alt: '', class: 'mark', width: 30, height: 30 });
  const words = el('div', { class: 'brand-words' });
  words.append(el('h1', { text: texts().title }), el('p', { class: 'clip', text: texts().subtitle }));
  // What is seen is a part of the name, so that whoever speaks to the page can say what they see.
  const language = el(
    'button',
    { type: 'button', class: 'icon-button language', title: texts().switchLanguage },
    texts().switchLanguageShort,
    hidden(` ${texts().switchLanguage}`),
  );
  language.lang = texts().switchLanguageShort.toLowerCase();
  language.addEventListener('click', switchLanguage);
  const hints = iconButton('help', texts().tour.show, toggleTour);
  hints.id = 'hints-button';
  const tools = el(
    'div',
    { class: 'top-tools' },
    botChip(app, backstage, drawer),
    besideButton(app),
    hints,
    themeButton(),
    language,
    drawerButton(app, drawer),
  );
  return el('header', { class: 'top-bar' }, mark, words, tools);
}

// Where no supervisor answers, nobody knows how the bot is: the chip stays away.
function botChip(app: App, backstage: Backstage, drawer: Drawer): HTMLElement {
  const state = el('span', { class: 'clip' });
  const chip = el(
    'button',
    { type: 'button', class: 'bot-chip', hidden: true },
    el('i', { 'aria-hidden': 'true' }),
    state,
  );
  chip.addEventListener('click', () => drawer.open('bot'));
  const show = (): void => {
    const { bot } = backstage;
    chip.hidden = bot === undefined;
    if (!bot) return;
    const word = bot.running ? texts().bot.running : texts().bot.stopped;
    state.textContent = `@${app.store.bot.username}: ${word.toLocaleLowerCase()}`;
    chip.dataset['state'] = bot.running ? 'running' : 'stopped';
  };
  backstage.listen(show, app.signal);
  show();
  return chip;
}

function besideButton(app: App): HTMLButtonElement {
  const button = iconButton('split', texts().sideBySide, () => {
    const { active, open } = app.desk;
    const other = open.find((id) => id !== active);
    if (other !== undefined) return app.desk.close(other);
    const guest = otherPerson(app, active);
    if (guest !== undefined) app.desk.showBeside(guest);
  });
  button.id = 'beside-button';
  const show = (): void => {
    button.ariaPressed = String(app.desk.open.length === 2);
    button.disabled = app.desk.open.length === 0;
  };
  app.desk.listen(show, app.signal);
  show();
  return button;
}

// Beside the admin belongs the newcomer, beside anybody else the admin: that is the pair worth watching.
function otherPerson(app: App, active: number | undefined): number | undefined {
  const admin = findByRole(app.store, 'admin')?.person.id;
  if (admin !== active) return admin;
  return findByRole(app.store, 'new')?.person.id ?? [...app.store.chats.keys()].find((id) => id !== active);
}

function drawerButton(app: App, drawer: Drawer): HTMLButtonElement {
  const button = iconButton('drawer', texts().drawerOpen, () => drawer.toggle());
  button.id = 'drawer-button';
  const show = (): void => {
    button.ariaExpanded = String(drawer.isOpen);
  };
  new MutationObserver(show).observe(drawer.element, { attributeFilter: ['hidden'] });
  app.signal.addEventListener('abort', () => button.remove());
  show();
  return button;
}

function themeButton(): HTMLButtonElement {
  const label = texts().theme;
  const button = el('button', {
    type: 'button',
    class: 'icon-button theme',
    'aria-label': label,
    title: label,
  });
  button.append(icon('sun'), icon('moon'));
  const item = (label: string, theme: '' | 'light' | 'dark', name: string): MenuItem => ({
    icon: name,
    label,
    press: () => chooseTheme(theme),
  });
  attachMenu(button, () => [
    item(texts().themeAuto, '', 'check'),
    item(texts().themeLight, 'light', 'sun'),
    item(texts().themeDark, 'dark', 'moon'),
  ]);
  return button;
}

function chooseTheme(theme: '' | 'light' | 'dark'): void {
  if (theme === '') {
    delete document.documentElement.dataset['theme'];
    localStorage.removeItem('sandbox.theme');
  } else {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem('sandbox.theme', theme);
  }
}

import type { App } from '../app.ts';
import type { Backstage } from '../state/backstage.ts';
import { texts } from '../texts/language.ts';
import { el, iconButton } from '../ui/dom.ts';
import { createBotTab } from './bot-tab.ts';
import { createPanelTab } from './panel-tab.ts';
import type { Tab } from './parts.ts';
import { createPaymentsTab } from './payments-tab.ts';
import { createTelegramTab } from './telegram-tab.ts';
import { createTimeTab } from './time-tab.ts';

const OPEN_KEY = 'sandbox.drawer';
const TAB_KEY = 'sandbox.drawer-tab';

export interface Drawer {
  element: HTMLElement;
  readonly isOpen: boolean;
  open(tab?: string): void;
  toggle(): void;
}

/** Creates the side panel "behind the scenes"; on narrow screens it is a sheet over the chat. */
export function createDrawer(app: App, backstage: Backstage, changed: () => void): Drawer {
  const bar = el('div', { class: 'tabs', role: 'tablist', 'aria-label': texts().drawer });
  const body = el('div', { class: 'drawer-body' });
  const close = iconButton('close', texts().drawerClose, () => setOpen(false));
  const title = el('h2', { id: 'drawer-title', text: texts().drawer });
  const element = el('aside', { class: 'drawer', 'aria-labelledby': 'drawer-title' });
  element.append(el('header', { class: 'drawer-header' }, title, close), bar, body);
  let chosen = localStorage.getItem(TAB_KEY) ?? 'panel';
  let opener: Element | null = null;
  const buttons = new Map<string, HTMLButtonElement>();
  const draw = (): void => {
    const open = tabs.filter((tab) => tab.available());
    const current = open.find(({ id }) => id === chosen) ?? open[0];
    for (const tab of tabs) {
      const selected = tab === current;
      const button = buttons.get(tab.id);
      button?.setAttribute('aria-selected', String(selected));
      if (button) Object.assign(button, { hidden: !tab.available(), tabIndex: selected ? 0 : -1 });
      tab.element.hidden = !selected;
    }
  };
  const choose = (id: string): void => {
    chosen = id;
    localStorage.setItem(TAB_KEY, id);
    draw();
  };
  const setOpen = (next: boolean): void => {
    element.hidden = !next;
    localStorage.setItem(OPEN_KEY, next ? 'open' : 'closed');
    if (next) opener = document.activeElement;
    changed();
    if (next) buttons.get(chosen)?.focus();
    else if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  };
  const tabs: Tab[] = [
    createPanelTab(app, backstage),
    createPaymentsTab(app, backstage),
    createTelegramTab(app),
    createBotTab(app, backstage),
    createTimeTab(app, () => draw()),
  ];
  for (const tab of tabs) {
    const button = tabButton(tab, choose);
    buttons.set(tab.id, button);
    bar.append(button);
    body.append(asTabPanel(tab));
  }
  bar.addEventListener('keydown', (event) => walkTabs(bar, event));
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') setOpen(false);
  });
  backstage.listen(draw, app.signal);
  app.store.listen((change) => change.kind === 'everything' && draw(), app.signal);
  element.hidden = !(localStorage.getItem(OPEN_KEY) ?? (innerWidth >= 1280 ? 'open' : '')).startsWith('open');
  if (innerWidth < 1280) element.hidden = true;
  draw();
  return {
    element,
    get isOpen() {
      return !element.hidden;
    },
    toggle: () => setOpen(Boolean(element.hidden)),
    open(tab) {
      if (tab) choose(tab);
      setOpen(true);
    },
  };
}

function tabButton(tab: Tab, choose: (id: string) => void): HTMLButtonElement {
  const button = el('button', {
    type: 'button',
    role: 'tab',
    id: `tab-${tab.id}`,
    class: 'tab',
    text: tab.label,
  });
  button.setAttribute('aria-controls', `tabpanel-${tab.id}`);
  button.addEventListener('click', () => choose(tab.id));
  return button;
}

function asTabPanel(tab: Tab): HTMLElement {
  const traits = {
    id: `tabpanel-${tab.id}`,
    role: 'tabpanel',
    'aria-labelledby': `tab-${tab.id}`,
    class: 'tab-panel',
  };
  for (const [name, value] of Object.entries(traits)) tab.element.setAttribute(name, value);
  return tab.element;
}

function walkTabs(bar: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const open = [...bar.querySelectorAll<HTMLButtonElement>('[role=tab]:not([hidden])')];
  const at = open.indexOf(document.activeElement as HTMLButtonElement);
  const next = open[(at + step + open.length) % open.length];
  next?.focus();
  next?.click();
}

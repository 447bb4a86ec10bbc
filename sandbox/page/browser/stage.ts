import type { App } from './app.ts';
import { createPane, type Pane } from './chat/pane.ts';
import { createWelcome } from './tour/tour.ts';
import { el } from './ui/dom.ts';

interface OpenPane {
  pane: Pane;
  close: () => void;
}

/** Creates the place of the open chats: one, two side by side, or the welcome. */
export function createStage(app: App, openDrawer: () => void): HTMLElement {
  const element = el('main', { class: 'stage', id: 'stage', tabindex: -1 });
  const welcome = createWelcome(app);
  const panes = new Map<number, OpenPane>();
  let lastActive: number | undefined;
  const openPane = (personId: number): OpenPane | undefined => {
    const chat = app.store.chats.get(personId);
    if (!chat) return undefined;
    const closing = new AbortController();
    const pane = createPane(
      { ...app, signal: AbortSignal.any([app.signal, closing.signal]) },
      chat,
      openDrawer,
    );
    return { pane, close: () => closing.abort() };
  };
  const draw = (): void => {
    for (const [id, { pane, close }] of panes) {
      if (app.desk.open.includes(id) && app.store.chats.has(id)) continue;
      close();
      pane.element.remove();
      panes.delete(id);
    }
    for (const [at, id] of app.desk.open.entries()) {
      const opened = panes.get(id) ?? openPane(id);
      if (!opened) continue;
      panes.set(id, opened);
      opened.pane.element.classList.toggle('active', app.desk.active === id);
      if (element.children[at] !== opened.pane.element)
        element.insertBefore(opened.pane.element, element.children[at] ?? null);
    }
    element.dataset['panes'] = String(panes.size);
    if (panes.size === 0) element.replaceChildren(welcome);
    else welcome.remove();
    readActive();
  };
  const readActive = (): void => {
    for (const id of panes.keys()) markRead(app, id);
    const active = app.desk.active;
    if (active === lastActive) return;
    lastActive = active;
    const pane = active === undefined ? undefined : panes.get(active)?.pane;
    // On a touch screen the focus would raise the keyboard over the chat that was just opened.
    if (pane && !pane.element.contains(document.activeElement) && matchMedia('(hover: hover)').matches)
      pane.focus();
  };
  app.desk.listen(draw, app.signal);
  app.store.listen((change) => {
    if (change.kind === 'everything' || change.kind === 'person') draw();
    if (change.kind === 'message' && change.how === 'new' && !change.message.outgoing)
      count(app, change.personId);
  }, app.signal);
  draw();
  return element;
}

function count(app: App, personId: number): void {
  const chat = app.store.chats.get(personId);
  if (!chat || (app.desk.open.includes(personId) && !document.hidden)) return;
  chat.unread += 1;
  app.store.tell({ kind: 'unread', personId });
}

function markRead(app: App, personId: number): void {
  const chat = app.store.chats.get(personId);
  if (!chat || chat.unread === 0) return;
  chat.unread = 0;
  app.store.tell({ kind: 'unread', personId });
}

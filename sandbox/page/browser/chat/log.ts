import { dayName, startOfDay, texts } from '../texts/language.ts';
import type { Chat, Notice } from '../state/store.ts';
import type { ViewMessage } from '../../../telegram/control-types.ts';
import { el, icon } from '../ui/dom.ts';
import { createRow, type Row, type RowDeeds } from './row.ts';

export interface Log {
  element: HTMLElement;
  /** Brings all rows in line with the chat. */
  sync(): void;
  put(message: ViewMessage): void;
  remove(messageId: number): void;
  notice(notice: Notice): void;
  /** Draws the buttons of one message again. */
  redraw(messageId: number): void;
  scrollTo(messageId: number): void;
  toBottom(): void;
}

/** Creates the list of messages of a chat, which stays at its end unless the person scrolled up. */
export function createLog(chat: () => Chat | undefined, writer: string, deeds: RowDeeds): Log {
  const rows = new Map<number, Row>();
  const list = el('div', { class: 'rows' });
  // The scroller is laid out upside down around one upright child: its resting place is the end of the chat.
  const scroller = el('div', { class: 'scroller', tabindex: 0, role: 'log', 'aria-live': 'polite' }, list);
  scroller.ariaLabel = texts().chatWith(writer);
  const bottom = el(
    'button',
    { type: 'button', class: 'to-bottom', 'aria-label': texts().toBottom, hidden: true },
    icon('down'),
  );
  const element = el('div', { class: 'log' }, scroller, bottom);
  const toBottom = (): void => scroller.scrollTo({ top: 0 });
  let lastDay = 0;
  const append = (message: ViewMessage): void => {
    const day = startOfDay(message.date * 1000);
    if (day !== lastDay) list.append(el('p', { class: 'day' }, el('span', { text: dayName(day) })));
    lastDay = day;
    const row = createRow(message.message_id, writer, deeds);
    rows.set(message.message_id, row);
    row.show(message);
    list.append(row.element);
  };
  const put = (message: ViewMessage): void => {
    const known = rows.get(message.message_id);
    if (known) return known.show(message);
    append(message);
    if (message.outgoing) toBottom();
  };
  bottom.addEventListener('click', toBottom);
  scroller.addEventListener(
    'scroll',
    () => {
      bottom.hidden = scroller.scrollTop > -160;
    },
    { passive: true },
  );
  scroller.addEventListener('keydown', (event) => walk(scroller, list, event));
  return {
    element,
    toBottom,
    put,
    sync() {
      const messages = chat()?.messages ?? new Map<number, ViewMessage>();
      for (const id of rows.keys()) if (!messages.has(id)) this.remove(id);
      const notices = rows.size === 0 ? [...(chat()?.notices ?? [])] : [];
      for (const message of messages.values()) {
        while (notices[0] && notices[0].atMs < message.date * 1000) addNotice(list, notices.shift());
        put(message);
      }
      for (const notice of notices) addNotice(list, notice);
    },
    remove(messageId) {
      const row = rows.get(messageId);
      if (row?.element.contains(document.activeElement)) scroller.focus({ preventScroll: true });
      row?.element.remove();
      rows.delete(messageId);
    },
    notice: (notice) => addNotice(list, notice),
    redraw(messageId) {
      const message = chat()?.messages.get(messageId);
      if (message) rows.get(messageId)?.show(message);
    },
    scrollTo(messageId) {
      const row = rows.get(messageId)?.element;
      row?.scrollIntoView({ block: 'center' });
      row?.focus({ preventScroll: true });
    },
  };
}

function addNotice(list: HTMLElement, notice: Notice | undefined): void {
  if (!notice) return;
  const words = notice.kind === 'blocked' ? texts().couldNotWrite : texts().couldNotWriteFirst;
  list.append(el('p', { class: 'notice' }, icon('warning'), words));
}

function walk(scroller: HTMLElement, list: HTMLElement, event: KeyboardEvent): void {
  const rows = [...list.querySelectorAll<HTMLElement>('.row')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0 && event.target !== scroller) return;
  if (event.key === 'Enter' && at >= 0) rows[at]?.querySelector<HTMLElement>('.row-menu')?.click();
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const next = at < 0 ? rows.length - 1 : Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[next]?.focus();
}

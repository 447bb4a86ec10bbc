import { type Child, el, hidden } from '../ui/dom.ts';

/** One tab of the drawer. */
export interface Tab {
  id: string;
  label: string;
  element: HTMLElement;
  /** False while the sandbox has no such part; the tab is hidden then. */
  available(): boolean;
}

/** A titled section of a tab. */
export function section(title: string, ...children: Child[]): HTMLElement {
  return el('section', { class: 'drawer-section' }, el('h3', { text: title }), ...children);
}

/** A bar that shows how much of a limit is used; `value` and `max` in the same unit. */
export function usageBar(label: string, value: number, max: number): HTMLElement {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  const fill = el('span', { class: share > 0.9 ? 'usage-fill full' : 'usage-fill' });
  fill.style.inlineSize = `${Math.round(share * 100)}%`;
  return el('span', { class: 'usage', role: 'img', 'aria-label': label }, fill);
}

/** A coloured word about how something ended; the colour repeats what the word says. */
export function verdict(text: string, tone: 'good' | 'bad' | 'wait'): HTMLElement {
  return el('span', { class: `verdict ${tone}`, text });
}

/** Draws a list again only for entries that are new; old ones keep their elements, so open details stay open. */
export function createJournal<Entry>(traits: {
  keyOf: (entry: Entry) => string;
  draw: (entry: Entry) => HTMLElement;
  empty: string;
}): { element: HTMLElement; show(entries: readonly Entry[]): void } {
  const element = el('ol', { class: 'journal', tabindex: 0 });
  const empty = el('p', { class: 'empty', text: traits.empty });
  const known = new Map<string, HTMLElement>();
  return {
    element: el('div', {}, empty, element),
    show(entries) {
      empty.hidden = entries.length > 0;
      const wanted = new Set(entries.map(traits.keyOf));
      for (const [key, item] of known) {
        if (wanted.has(key)) continue;
        item.remove();
        known.delete(key);
      }
      for (const entry of entries) {
        const key = traits.keyOf(entry);
        if (known.has(key)) continue;
        const item = traits.draw(entry);
        known.set(key, item);
        element.prepend(item);
      }
    },
  };
}

/** A time of day with seconds, from an ISO date. */
export function journalTime(iso: string): HTMLElement {
  const time = new Date(iso);
  const words = Number.isNaN(time.getTime()) ? '' : time.toLocaleTimeString('ru', { hour12: false });
  return el('time', { datetime: iso, text: words });
}

/** A note for screen readers between words that only stand beside each other on the screen. */
export function comma(): HTMLElement {
  return hidden(', ');
}

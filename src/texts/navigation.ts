import { action, type Button } from '../telegram/screens/buttons.ts';
import type { Voice } from './voice.ts';

/** The last row of every screen: the way home, with the way back before it where there is one. */
export function wayHome(voice: Voice, back?: Button): Button[] {
  const home: Button = { label: voice.t.general.home, action: action('home') };
  return back === undefined ? [home] : [back, home];
}

/** The button that ends a dialogue. */
export function cancelButton(voice: Voice): Button {
  return { label: voice.t.general.cancel, action: action('cancel') };
}

/** Buttons for the pages before and after this one; empty when everything fits on one page. */
export function pageRow(
  voice: Voice,
  page: {
    offset: number;
    limit: number;
    total: number;
    /** What else the route is told, before the offset and after it. */
    before?: readonly (string | number)[];
    args?: readonly (string | number)[];
  },
  route: string,
): Button[] {
  const { offset, limit, total, before = [], args = [] } = page;
  const row: Button[] = [];
  if (offset > 0)
    row.push({
      label: voice.t.general.previous,
      action: action(route, ...before, Math.max(0, offset - limit), ...args),
    });
  if (offset + limit < total)
    row.push({ label: voice.t.general.next, action: action(route, ...before, offset + limit, ...args) });
  return row;
}

import type { Action, Button } from '../telegram/screens/buttons.ts';
import { defineTap } from '../telegram/screens/taps.ts';
import type { Voice } from './voice.ts';

export const goHome = defineTap('home');
/** Ends a dialogue. */
export const cancel = defineTap('cancel');

/** The last row of every screen: the way home, with the way back before it where there is one. */
export function wayHome(voice: Voice, back?: Button): Button[] {
  const home: Button = { label: voice.t.general.home, action: goHome() };
  return back === undefined ? [home] : [back, home];
}

/** The button that ends a dialogue. */
export function cancelButton(voice: Voice): Button {
  return { label: voice.t.general.cancel, action: cancel() };
}

/** Buttons for the pages before and after this one; empty when everything fits on one page. */
export function pageRow(
  voice: Voice,
  page: { offset: number; limit: number; total: number },
  listFrom: (offset: number) => Action,
): Button[] {
  const { offset, limit, total } = page;
  const row: Button[] = [];
  if (offset > 0)
    row.push({ label: voice.t.general.previous, action: listFrom(Math.max(0, offset - limit)) });
  if (offset + limit < total) row.push({ label: voice.t.general.next, action: listFrom(offset + limit) });
  return row;
}

import { html } from '../../telegram/screens/html.ts';
import type { hands as russian } from '../ru/hands.ts';

export const hands: typeof russian = {
  title: (panel) => html`<b>Changed by hand: ${panel}</b>`,
  open: 'Changed by hand',
  waits: (count) => `⚠️ Changed by hand, waits for a decision: ${count}`,
  none: 'Nothing waits for a decision here.',
  count: (count) =>
    `Waiting for a decision: ${count}. Until you decide, all stays as it was done on the panel.`,
  one: (name, panel) => html`<b>${name}</b>, panel ${panel}`,
  what: (what) => `Done on the panel: ${what}`,
  since: (when) => `Seen: ${when}`,
  off: 'account switched off',
  added: (what) => `added ${what}`,
  unlimited: 'traffic without limit',
  means: {
    off: 'Access is off on all of the person’s panels, they see “switched off on the server”, and nothing switches it on by itself: no purchase, no nightly check, no move.',
    added: 'What was added holds already and moves with the person. Put back, it is gone.',
  },
  take: 'Leave it so',
  putBack: { off: 'Switch on again', added: 'Put back' },
  decided: {
    taken: 'Decided: leave it so',
    'put-back': 'Decided: put back',
    lifted: 'It was undone on the panel',
  },
  done: { taken: 'Left as it is', 'put-back': 'Putting it back' },
};

import { longestReason } from '../../platform/reason.ts';
import { html } from '../../telegram/screens/html.ts';
import type { payouts as russian } from '../ru/payouts.ts';

export const payouts: typeof russian = {
  begin: (price) => `Paid out by hand: ${price}`,
  title: (price) => html`<b>Write off what was paid out by hand: ${price}</b>

Nothing can be bought here with this money, and it cannot go back the way it came. If you have given it to the person yourself, write it off the balance.`,
  askReason: html`How and when did you pay it out? Send it in one message of up to ${longestReason} characters, for example <code>bank transfer on 12 May</code>. Only admins see it.`,
  sure: (price) => html`Write <b>${price}</b> off the balance as paid out by hand? This cannot be undone.`,
  confirm: 'Yes, write it off',
  done: (price) => html`Written off: <b>${price}</b>. ✅\n\nI will tell the person.`,
};

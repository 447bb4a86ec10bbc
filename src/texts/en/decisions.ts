import { html } from '../../telegram/screens/html.ts';
import { longestReason } from '../../platform/reason.ts';
import type { giveBack as russianGiveBack, review as russianReview } from '../ru/decisions.ts';

export const review: typeof russianReview = {
  waits: (why) => html`⚠️ <b>This needs a decision.</b> ${why}`,
  compare: (ordered, came) => `The order cost ${ordered}, ${came} came in.`,
  left: (left) => `A part went back to the payer already; ${left} is left to decide about.`,
  choices: {
    accepted: 'Accept for an order',
    credited: 'Put on a balance',
    returned: 'Give back to the payer',
    outside: 'Dealt with',
    ask: 'Ask the provider again',
  },
  asking: 'Asking the provider',
  done: 'The decision is noted',
  askOrder: html`Which order is this money for? Send its number, such as <code>1024</code>.`,
  likely: (id, name) => `${id} · ${name}`,
  notAnOrder: 'This has to be the number of an order: digits alone.',
  askPerson: html`Whose balance? Send the person’s Telegram number, such as <code>123456789</code>.`,
  notAPerson: 'This has to be a Telegram number: digits alone.',
  samePerson: (id) => `The payer, ${id}`,
  askReason: html`Why? Send the reason as one message: other admins will see it.`,
  notAReason: `The reason is a sentence or two in words, up to ${longestReason} characters.`,
  sure: {
    accepted: (price, order, name) =>
      html`Accept <b>${price}</b> for order ${order} (${name}) as it is?\n\nThe person gets all that was ordered at once.`,
    credited: (price, person) => html`Put <b>${price}</b> on the balance of <code>${person}</code>?`,
    returned: (price) => html`Give <b>${price}</b> back to whoever paid?`,
    outside: (price) =>
      html`Mark the payment of <b>${price}</b> as dealt with?\n\nThe bot gives nothing and returns nothing: you have settled it yourself.`,
  },
  reasonLine: (reason) => html`Reason: ${reason}`,
  confirm: 'Yes, do that',
};

export const giveBack: typeof russianGiveBack = {
  start: 'Give money back',
  startCredit: 'Give back to the balance',
  left: (left) => html`<b>${left}</b> can be given back.`,
  fromBalance: 'The money leaves the person’s balance; the access stays as it is.',
  toBalance: 'The provider gives nothing back itself: the money goes to the person’s balance.',
  askAmount: (example) =>
    html`How much? Press the button or send an amount, such as <code>${example}</code>.`,
  whole: (price) => `All of it: ${price}`,
  notAnAmount: (left) => `This has to be more than nothing and not more than ${left}.`,
  askReason: html`Why is it given back? Send the reason as one message: other admins will see it.`,
  sure: (price) => html`Give <b>${price}</b> back to the payer?`,
  sureCredit: (price) => html`Give <b>${price}</b> back to the person’s balance?`,
  accessEnds: 'The access that is left for this money ends. Days that have passed are not taken back.',
  accessShrinks: (before, after) =>
    `The access of this order becomes shorter: ${after} instead of ${before}. Days that have passed are not taken back.`,
  accessStays: 'The access stays: it is for ever, and ends only when all of the money goes back.',
  trafficShrinks: (before, after) => `The traffic becomes less: ${after} instead of ${before}.`,
  confirm: 'Yes, give it back',
  begun: 'The refund has begun',
  credited: 'The money is on the person’s balance',
};

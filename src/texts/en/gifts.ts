import { html } from '../../telegram/screens/html.ts';
import { longestReason } from '../../platform/reason.ts';
import type { gifts as russian } from '../ru/gifts.ts';

/** What admins read when they give somebody access or money by hand. */
export const gifts: typeof russian = {
  giveAccess: 'Give access',
  giveMoney: 'Add to the balance',
  accessFor: (name) => html`<b>Give access: ${name}</b>`,
  moneyFor: (name) => html`<b>Add to the balance: ${name}</b>`,
  ask: {
    days: html`For how many days? Choose or send a number from 1 to 3650, such as <code>30</code>. If access still runs, the days are added to it.`,
    traffic: html`How much traffic? Choose or send gigabytes from 1 to 10,000, such as <code>50</code>.`,
    amount: (currency) => html`Which sum in ${currency}? Send a number, such as <code>10</code>.`,
    reason: html`What for? Send the reason in one message, up to ${longestReason} characters, such as <code>makes up for the outage of May 12</code>. Only admins see it.`,
  },
  wrong: {
    days: 'It takes a whole number of days from 1 to 3650.',
    traffic: 'It takes a whole number of gigabytes from 1 to 10,000.',
    amount: (currency) => `It takes a sum in ${currency} above nought, as a number.`,
    reason: `It takes a reason in words, of ${longestReason} characters at most.`,
    sure: 'Look it over and press the first button.',
  },
  forEver: 'For ever',
  unlimited: 'Unlimited',
  access: (days, size) => `access for ${days}, traffic ${size}`,
  accessForEver: (size) => `access for ever, traffic ${size}`,
  money: (price) => `${price} to the balance`,
  moneyBack: (price) => `${price} from the balance`,
  sure: (what) => html`Give <b>${what}</b>?`,
  reason: (reason) => html`Reason: ${reason}`,
  confirm: 'Yes, give it',
  given: (what) => html`Given: <b>${what}</b>. ✅\n\nI will tell the person.`,
  takeLast: 'Take the last gift back',
  none: html`There is nothing to take back: no gift by an admin.`,
  sureTake: (what, when) =>
    html`Take back <b>${what}</b>, given ${when}?\n\nWhat was used stays used. I will write to the person.`,
  confirmTake: 'Yes, take it back',
  taken: html`The gift was taken back. I will write to the person.`,
  toPerson: 'To the person',
  balance: (money) => `On the balance: ${money}`,
  emptyBalance: 'nothing',
  counts: (purchases, given) => `Purchases: ${purchases}, gifts from admins: ${given}`,
};

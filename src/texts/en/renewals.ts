import { html } from '../../telegram/screens/html.ts';
import type { renewals as russian } from '../ru/renewals.ts';

export const renewals: typeof russian = {
  open: (isOn) => (isOn ? 'Auto-renewal: on' : 'Auto-renewal: off'),
  name: 'Auto-renewal',
  title: html`<b>Auto-renewal</b>`,
  off: 'It is off. Your access ends when it ends, and nothing is charged.',
  howTo:
    'To switch it on, choose a plan and tick “Renew automatically”. The next period is added to the days you have left.',
  fromBalance: (price, name) =>
    `Or have the plan “${name}” renewed from your balance: ${price} is charged a day before your access ends.`,
  terms: (name, price, days) => `Plan “${name}”: ${price} every ${days}`,
  ways: { stripe: 'Paid by card', stars: 'Paid in Stars', balance: 'Paid from your balance' },
  nextCharge: (when) => `Next charge: ${when}.`,
  nextChargeReminded: (when) => `Next charge: ${when}. I remind you three days before.`,
  failing: 'The last charge was refused.',
  nextTry: (when) => `Next try: ${when}.`,
  schedule: {
    provider: 'The bank tries a few more times. If that fails, auto-renewal is switched off.',
    us: 'I try again after 12 hours, after 12 more, after a day and after two days. If the money is not there then, auto-renewal is switched off.',
  },
  stopping: 'It is being switched off. Nothing more is charged.',
  paidUntil: (date) => `Your access works until ${date}.`,
  stop: 'Switch auto-renewal off',
  sureStop: html`<b>Switch auto-renewal off?</b>

The days you paid for stay, and nothing more is charged. You can switch it on again at any moment.`,
  confirmStop: 'Yes, switch it off',
  stopped: 'Auto-renewal is off',
  resume: 'Switch it on again',
  resumed: 'Auto-renewal is on again',
  start: (price) => `Renew from my balance · ${price}`,
  sureStart: (name, price, when) => html`<b>Renew from your balance?</b>

Plan “${name}”, <b>${price}</b>. The first charge: ${when}, then a day before each period ends. Nothing is charged now, and I remind you before each charge.`,
  sureStartNow: (name, price) => html`<b>Renew from your balance?</b>

Plan “${name}”, <b>${price}</b>. Your access ends in less than a day, so the first charge comes within minutes, then a day before each period ends. I remind you of those.`,
  confirmStart: 'Yes, renew',
  started: 'Auto-renewal is on',
  choose: 'Choose a plan',
  card: 'Card and receipts',
  cardReady: html`Here you can change the card, see receipts and stop renewing. The link works for a few minutes.`,
  openCard: 'Open Stripe’s page',
  pay: 'Pay now',
  reminder: (price, when) => html`<b>A renewal is coming</b>

On ${when} <b>${price}</b> is charged and your access goes on. If you do not want that, switch auto-renewal off before.`,
  failingNotice: (price) => html`<b>Your access could not be renewed</b>

The charge of <b>${price}</b> was refused: by the bank, or because there was not enough money.`,
  endedNotice: html`<b>Auto-renewal is off</b>

Nothing more is charged, and the days you paid for stay.`,
  takenBackNotice: html`<b>Auto-renewal is off</b>

The money of a period went back or is disputed at the bank, so nothing more is charged.`,
  reviewNotice: html`<b>Auto-renewal is off</b>

The last payment is not what we expected. While a person looks at it nothing more is charged, and the days paid before stay.`,
  lostNotice: html`<b>Auto-renewal is off</b>

The payment provider did not say whether it renews your access, so we switch it off there too. If you are charged all the same, your access goes on or the money goes back: write to us by /paysupport.`,
  unpaidNotice: html`<b>Auto-renewal is off</b>

The next period could not be paid for. Nothing was charged. You can renew your access at any moment.`,
};

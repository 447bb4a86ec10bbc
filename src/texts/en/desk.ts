import { exponentOf, isCurrency } from '../../platform/money.ts';
import { html } from '../../telegram/screens/html.ts';
import type { desk as russian } from '../ru/desk.ts';

/** Stars have no code that people know. */
const named = (currency: string): string => (currency === 'XTR' ? 'Stars' : currency);

/** How a price of a currency is written. */
function decimals(currency: string): string {
  const places = isCurrency(currency) ? exponentOf(currency) : 0;
  return places === 0 ? 'in whole numbers' : `with ${places} decimals at most`;
}

/** What admins read about plans and payments. */
export const desk: typeof russian = {
  plans: 'Plans',
  payments: 'Payments',
  plansTitle: html`<b>Plans</b>\n\nChoose a plan to change it. What was sold before stays as it was.`,
  hidden: 'hidden',
  planTitle: (name, code) => html`<b>${name}</b> (<code>${code}</code>)`,
  show: 'Show to people',
  hide: 'Hide from people',
  noPrice: (currency) => `no price in ${named(currency)}`,
  editPrice: (currency) => `Price in ${named(currency)}`,
  editDays: 'Time',
  editTraffic: 'Traffic',
  editName: 'Russian name',
  editNameEn: 'English name',
  askPrice: (currency) =>
    html`Send the price in ${named(currency)}, such as <code>${currency === 'XTR' ? '250' : '3.99'}</code>, or 0 not to sell in it.`,
  askDays: html`Send the time in days, such as <code>30</code>, or 0 for ever.`,
  askName: html`Send the Russian name, up to 24 characters, such as <code>Месяц</code>.`,
  askTraffic: html`Send the traffic of the whole time in gigabytes, such as <code>200</code>, or 0 for unlimited.`,
  askMonthlyTraffic: html`Send the traffic of each month in gigabytes, such as <code>50</code>, or 0 for unlimited.`,
  trafficMode: {
    total: 'Traffic: for the whole time',
    monthly: 'Traffic: a month, the rest lapses',
    'monthly-kept': 'Traffic: a month, the rest is kept',
  },
  askTrialDays: html`Send how many days the trial lasts, such as <code>7</code>.`,
  askTrialTraffic: html`Send the traffic of the trial in gigabytes, such as <code>5</code>.`,
  askNameEn: html`Send the English name, up to 24 characters, such as <code>Month</code>.`,
  off: 'off',
  isHidden: 'Hidden from people: it cannot be bought.',
  moveUp: 'Up ↑',
  moveDown: 'Down ↓',
  moved: 'The order has changed',
  bothNames: (ru, en) => `In Russian: ${ru}\nIn English: ${en}`,
  trialOff: 'Switch the trial off',
  trialOn: 'Switch the trial on',
  trialIsOff: 'The trial is off.',
  trialFromSettings:
    'It is what the settings TRIAL_DAYS and TRIAL_GIGABYTES say. Change anything here, and from then on this plan decides.',
  trialFromHere: 'It was changed here: the settings TRIAL_DAYS and TRIAL_GIGABYTES do not count any more.',
  group: (name) => `Group of panels: ${name}`,
  editGroup: 'Group of panels',
  chooseGroup: html`<b>Group of panels</b>\n\nWhoever has no account yet gets one on the panels of this group. Those who live on a panel of another group move when their time of this plan begins. The setting itself moves nobody.`,
  protocols: (names) => `Protocols: ${names}`,
  editProtocols: 'Protocols',
  everyProtocol: 'all',
  protocolNames: { reality: 'VLESS-Reality', hysteria2: 'Hysteria2', shadowsocks: 'Shadowsocks-2022' },
  chooseProtocols: html`<b>Protocols</b>\n\nMark which keys people with this plan get. It counts at once, and for those who have bought it before.`,
  panelLinkHasAll:
    "The panel's own subscription link carries all its protocols: with our own subscriptions (/admin → Keys) it can be limited.",
  lastProtocol: 'At least one protocol has to stay',
  chosen: (name) => `✅ ${name}`,
  wrong: {
    price: (currency) =>
      `That does not fit: an amount in ${named(currency)} is needed, nought or more, ${decimals(currency)}.`,
    days: 'That does not fit: a whole number of days from 0 to 3650 is needed.',
    trialDays: 'That does not fit: a whole number of days from 1 to 3650 is needed.',
    traffic: 'That does not fit: a whole number of gigabytes from 0 to 10,000 is needed.',
    trialTraffic: 'That does not fit: a whole number of gigabytes from 1 to 10,000 is needed.',
    name: 'That does not fit: a name has 1 to 24 characters.',
  },
  paymentsTitle: html`<b>Payments</b>`,
  paymentTitle: (id) => html`<b>Payment ${id}</b>`,
  paymentLine: (price, provider, status) => `${price}, ${provider}, ${status}`,
  objectId: (id) => html`At the provider: <code>${id}</code>`,
  orderLine: (id, status) => `Order ${id}: ${status}`,
  filters: { all: 'All', attention: 'To decide', paid: 'Paid', refunded: 'Refunds', disputed: 'Disputes' },
  nonePaid: {
    all: 'No payments yet.',
    attention: 'Nothing waits for a decision.',
    paid: 'No paid payments.',
    refunded: 'No refunds.',
    disputed: 'No disputes.',
  },
  count: (count) => `Total here: ${count}`,
  waiting: (count) => `⚠️ Waiting for a decision: ${count}`,
  find: 'Find a payment',
  askPayment: html`<b>Find a payment</b>\n\nSend the number of a payment, an order or a person, an @name, or what the provider calls it, such as <code>cs_…</code> or <code>re_…</code>.`,
  found: (query, count) => html`Found for “${query}”: ${count}`,
  foundNone: (query) => html`Nothing for “${query}”. Send another number or @name.`,
  person: 'The person’s card',
  disputedState: 'disputed',
  partState: 'partly refunded',
  statuses: {
    creating: 'being made',
    pending: 'waiting for payment',
    processing: 'under way',
    paid: 'paid',
    failed: 'failed',
    expired: 'not paid',
    refunded: 'refunded',
    review: 'to be decided',
  },
  payer: (name, id) => `Person: ${name === '' ? id : `${name}, ${id}`}`,
};

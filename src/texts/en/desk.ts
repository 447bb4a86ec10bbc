import { html } from '../../platform/telegram/html.ts';
import type { desk as russian } from '../ru/desk.ts';

/** What admins read about plans and payments. */
export const desk: typeof russian = {
  plans: 'Plans',
  payments: 'Payments',
  plansTitle: html`<b>Plans</b>\n\nChoose a plan to change it. What was sold before stays as it was.`,
  hidden: 'hidden',
  planTitle: (name, code) => html`<b>${name}</b> (<code>${code}</code>)`,
  show: 'Show to people',
  hide: 'Hide from people',
  editPrice: (currency) => `Price in ${currency}`,
  editDays: 'Time',
  editName: 'Name',
  askPrice: (currency) =>
    html`Send the price in ${currency}, such as <code>3.99</code>, or 0 not to sell in it.`,
  askDays: html`Send the time in days, such as <code>30</code>, or 0 for ever.`,
  askName: html`Send the Russian name, up to 24 characters.`,
  wrong: 'That does not fit.',
  paymentsTitle: html`<b>Payments</b>`,
  noPayments: 'No payments yet.',
  income: (text) => `In 30 days: ${text}`,
  noIncome: 'Nothing was sold in 30 days.',
  incomeLine: (received, back, sales) => `received ${received}, given back ${back}, sales ${sales}`,
  paymentTitle: (id) => html`<b>Payment ${id}</b>`,
  paymentLine: (price, provider, status) => `${price}, ${provider}, ${status}`,
  payer: (id) => `Person: ${id}`,
  objectId: (id) => html`At the provider: <code>${id}</code>`,
  orderLine: (id, status) => `Order ${id}: ${status}`,
  refundLine: (price, status, reason) => `Refund of ${price}: ${status}. ${reason}`,
};

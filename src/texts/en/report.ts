import { html } from '../../telegram/screens/html.ts';
import type { report as russian } from '../ru/report.ts';

export const report: typeof russian = {
  open: 'Reconciliation',
  now: 'Compare now',
  asked: 'Comparing; the result will come here',
  title: html`<b>Reconciliation</b>`,
  none: 'There was none yet. The bot makes one every morning.',
  made: (when) => `Made ${when}`,
  well: (sums) => html`✅ Reconciliation of a day: everything agrees.\n\n${sums}.`,
  allWell: '✅ Everything agrees.',
  wrong: html`⚠️ <b>Reconciliation: please look</b>`,
  day: 'In a day',
  month: 'In 30 days',
  heading: (title) => html`<b>${title}</b>`,
  nothing: 'nothing was sold',
  side: (count, money) => `${count} for ${money}`,
  sold: (way, side) => `${way} ${side}`,
  sums: (provider, listed, booked) => `${provider}: the provider has ${listed}, we have ${booked}`,
  untold: (count) => `Payments found without a word from the provider: ${count}.`,
  away: (provider) => `The provider did not answer: ${provider}. Its list will be compared next time.`,
  differences: {
    unbooked: (provider, id, money) =>
      html`Paid at the provider, but not with us: ${money}, ${provider}, <code>${id}</code>`,
    unlisted: (provider, id, money) =>
      html`With us, but unknown to the provider: ${money}, ${provider}, <code>${id}</code>`,
    amount: (provider, id, money) =>
      html`Another sum at the provider: ${money}, ${provider}, <code>${id}</code>`,
  },
  more: (count) => `And further differences: ${count}.`,
  checks: (count) =>
    `The checks of the books found differences: ${count}. The metric money_wrong says which.`,
  reviews: (count) => `Payments waiting for a decision: ${count}.`,
  dead: (count) => `Put aside: ${count}.`,
};

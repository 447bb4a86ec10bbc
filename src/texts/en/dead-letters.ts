import { html } from '../../telegram/screens/html.ts';
import type { deadLetters as russian } from '../ru/dead-letters.ts';

export const deadLetters: typeof russian = {
  open: 'Failures',
  title: html`<b>Failures</b>\n\nWhat the bot tried many times and put aside. Try again once the cause is gone.`,
  none: 'Nothing was put aside.',
  count: (count) => `Put aside: ${count}`,
  updates: (count) => `Messages that could not be handled: ${count}. The people know.`,
  heading: (number, purpose) => html`<b>${number}.</b> ${purpose}`,
  purpose: (kind, about) => (about === '' ? kind : `${kind}: ${about}`),
  facts: (when, attempts) => `${when}, tries: ${attempts}`,
  error: (text) => `Answer: ${text}`,
  noError: 'no explanation',
  kinds: {
    provision: 'set up access',
    notice: 'write to a person',
    'payment-hear': 'ask the provider about a payment',
    refund: 'give money back',
    'renewal-stop': 'stop auto-renewal at the provider',
    'purchases-end': 'close purchases that were begun',
    adopt: 'take over a panel’s accounts',
  },
  retry: (number) => `↻ ${number}`,
  retryAll: (kind, count) => `Retry all: ${kind} (${count})`,
  retrying: (count) => `Trying again: ${count}`,
};

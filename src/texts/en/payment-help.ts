import { html } from '../../telegram/screens/html.ts';
import type { paymentHelp as russian } from '../ru/payment-help.ts';

export const paymentHelp: typeof russian = {
  support: (contact) => html`<b>Questions about payments</b>

Charged, but no access? Open /orders: it says what became of the order and can check it. A payment that nobody told us of is found by the bot itself within minutes.

For a refund or a question: ${contact}. Please name the number of the order.`,
  noContact: 'write to whoever runs this service',
  terms: (service) => html`<b>Terms</b>

1. ${service} sells access for the chosen time with the stated traffic. Price and time are shown before you pay.
2. Access starts as soon as you have paid. If we cannot provide it, write to us via /paysupport and we give your money back.
3. For refunds use /paysupport. A refund closes the access that the money had paid for.
4. Stars go back as Stars, cards to the card, the balance to the balance. Crypto cannot be sent back: its money goes to your balance in the bot.
5. Nothing renews itself unless you switch that on.`,
};

import { html } from '../../telegram/screens/html.ts';
import type { trial as russian } from '../ru/trial.ts';

export const trial: typeof russian = {
  offer: (days, size) => html`<b>Free trial</b>

${days} for free with ${size} of traffic. No card needed, and it never turns into a paid plan by itself. Everybody gets one trial.`,
  start: 'Start the trial 🎁',
  had: (date) =>
    html`You have had your trial: it began on ${date}. Everybody gets one; after it you can buy access.`,
  orTry: (days, size) => `You can try it for free: ${days}, ${size}.`,
  settingUp: html`<b>Your trial has started</b> ✅

We are setting up your access. It usually takes less than a minute, and I will write when it is ready. You can close this chat.`,
};

import { html } from '../../platform/telegram/html.ts';
import type { trial as russian } from '../ru/trial.ts';

export const trial: typeof russian = {
  offer: (days, size) => html`<b>Free trial</b>

${days} for free, ${size} of traffic. Nothing to pay and no card needed. Everybody gets one trial.`,
  start: 'Start the trial 🎁',
  unavailable: html`The trial is not available to you now: you have had it, it is switched off, or you have access anyway.`,
  settingUp: html`<b>Your trial has started</b> ✅

We are setting up your access. It usually takes less than a minute, and I will write when it is ready. You can close this chat.`,
};

import { html } from '../../telegram/screens/html.ts';
import type { adoption as russian } from '../ru/adoption.ts';

export const adoption: typeof russian = {
  ask: (name) => html`<b>Linking an account: ${name}</b>

Send the uuid of the account on the panel, or its subscription link. Key, days and traffic stay as they are, and I delete your message at once.`,
  askAgain: html`Send the uuid or the link as text.`,
  found: (name, panel) => html`<b>Found the account “${name}”</b>\nPanel: ${panel}`,
  left: (days) => `Left: ${days}`,
  leftForEver: 'Left: no end date',
  traffic: (used, limit) => `Traffic: ${used} of ${limit}`,
  trafficUnlimited: (used) => `Traffic: ${used}, unlimited`,
  inactive: '⚠️ The account does not work now: it has ended, used its traffic up, or is switched off.',
  staysOff: 'It is switched off on the panel and stays so until you decide otherwise.',
  conflicts: {
    own: 'This account is theirs already, there is nothing to link.',
    taken: 'This account belongs to somebody else already.',
    'has-other': 'This person has another account already and cannot have two.',
    resets:
      'The traffic of this account begins anew on the panel each day or week, which a subscription cannot. Take the reset away there and send it again.',
  },
  sendOther: 'You can send another one.',
  confirm: 'Yes, link it',
  linked: html`<b>The account is linked</b>

The bot checks it on the panel and sends them the key, usually within a minute.`,
  toPerson: 'To the person',
  find: 'Find ours by Telegram',
  surveyTitle: (name) => html`<b>Looking for ours on panel ${name}</b>`,
  free: (count) => `Accounts that the bot does not know: ${count}`,
  matches: (count) => `Fit people of the bot by their Telegram number: ${count}`,
  leftOut: {
    ambiguous: (count) =>
      `People whom several accounts fit: ${count}. Link those one by one on the person’s card.`,
    resetting: (count) =>
      `Not linked, because their traffic begins anew on the panel each day or week: ${count}. Take the reset away there and try again.`,
    late: (count) => `Not linked, because they got another account or an owner meanwhile: ${count}`,
    switchedOff: (count) =>
      `Switched off on the panel, and staying so: ${count}. Decide about them on the panel’s card → “Changed by hand”.`,
  },
  confirmAll: (count) => `Link: ${count}`,
  started: 'Linking, I will tell you the outcome',
  done: (name, count) => html`<b>Panel ${name}: done</b>\n\nAccounts linked: ${count}`,
};

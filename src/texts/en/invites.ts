import { html } from '../../telegram/screens/html.ts';
import type { invites as russian } from '../ru/invites.ts';

export const invites: typeof russian = {
  askOutside: html`<b>You need an invite code</b>

Hello! People come here by invitation. Send the code or the link you were given as a message. A code looks like this: <code>INV_4f9c21ab03</code>

No code? Ask the person who told you about us.`,
  ask: html`<b>Invite code</b>

Send the code or the whole link. A code looks like this: <code>INV_4f9c21ab03</code>`,
  askAgain: html`That does not look like an invite code. It begins with <code>INV_</code>, followed by digits and letters from a to f, for example <code>INV_4f9c21ab03</code>.

Send the code again, or the whole link.`,
  sendAnother: html`Send another code or link as a message.`,
  kept: html`I have kept your code. When the pause is over press /start: you do not need to enter it again.`,
  keptOutside: html`I have kept your code. It will work when we open again: press /start then.`,
  closed: html`We are not accepting new people right now. If you had access before, write from the Telegram account you used then.`,
  listTitle: (all, total) => html`<b>${all ? 'All invites' : 'My invites'}</b>\nTotal: ${total}`,
  empty: 'There are no invites yet. Create the first one: it takes half a minute.',
  row: ({ code, used, max, state }) => `Code ${code.slice(4, 10)} · ${used} of ${max} used · ${state}`,
  shortCode: (code) => `Code ${code.slice(4, 10)}`,
  whoCreated: 'Who created them:',
  creator: (name) => `Created by: ${name}`,
  unbacked: (name) => `${name}, who may not invite now: the code lets nobody in`,
  states: { active: 'active', revoked: 'revoked', expired: 'expired', used: 'used up' },
  create: 'Create an invite',
  showAll: 'Show all',
  showOwn: 'Show mine',
  card: (code, state) => html`<b>Invite</b>\n<code>${code}</code>\nState: ${state}`,
  uses: (used, max) => `Used: ${used} of ${max}`,
  expires: (when) => `Valid until: ${when}`,
  expiresNever: 'Valid: no end date',
  gives: (what) => `Gives: ${what}`,
  gifts: {
    admission: 'entry to the bot only, no subscription',
    days: (days, size) => `access for ${days}, traffic ${size}`,
    permanent: (size) => `permanent access, traffic ${size}`,
  },
  link: 'Link for the person you invite:',
  copyLink: 'Copy the link',
  guests: (zone) => `Who came (times: ${zone}):`,
  nobody: 'Nobody has come yet.',
  revoke: 'Revoke',
  revokeSure: (code) =>
    html`Revoke the invite <code>${code}</code>?\n\nNobody new will get in with it. Those who already came will stay.`,
  revokeYes: 'Yes, revoke it',
  revoked: 'The invite is revoked',
  created: html`The invite is ready. Send this link to the person you invite:`,
  askUses: html`<b>New invite, step 1 of 4</b>

How many people may come in with this code? Choose, or write a number from 1 to 1000.`,
  badUses: html`I need a whole number from 1 to 1000, for example <code>5</code>. How many people may come in?`,
  askExpiry: html`<b>New invite, step 2 of 4</b>

For how many days is the code valid? Choose, or write a number from 1 to 365.`,
  badExpiry: html`I need a whole number of days from 1 to 365, for example <code>30</code>. Or press “No end date”.`,
  askGrant: html`<b>New invite, step 3 of 4</b>

What does the person get? Choose, or write the number of days of access from 1 to 3650.`,
  badGrant: html`I need a whole number of days from 1 to 3650, for example <code>30</code>. Or choose a button.`,
  askTraffic: html`<b>New invite, step 4 of 4</b>

How much traffic does the person get? Choose, or write the number of gigabytes from 1 to 10,000.`,
  badTraffic: html`I need a whole number of gigabytes from 1 to 10,000, for example <code>50</code>. Or press “Unlimited”.`,
  unlimitedTraffic: 'Unlimited',
  never: 'No end date',
  admissionOnly: 'Entry only',
  permanentGrant: 'Permanent access',
};

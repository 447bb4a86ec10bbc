import { html } from '../../telegram/screens/html.ts';
import { longestReason } from '../../platform/reason.ts';
import type { admin as russian } from '../ru/admin.ts';

export const admin: typeof russian = {
  title: (role) => html`<b>Management</b>\nYour role: ${role}`,
  counts: (total, admitted, blocked) => `People in all: ${total}\nCame in: ${admitted}\nBlocked: ${blocked}`,
  roles: { user: 'user', manager: 'manager', admin: 'admin' },
  invites: 'Invites',
  find: 'Find a person',
  askQuery: html`<b>Find a person</b>

Send a Telegram number, a @name or part of a name.`,
  found: (query, count) => html`Found for “${query}”: ${count}`,
  nothing: (query) => html`Nobody found for “${query}”. Try part of a name, a @name or a Telegram number.`,
  manyFound: 'These are the first ten. Search more precisely if the person is not here.',
  searchAgain: 'Search again',
  card: (name, username, id) => html`<b>${name}</b>${username}\nNumber: <code>${id}</code>`,
  role: (role) => `Role: ${role}`,
  since: (date) => `Here since: ${date}`,
  outside: 'Not in yet: needs an invite code',
  blockedSince: (date) => `Blocked since: ${date}`,
  unreachable: 'Stopped the bot: messages will not arrive',
  access: (text) => `Access: ${text}`,
  accessStates: {
    none: 'none',
    pending: 'being set up',
    ready: 'works',
    'used-up': 'traffic used up',
    'switched-off': 'switched off on the server',
    ended: 'ended',
  },
  accessUntil: (state, date) => `${state}, until ${date}`,
  accessOff: 'off while the person is blocked',
  makeRole: { user: 'Make a user', manager: 'Make a manager', admin: 'Make an admin' },
  sureRole: (name, role) => html`<b>${name}</b>\n\nChange the role to “${role}”?`,
  sureBlock: (name) =>
    html`<b>${name}</b>\n\nBlock them? The bot stops answering and access on the server is switched off. You can undo this.`,
  block: 'Block',
  unblock: 'Unblock',
  confirmBlock: 'Yes, block',
  confirmRole: 'Yes, change it',
  roleChanged: (role) => `Done, role: ${role}`,
  yourRole: (role) => html`Your role is now: <b>${role}</b>`,
  staffMay: 'You can invite people and see who came: it is all behind the “Management” button.',
  blocked: 'Blocked',
  unblocked: 'Unblocked',
  replaceLink: 'Replace the link',
  sureReplaceLink: (name) =>
    html`<b>${name}</b>\n\nReplace the link? The old one stops working on every device; the bot sends the new one.`,
  replacingLink: 'Replacing, the bot writes to them',
  renewal: (plan, price, when) =>
    `Auto-renewal: “${plan}”, ${price}${when === undefined ? '' : `, next: ${when}`}`,
  renewalFails: 'the last charge was refused',
  renewalOver: (why) => `Auto-renewal: off${why === undefined ? '' : ` (${why})`}`,
  endReasons: {
    person: 'by the person',
    provider: 'on the provider’s side',
    unpaid: 'it could not be charged',
    'taken-back': 'the money went back',
    replaced: 'a newer one took its place',
    blocked: 'the person is blocked',
    needless: 'there is nothing to renew',
    review: 'a payment was put aside',
    staff: 'by an admin',
    lost: 'it was not found at the provider',
  },
  askStopReason: (name) =>
    html`<b>${name}</b>

Switch off auto-renewal? What is paid for stays, nothing more is charged, and the person is told. Send the reason in one message: it is kept in the audit log.`,
  stopReasonLength: `The reason must be words, up to ${longestReason} characters.`,
  adopt: 'Link an account',
};

import { html } from '../../telegram/screens/html.ts';
import type { general as russian } from '../ru/general.ts';

export const general: typeof russian = {
  home: 'Home 🏠',
  back: 'Back',
  cancel: 'Cancel',
  next: 'Next',
  previous: 'Previous',
  refresh: 'Refresh',
  forEver: 'no end date',
  unlimited: 'unlimited',
  doneBefore: 'Done already',
  aMonth: (size) => `${size} a month`,
  aMonthKept: (size) => `${size} a month, what is left is kept`,
  menuChanged: 'The menu has been updated',
  keepAnswer: 'Keep as it was',
  dialogueLost: 'The bot was updated, and this conversation had to end. Please start it again.',
  cancelled: 'Cancelled.',
  nothingToCancel: 'There is nothing to cancel.',
  or: ' or ',
  numbered: (id) => `No. ${id}`,
  page: (page, pages) => `Page ${page} of ${pages}`,
  notUnderstood: html`I did not understand that. Choose what to do with a button below.`,
  groupNotice: html`I only work in private chats, where nobody else sees your keys. Please write to me directly.`,
  openPrivate: 'Write to the bot',
  blocked: html`You have no access to this service. If that is a mistake, ask whoever runs the service.`,
  slowDown: 'Too fast. Wait a couple of seconds and tap again.',
  unknownNotice: html`There is news for you, but it cannot be shown in full right now. Everything that matters is already on the home page: have a look there.`,
  saidBelow: 'There is a newer message about this below.',
  fault: (reference) =>
    html`Something went wrong on our side. Please try again in a minute.\n\nIf it does not help, give the number <code>${reference}</code> to whoever runs the service.`,
};

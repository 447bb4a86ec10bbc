import { html } from '../../telegram/screens/html.ts';

/** “Not working?”: what was looked at, and what to do about it. */
export const checkup = {
  open: 'Not working? Check it',
  title: html`<b>Access check</b>`,
  until: (date: string) => `✅ Your access runs until ${date}`,
  states: {
    none: '➖ You have no access yet',
    pending: '⏳ Your access is still being set up',
    ready: '✅ Your access runs without a time limit',
    'used-up': '➖ Your traffic is used up, so the key does not work',
    'switched-off': '➖ Whoever runs the server has switched your access off',
    ended: '➖ Your access has ended',
  },
  accounts: {
    'as-wanted': '✅ The server answers and has your key',
    mended: '🔧 Something was wrong with your key on the server: it was written anew',
    mending:
      '🔧 Something is wrong with your key on the server: it is being written anew, which takes a couple of minutes',
    away: '⚠️ The server does not answer right now. We know, and keep trying',
    nowhere: '⏳ A place on a server is still being found',
  },
  feedFull: '✅ Your subscription opens the way an app sees it',
  feedEmpty: '⚠️ Your subscription does not open right now: its servers do not answer',
  advice: {
    buy: 'To make the key work again, renew your access: nothing to change in the app.',
    wait: 'Nothing is lost. Check again in a couple of minutes.',
    ask: 'Your days and traffic stay yours. Write to us and we will sort it out.',
    refetch:
      'All is well on our side. Update the subscription in your app and connect again. If it still fails, try another server of the list, or the enhanced mode: it is where your key is.',
  },
  person: (contact: string) => `Did not help? Write to a person: ${contact}`,
  noPerson: 'Did not help? Write to whoever gave you this bot.',
  again: 'Check again',
  moreUsed: (size: string) => `Updated: ${size} more used.`,
  nothingNew: 'Updated: nothing has changed since last time.',
  notReached: 'The server does not answer right now. Here is what is known.',
};

import { html } from '../../telegram/screens/html.ts';
import type { subscription as russian } from '../ru/subscription.ts';

export const subscription: typeof russian = {
  title: html`<b>My subscription</b>`,
  none: 'There is no subscription yet. It comes as soon as you buy access or enter an invite code.',
  states: {
    none: 'none',
    pending: 'being set up',
    ready: 'works',
    'used-up': 'traffic used up',
    'switched-off': 'switched off on the server',
    ended: 'ended',
  },
  grace: 'The time you paid for has ended: access goes on for now so that you can renew.',
  usedUp: 'The key works again as soon as traffic is added: buy access once more or enter a code.',
  switchedOff:
    'Whoever runs the server has switched access off. Your days and traffic stay yours. Write to support: /paysupport',
  newTraffic: (date) => `New traffic comes on ${date}, and the key works again by itself.`,
  renewed: (date) => `Traffic begins anew on ${date}; what is left by then lapses`,
  grows: (date) => `A new month of traffic comes on ${date}, on top of what is left`,
  state: (state) => `State: ${state}`,
  plan: (name) => `Plan: ${name}`,
  until: (date, left) => `Valid until: ${date} (${left} left)`,
  ended: (date) => `Was valid until: ${date}`,
  extend: 'To extend it, buy access or enter a new invite code.',
  next: (date, plan, traffic) =>
    plan === undefined
      ? `Then, from ${date}: traffic ${traffic}`
      : `Then, from ${date}: ${plan}, traffic ${traffic}`,
  nextPlan: (date, plan) => `Then, from ${date}: ${plan}`,
  forEver: 'Valid: no end date',
  traffic: (bar, used, limit) => `Traffic: ${used} of ${limit}\n${bar}`,
  trafficUnlimited: (used) => `Traffic: ${used} used, unlimited`,
  usageAge: (when) => `Traffic as of ${when}`,
  protocols: (names) => `Protocols: ${names}`,
  updating: 'Changes are on their way to the server; this takes a couple of minutes at most.',
  delayed:
    'The server does not answer now. Nothing is lost: we keep trying, and your changes arrive as soon as it is back.',
  stuck:
    'Your access could not be set up. We know and are looking into it; everything you paid for stays yours.',
  moved: html`<b>Your key has changed</b>

We moved you to another server, and the old link will stop working soon. Put the new one in its place in your app. Days and traffic are as before.`,
  relinked: html`<b>Your new link is ready</b>

The old one no longer works on any device. Add the new one to your apps.`,
  replace: 'Replace the link',
  sureReplace: html`<b>Replace the link?</b>

The old one stops working on all your devices: each of them needs the new one. Days and traffic stay as they are. This helps when somebody else got hold of the link.`,
  confirmReplace: 'Yes, replace it',
  replacing: html`<b>Replacing the link</b>

That usually takes less than a minute. I will write as soon as the new one works.`,
  ready: html`<b>Done! Your access is ready</b> ✅

All that is left is to add the key to an app: a couple of minutes.`,
  readyLate: (waited) => html`<b>Done! Your access is ready</b> ✅

The server was away, and setting up took ${waited}. That time is not lost: your access counts from this minute.

All that is left is to add the key to an app: a couple of minutes.`,
};

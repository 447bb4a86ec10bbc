import { html } from '../../telegram/screens/html.ts';

/** What the bot reminds of by itself. */
export const reminders = {
  ends: (left: string, end: string) => html`<b>Your access ends in ${left}</b>

It runs until ${end}. Renew ahead: without it Telegram may not open. The new time is added to what is left, and your key stays the same.`,
  ended: (date: string) => html`<b>Your access has ended</b>

It ran until ${date}. Renew, and the same key works again: nothing to change in your app.`,
  grace: (end: string, traffic: string) => html`<b>The time you paid for has ended</b>

So that you can renew, access goes on until ${end}, with ${traffic}. Your new time begins as soon as you pay, and your key stays the same.`,
  traffic: (
    { percent, used, limit }: { percent: number; used: string; limit: string },
    left: string,
    reset: string | undefined,
  ) => html`<b>${percent}% of your traffic is used</b>

${used} of ${limit}, ${left} left. ${reset === undefined ? 'When it is used up, your key stops working. You can renew ahead: the new traffic is added.' : `New traffic comes on ${reset}.`}`,
  usedUp: (limit: string, reset: string | undefined) => html`<b>Your traffic is used up</b>

All ${limit} are used, so your key does not work now. ${reset === undefined ? 'It works again as soon as traffic is added.' : `New traffic comes on ${reset}; if you need it earlier, you can renew now.`}`,
  unconnected: (date: string) => html`<b>Not connected yet?</b>

Your access has been working since ${date}, but nothing has used it so far. Connecting a phone or a computer takes a couple of minutes, step by step.`,
  renew: (price: string) => `Renew · ${price}`,
  choose: 'Choose a plan',
  connect: 'Connect',
  otherTime: '🕙 My time is another',
  mute: {
    ends: '🔕 No reminders of the end',
    traffic: '🔕 No reminders of traffic',
    unconnected: '🔕 No reminders of this',
  },
  unmute: '🔔 Remind me again',
  muted: {
    ends: html`All right, no more reminders of the end. Your profile shows when access ends: /profile`,
    traffic: html`All right, no more reminders of traffic. Your profile shows how much is left: /profile`,
    unconnected: html`All right, no more reminders to connect. Your key and the guides are always here: /key`,
  },
  wanted: {
    ends: html`I remind you of the end again: some days before, on the last day and when access has ended.`,
    traffic: html`I remind you of traffic again: when 80, 95 and 100% are used.`,
    unconnected: html`I remind you again when you have bought access and not connected.`,
  },
};

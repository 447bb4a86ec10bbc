import { html, join } from '../../telegram/screens/html.ts';
import type { home as russian } from '../ru/home.ts';

export const home: typeof russian = {
  title: (service, name) => html`<b>${service}</b>\n\nHello, ${name}!`,
  noAccess: 'You have no access yet.',
  noAccessTrial: (days, size) => `You have no access yet. You can try it for free: ${days}, ${size}.`,
  active: (until) => `Your access works until ${until}.`,
  activeForEver: 'Your access works with no end date.',
  pending: 'Your access is being set up; this usually takes less than a minute.',
  expired: (when) => `Your access ended on ${when}.`,
  usedUp: 'Your traffic is used up, so access does not work now. Buy more, and the same key works again.',
  switchedOff:
    'Access is switched off on the server. Your days and traffic stay yours; write to support: /paysupport',
  front: {
    title: 'VPN in Telegram',
    what: 'Access, keys and help are in our bot. It names the app for your device and leads you through the steps.',
    open: 'Open the bot',
    soon: 'The bot is starting. Look in again in a minute.',
  },
  getKey: 'Get my key 🔑',
  subscription: 'My subscription',
  trial: 'Try for free 🎁',
  invite: 'I have a code',
  language: 'Language / Язык',
  help: 'Help',
  admin: 'Management',
  welcome: html`You are in! 🎉`,
  welcomeGranted: html`You are in! 🎉 Your invite comes with access, and we are setting it up.`,
  languagePrompt: html`Choose your language.\nВыберите язык.`,
  languageSet: 'Language: English',
  commandLine: (command, does) => html`/${command}: ${does}`,
  commandDoes: {
    key: 'your key',
    profile: 'your subscription',
    trial: 'free trial',
    plans: 'plans and buying',
    orders: 'your purchases',
    promo: 'enter a promo code',
    paysupport: 'payment questions and refunds',
    terms: 'terms',
    invite: 'enter an invite code',
    language: 'language',
    settings: 'language, time zone, reminders',
    cancel: 'cancel what is under way',
  },
  help_: (service, commands) => html`<b>Help</b>

<b>How do I connect?</b>
1. Open “Get my key”.
2. Choose your device: I will suggest an app and show the steps.
3. Paste the link into the app or scan the QR code.

<b>Is it slow?</b>
Switch to another server in the app, then check your speed without the VPN.

<b>Does it not connect?</b>
Tap “Not working? Check it”: I look at the server, your key and your subscription, and mend what I can. If that does not help, try the enhanced mode: you turn it on in “Get my key”.

<b>How do I pay?</b>
Choose a plan in /plans: the price and the ways to pay are shown at once. Nothing renews itself unless you switch auto-renewal on; you switch it off in “My subscription”. What became of a purchase is in /orders.

<b>Commands</b>
${join(commands, '\n')}

${service} keeps only what it needs to work: your Telegram number, name and language, the invite you came by, your access and keys, your purchases and payments, and how much traffic you used.`,
};

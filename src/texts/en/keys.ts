import { html } from '../../platform/telegram/html.ts';
import type { keys as russian } from '../ru/keys.ts';

export const keys: typeof russian = {
  none: html`<b>There is no key yet</b>

The key appears as soon as you have access.`,
  settingUp: html`<b>Your access is being set up</b>

The server has not confirmed it yet. I keep trying and will write as soon as your key is ready. You do not need to press anything.`,
  ended: html`<b>Your access has ended</b>

The key will work again once you extend your access.`,
  title: (link) => html`<b>Your key</b>

Subscription link (tap to copy):
<code>${link}</code>

The link is yours alone: do not pass it on. Choose your device and I will show the app and the steps.`,
  copy: 'Copy the link',
  qr: 'QR code',
  file: 'File for Xray',
  vless: 'VLESS link',
  modes: { standard: 'Standard mode', enhanced: 'Enhanced mode' },
  modeNow: (mode) => `Mode: ${mode}`,
  compare: 'What is the difference?',
  comparison: html`<b>Which mode to choose</b>

<b>Standard</b> is faster. Your home network and torrents go directly. Right for most people.

<b>Enhanced</b> is for networks that block (Russia, China, Iran). The start of a connection is cut into pieces, so that it is harder to recognise, and all traffic goes through the tunnel. It can be a little slower. It works in apps built on Xray: Happ, v2rayNG, v2rayN.

Not sure? Begin with standard; if it does not connect, switch to enhanced.`,
  vlessText: (link, mode) => html`<b>VLESS link</b> (${mode})

Tap to copy, then paste it into the app:
<code>${link}</code>`,
  vlessUnavailable: html`There is no separate VLESS link right now. The subscription link and the QR code work: please use those.`,
  qrCaption: (kind) => html`<b>QR code: ${kind}</b>

Open the app on your device, choose “Scan QR” and point the camera at it.`,
  qrKinds: { subscription: 'subscription link', vless: 'VLESS key' },
  fileCaption: (mode) => html`<b>Settings file for Xray</b> (${mode})

For apps that open a file: v2rayN, Happ, v2rayNG, Xray. Do not pass it on.`,
  platforms: {
    ios: 'iPhone and iPad',
    android: 'Android',
    windows: 'Windows',
    macos: 'Mac',
    linux: 'Linux',
    other: 'Another device',
  },
  device: 'Device',
  download: (app) => `Download ${app}`,
  deviceTitle: (app, link) => html`<b>${app}</b>\n\nYour link (tap to copy):\n<code>${link}</code>`,
  otherApps: 'Other apps',
  toKey: 'My key',
};

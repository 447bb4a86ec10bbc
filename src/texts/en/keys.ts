import { html } from '../../platform/telegram/html.ts';
import type { keys as russian } from '../ru/keys.ts';

export const keys: typeof russian = {
  none: html`<b>There is no key yet</b>

It comes with access, such as by an invite code.`,
  settingUp: html`<b>Your access is being set up</b>

The server has not confirmed it yet. I keep trying and will write as soon as your key is ready. You do not need to press anything.`,
  ended: html`<b>Your access has ended</b>

Enter a new invite code, and the same key will work again.`,
  title: (link) => html`<b>Your key</b>

Subscription link (tap to copy):
<code>${link}</code>

The link is yours alone: do not pass it on. Choose your device and I will show the app and the steps.

Mode: standard`,
  titleEnhanced: html`<b>Your key</b>

The enhanced mode needs a link of its own: it is on the screen of every device, in the QR code and behind the “VLESS link” button. Choose your device and I will show the app and the steps.

The key is yours alone: do not pass it on.

Mode: enhanced`,
  copy: 'Copy the link',
  qr: 'QR code',
  file: 'File for Xray',
  vless: 'VLESS link',
  modes: { standard: 'Standard mode', enhanced: 'Enhanced mode' },
  inMode: { standard: 'standard mode', enhanced: 'enhanced mode' },
  compare: 'Compare modes',
  comparison: html`<b>Which mode to choose</b>

<b>Standard</b> is faster. Your home network and torrents go directly. Right for most people.

<b>Enhanced</b> is for networks that block (Russia, China, Iran). The start of a connection is cut into pieces, so that it is harder to recognise, and all traffic goes through the tunnel. It can be a little slower. It works in apps built on Xray: Happ, v2rayNG, v2rayN.

Not sure? Begin with standard; if it does not connect, switch to enhanced.`,
  vlessText: (link, mode) => html`<b>VLESS link</b> (${mode})

Tap to copy, then paste it into the app:
<code>${link}</code>`,
  vlessUnavailable: html`There is no separate VLESS link right now. The subscription link and the QR code work: please use those.`,
  qrCaption: (kind) => html`<b>QR code: ${kind}</b>

Open the app on another device, choose “Scan QR code” and point the camera at this picture.`,
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
  download: (app) => `Download ${app}`,
  deviceTitle: (app, link) => html`<b>${app}</b>\n\nYour link (tap to copy):\n<code>${link}</code>`,
  toKey: 'My key',
};

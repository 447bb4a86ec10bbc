import { html } from '../../telegram/screens/html.ts';
import type { keys as russian } from '../ru/keys.ts';

export const keys: typeof russian = {
  none: html`<b>There is no key yet</b>

It comes as soon as you buy access or enter an invite code.`,
  settingUp: html`<b>Your access is being set up</b>

The server has not confirmed it yet. I keep trying and will write as soon as your key is ready. You do not need to press anything.`,
  ended: html`<b>Your access has ended</b>

Buy access or enter a new invite code, and the same key will work again.`,
  usedUp: html`<b>Your traffic is used up</b>

You still have days, but no traffic, so the key does not work now. Buy access once more or enter a code: traffic is added, and the same key works again.`,
  switchedOff: html`<b>Access is switched off on the server</b>

Whoever runs the server has switched it off. Your days and traffic stay yours. Write to support: /paysupport`,
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

Not sure? Answer two questions, and I will tell you which one to begin with. If it does not connect, try the other.`,
  protocols: { reality: 'VLESS', hysteria2: 'Hysteria2', shadowsocks: 'Shadowsocks' },
  linkText: (link, { protocol, mode }) => html`<b>${protocol} link</b> (${mode})

Tap to copy, then paste it into the app:
<code>${link}</code>`,
  linkInFile: ({ protocol, mode }) => html`<b>${protocol} link</b> (${mode})

The link is too long for a message, so it is in the file: open it, copy everything and paste it into the app. Do not pass it on.`,
  protocolUncut: (protocol) =>
    html`Enhanced mode changes nothing for ${protocol}: there is no such start of a connection to cut. Where the network blocks, take the VLESS link.`,
  vlessUnavailable: html`There is no separate VLESS link right now. The subscription link and the QR code work: please use those.`,
  qrCaption: (kind) => html`<b>QR code: ${kind}</b>

Open the app on another device, choose “Scan QR code” and point the camera at this picture.`,
  qrKinds: { subscription: 'subscription link', vless: 'VLESS key' },
  formats: { xray: 'File for Xray', 'sing-box': 'File for sing-box', mihomo: 'File for Clash' },
  fileCaption: {
    xray: (mode) => html`<b>Settings file for Xray</b> (${mode})

For apps that open a file: v2rayN, Happ, v2rayNG, Xray. Do not pass it on.`,
    'sing-box': (mode) => html`<b>Settings file for sing-box</b> (${mode})

For sing-box 1.12 and later. It holds all protocols of your access. Do not pass it on.`,
    mihomo: (mode) => html`<b>Settings file for Clash</b> (${mode})

For Clash Verge, FlClash and other apps built on mihomo. It holds all protocols of your access. Do not pass it on.`,
  },
  formatUncut: (format) =>
    html`These apps cannot cut the start of a connection. ${format}: works, but as in standard mode; for enhanced take the file for Xray.`,
  fileUnavailable: (format) =>
    html`${format}: there is nothing to make it of right now. Your server does not work with such apps, or does not answer at the moment. The subscription link and the QR code work: please use those.`,
  devices: {
    ios: 'iPhone and iPad',
    android: 'Android',
    windows: 'Windows',
    macos: 'Mac',
    linux: 'Linux',
    other: 'Another device',
  },
  openIn: (app) => `Open ${app}`,
  page: {
    title: (app) => `Opening ${app}`,
    hint: (app) =>
      `${app} will offer to add a subscription: agree to it. If nothing happens, tap the button. The app must be installed already.`,
    open: (app) => `Open ${app}`,
    byHand:
      'It does not open? Copy this link and add it in the app yourself. It is yours alone: do not pass it on.',
    get: (app: string, store: string) => `Get ${app}: ${store}`,
    copy: 'Copy the link',
    copied: 'Copied',
    back: 'Back to Telegram',
    goneTitle: 'The link is not valid',
    yours: 'Your subscription',
    forApps:
      'Apps understand this address, a browser does not. Tap your app if it is installed already. If not, open the bot: “My key” tells which one to download.',
    gone: 'This link does not work any more. Open the bot and take a new one from “My key”.',
  },
  feedWords: {
    ended: 'Your access has ended: renew it in the bot',
    pending: 'Your access is being set up: refresh later',
    overLimit: 'Your traffic is used up: open the bot',
    overLimitUntil: (date) => `Your traffic is used up: new comes on ${date}`,
    switchedOff: 'Access is switched off on the server: open the bot',
  },
  download: (app) => `Download ${app}`,
  deviceTitle: (app, { link, mode }) =>
    html`<b>${app}</b> (${mode})\n\nYour link (tap to copy):\n<code>${link}</code>`,
  deviceTitleAlone: (app, mode) =>
    html`<b>${app}</b> (${mode})\n\nYour link is too long for a message: the “VLESS link” button sends it as a file.`,
  appCannot: {
    mode: (app) => html`${app} cannot do the enhanced mode. Below is an app that can.`,
    server: (app) => html`${app} does not work with your server at the moment. Below is an app that does.`,
  },
  advice: {
    ask: 'Help me choose: two questions',
    where: html`<b>Where are you now?</b>

The country decides how closely a network looks at connections. I do not keep your answer.`,
    places: { russia: 'Russia', china: 'China', iran: 'Iran', elsewhere: 'Another country' },
    how: html`<b>How are you online?</b>`,
    networks: {
      home: 'Home internet',
      mobile: 'Mobile network',
      guest: 'Office, school or hotel network',
    },
    begin: {
      standard: html`<b>Begin with the standard mode</b>

Where you are, connections are rarely inspected, and it is the fastest.`,
      enhanced: html`<b>Begin with the enhanced mode</b>

Such networks look at how a connection begins. The enhanced mode cuts that beginning into pieces, so that it is harder to recognise. It needs an app built on Xray: Happ, v2rayNG or v2rayN.`,
    },
    next: {
      home: html`It does not connect? Try the other mode or another app. If speed matters most, compare with the standard mode.`,
      mobile: html`On a mobile network compare it with Hysteria2, which copes better with a weak signal. Its link is behind the “VLESS link” button, if your server has it.`,
      guest: html`If nothing connects at all, that network may block nearly everything: try the same over a mobile network.`,
    },
  },
  toKey: 'My key',
};

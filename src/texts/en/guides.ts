import { html } from '../../telegram/screens/html.ts';
import type { guides as russian } from '../ru/guides.ts';

export const guides: typeof russian = {
  install: {
    appStore: (app) =>
      html`Tap “Download ${app}” and install it from the App Store. If the store says it is not available in your country, choose another app from the list.`,
    googlePlay: (app) => html`Tap “Download ${app}” and install it from Google Play.`,
    apk: (app) =>
      html`Tap “Download ${app}”: GitHub opens. Under Assets choose the file with <b>universal</b> and <b>.apk</b> in its name, open it and allow the installation.`,
    windows: (app) =>
      html`Press “Download ${app}”: GitHub opens. Under Assets download the file for Windows (<b>.exe</b> or <b>.zip</b>; unpack an archive first) and start the program.`,
    macos: (app) =>
      html`Press “Download ${app}”: GitHub opens. Under Assets download the <b>.dmg</b> file, open it and drag the program into Applications.`,
    linux: (app) =>
      html`Press “Download ${app}”: GitHub opens. Under Assets download the <b>.AppImage</b> or <b>.deb</b>. Make an AppImage executable and start it; install a deb package.`,
  },

  importByTap: html`Come back here and tap the button with the app's name: the app opens and offers to add the subscription. Accept.`,

  copy: {
    subscription: {
      same: html`Copy the subscription link: it is above, at the top of this message, one tap on it is enough.`,
      above: html`Copy the subscription link: it is in the message above, one tap on it is enough.`,
      file: html`Copy the subscription link: it is on the “My key” screen.`,
    },
    key: {
      same: html`Copy the VLESS link: it is above, at the top of this message, one tap on it is enough.`,
      above: html`Copy the VLESS link: it is in the message above, one tap on it is enough.`,
      file: html`Press “VLESS link”: it comes as a file. Open it and copy everything.`,
    },
  },

  paste: {
    hiddify: {
      subscription: html`In Hiddify press “+” at the top and choose “Clipboard”.`,
      key: html`In Hiddify press “+” at the top and choose “Clipboard”.`,
    },
    happ: {
      subscription: html`In Happ press “+” or “From clipboard”.`,
      key: html`In Happ press “+” or “From clipboard”.`,
    },
    streisand: {
      subscription: html`In Streisand press “+” and choose to add from the clipboard.`,
      key: html`In Streisand press “+” and choose to add from the clipboard.`,
    },
    v2box: {
      subscription: html`In V2Box open the Configs tab, press “+” and choose Add subscription.`,
      key: html`In V2Box open the Configs tab, press “+” and choose to import from the clipboard.`,
    },
    v2rayng: {
      subscription: html`In v2rayNG press “+” and choose “Import from Clipboard”.`,
      key: html`In v2rayNG press “+” and choose “Import from Clipboard”.`,
    },
    v2rayn: {
      subscription: html`Click into the list of servers in v2rayN, press <b>Ctrl+V</b>, then choose “Update subscriptions without proxy” in the “Subscription Group” menu.`,
      key: html`Click into the list of servers in v2rayN and press <b>Ctrl+V</b>.`,
    },
  },

  connect: {
    hiddify: html`Press the large round button in the middle. If the app asks for a region, choose your country.`,
    happ: html`Choose a server from the list and press the large power button.`,
    streisand: html`Choose a server from the list and turn on the switch at the top.`,
    v2box: html`Choose a server, go to the Home tab and press Tap to connect.`,
    v2rayng: html`Tap the server in the list, then the round button at the bottom right. If the list is empty, choose “Update subscription” in the “⋮” menu.`,
    v2rayn: html`Choose a server, press <b>Enter</b>, then choose “Set system proxy” at the bottom of the window. To cover every program, turn on “Enable Tun” there as well.`,
  },

  allow: {
    ios: html`The first time, the system asks whether to add a VPN: tap “Allow” and enter your passcode.`,
    android: html`The first time, your phone asks whether to allow the VPN connection: tap “OK”.`,
    windows: html`If Windows asks whether the program may make changes or use the network, choose “Yes”.`,
    macos: html`If your Mac asks to add a VPN or for a password, allow it and enter your computer's password.`,
    linux: html`If the system asks for the administrator's password, enter it: without it the VPN cannot manage the network.`,
  },

  check: html`Open a site that did not open before. No luck? Restart the app. If that does not help, try another app or the other mode: you switch it on the “My key” screen.`,

  checked: (date, version) =>
    version === undefined
      ? `Checked on ${date}. Newer versions may have their buttons elsewhere.`
      : `Checked on ${date} against ${version}. Newer versions may have their buttons elsewhere.`,
  stepTitle: (app, number, count) => html`<b>${app}: step ${number} of ${count}</b>`,
  withPictures: 'Show the steps with pictures',

  otherSteps: [
    html`Find an app for your device that knows VLESS with Reality or opens a subscription link.`,
    html`Copy the subscription link from this chat and add it to the app. If the app takes only a single key, use the VLESS link or the configuration file.`,
    html`Switch the connection on and open a site that did not open before. If that fails, try another app.`,
  ],
};

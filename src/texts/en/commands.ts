import type { about as russianAbout, commands as russian } from '../ru/commands.ts';

export const commands: typeof russian = {
  start: 'Main menu',
  key: 'Get my key',
  profile: 'My subscription',
  trial: 'Free trial',
  plans: 'Plans and buying',
  orders: 'My purchases',
  promo: 'Enter a promo code',
  paysupport: 'Questions about payments',
  terms: 'Terms',
  invite: 'Enter an invite code',
  language: 'Language / Язык',
  settings: 'Settings',
  help: 'Help',
  cancel: 'Cancel what is under way',
  admin: 'Management',
};
export const about: typeof russianAbout = {
  description: (service) => `${service}: fast and simple internet access. Press Start to get your key.`,
  short: (service) => `${service}: a key in a minute`,
};

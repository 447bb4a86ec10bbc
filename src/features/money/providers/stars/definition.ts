import { stars as starsCurrency } from '../../../../platform/money.ts';
import { defineProvider, noSettings } from '../provider.ts';

export const stars = defineProvider({
  name: 'stars',
  words: { way: 'stars' },
  traits: {
    pays: 'chat',
    refunds: 'whole',
    renews: { by: 'provider', refused: 'over' },
    currencyIn: () => starsCurrency,
  },
  settings: noSettings,
  // Telegram tells of them by updates in the chat, and needs no key but the bot's own.
  open: async (_told, { telegram }) => (await import('./open.ts')).openStars(telegram),
});

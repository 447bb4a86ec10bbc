import type { TelegramClient } from '../../../../telegram/api/client.ts';
import type { Renewing } from '../provider.ts';
import { unless } from './faults.ts';

/** The only period that Telegram renews by, and the most that it lets one cost. */
export const renewalDays = 30;
const mostRenewedStars = 10_000;

/** Stars charged again by Telegram every month. */
export function createStarsRenewing(client: Pick<TelegramClient, 'call'>): Renewing {
  return {
    canRenew: ({ days, money }) => days === renewalDays && money.minor <= mostRenewedStars,
    // Its periods come by themselves, and its list holds every one.
    find: async () => undefined,
    isAskable: false,
    async stop({ ref, userId }) {
      const charge = { user_id: userId, telegram_payment_charge_id: ref };
      // It may have ended by itself.
      await unless('SUBSCRIPTION_NOT_ACTIVE', () =>
        client.call('editUserStarSubscription', { ...charge, is_canceled: true }),
      );
    },
  };
}

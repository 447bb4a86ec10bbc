import { together } from '../users/context.ts';
import { createGiftDesk } from './desk/gifts/handlers.ts';
import { createMoneyDeskHandlers } from './desk/handlers.ts';
import { createOrderHandlers } from './orders/handlers.ts';
import { createPromoLinks } from './orders/promo.handlers.ts';
import { createPromoDesk } from './promo-codes/desk.handlers.ts';
import { createStarsHandlers } from './providers/stars/handlers.ts';
import { balanceName, providerBy, type Way } from './providers/registry.ts';
import { createRenewalHandlers } from './renewals/handlers.ts';

type Needs = Parameters<typeof createOrderHandlers>[0] &
  Omit<Parameters<typeof createPromoLinks>[0], 'isAsking'> &
  Parameters<typeof createPromoDesk>[0] &
  Omit<Parameters<typeof createRenewalHandlers>[0], 'hasBalance'> &
  Parameters<typeof createGiftDesk>[0] &
  Parameters<typeof createStarsHandlers>[0] &
  Parameters<typeof createMoneyDeskHandlers>[0] & { ways: readonly Way[] };

/** What the till hears of people: purchases, codes, auto-renewal, and admins at the desk. */
export function createMoneyHandlers(needs: Needs) {
  const orders = createOrderHandlers(needs);
  const links = createPromoLinks({ ...needs, isAsking: orders.isAsking });
  const hasBalance = needs.ways.some((way) => providerBy(way).name === balanceName);
  const heard = together(
    createGiftDesk(needs),
    createPromoDesk(needs),
    links,
    createRenewalHandlers({ ...needs, hasBalance }),
    createMoneyDeskHandlers(needs),
    orders,
  );
  return {
    ...heard,
    links,
    commands: orders.commands,
    followOrder: orders.follow,
    payments: createStarsHandlers(needs),
  };
}

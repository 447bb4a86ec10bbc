import type { BotPart } from '../users/context.ts';
import { createGiftDesk } from './desk/gifts/handlers.ts';
import { createMoneyDeskHandlers } from './desk/handlers.ts';
import { createOrderHandlers } from './orders/handlers.ts';
import { createPromoLinks } from './orders/promo.handlers.ts';
import { createPromoDesk } from './promo-codes/desk.handlers.ts';
import { createStarsHandlers } from './providers/stars/handlers.ts';
import { createRenewalHandlers } from './renewals/handlers.ts';

type Needs = Parameters<typeof createOrderHandlers>[0] &
  Omit<Parameters<typeof createPromoLinks>[0], 'isAsking'> &
  Parameters<typeof createPromoDesk>[0] &
  Parameters<typeof createRenewalHandlers>[0] &
  Parameters<typeof createGiftDesk>[0] &
  Parameters<typeof createStarsHandlers>[0] & {
    money: Parameters<typeof createMoneyDeskHandlers>[0];
    reports: Parameters<typeof createMoneyDeskHandlers>[1];
  };

/** What the till hears of people: purchases, codes, auto-renewal, and admins at the desk. */
export function createMoneyHandlers(needs: Needs) {
  const orders = createOrderHandlers(needs);
  const links = createPromoLinks({ ...needs, isAsking: orders.isAsking });
  const parts: readonly BotPart[] = [
    createGiftDesk(needs),
    createPromoDesk(needs),
    links,
    createRenewalHandlers(needs),
    createMoneyDeskHandlers(needs.money, needs.reports),
    orders,
  ];
  return {
    parts,
    links,
    commands: orders.commands,
    followOrder: orders.follow,
    payments: createStarsHandlers(needs),
  };
}

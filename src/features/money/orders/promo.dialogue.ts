import { z } from 'zod';
import type { Money } from '../../../platform/money.ts';
import type { RateLimiter } from '../../../platform/rate-limit.ts';
import type { PlanService } from '../../plans/service.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../../users/context.ts';
import type { PromoService } from '../promo-codes/service.ts';
import { askPromoScreen, promoGiftScreen } from './promo.screens.ts';
import { offerScreen, plansScreen } from './screens.ts';
import type { OrderService } from './service.ts';
import { countTry } from './tries.service.ts';

/** `planId` is the plan that the code is for; nought for none. */
const about = z.object({ planId: z.number().int() });

/** Asks for a code until one works: a discount leads on to buying, anything else is given at once. */
export function createEnterPromoDialogue(parts: {
  promos: Pick<PromoService, 'find' | 'isDiscount' | 'redeem'>;
  orders: Pick<OrderService, 'offer'>;
  plans: Pick<PlanService, 'onSale'>;
  limiter: RateLimiter;
  currency: Money['currency'];
  showPlans: (ctx: BotContext) => Promise<void>;
}): BotDialogue<z.infer<typeof about>> {
  const { promos, orders, plans, limiter, currency } = parts;
  return defineDialogue({
    id: 'promo.enter',
    about,
    answers: z.object({ code: z.string() }),
    questions: {
      code: {
        read: (text) => text,
        wrong: ({ voice }) => voice.t.shop.askCodeAgain,
        screen: ({ voice }, { problem }) => askPromoScreen(voice, problem),
      },
    },
    async done(ctx, { about: { planId }, answers: { code }, cause }) {
      const userId = ctx.person.telegramId;
      await countTry(limiter, userId);
      const promo = await promos.find(userId, code);
      if (!promos.isDiscount(promo))
        return await ctx.show(promoGiftScreen(ctx.voice, await promos.redeem(cause, promo.id)));
      if (planId !== 0)
        return await ctx.show(
          offerScreen(ctx.voice, await orders.offer(userId, { planId, promoId: promo.id, renews: false })),
        );
      const view = { plans: await plans.onSale(), currency, promoId: promo.id, hasCode: true };
      await ctx.show(plansScreen(ctx.voice, view));
    },
    origin: parts.showPlans,
  });
}

import { Scenes } from 'telegraf';
import { z } from 'zod';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { RateLimiter } from '../../../platform/rate-limit.ts';
import type { Money } from '../../../platform/money.ts';
import type { PlanService } from '../../plans/service.ts';
import type { PromoService } from '../promo-codes/service.ts';
import type { BotContext } from '../../users/context.ts';
import { askPromoScreen, promoGiftScreen } from './promo.screens.ts';
import { offerScreen, plansScreen } from './screens.ts';
import type { OrderService } from './service.ts';
import { countTry } from './tries.service.ts';

export const enterPromoScene = 'promo.enter';

const stateSchema = z.object({ schemaVersion: z.literal(1), planId: z.number().int() });

/** Asks for a code until one works: a discount leads on to buying, anything else is given at once. */
export function createEnterPromoScene(parts: {
  promos: PromoService;
  orders: Pick<OrderService, 'offer'>;
  plans: Pick<PlanService, 'onSale'>;
  limiter: RateLimiter;
  currency: Money['currency'];
}): Scenes.BaseScene<BotContext> {
  const { promos, orders, plans, limiter, currency } = parts;
  const scene = new Scenes.BaseScene<BotContext>(enterPromoScene);
  scene.enter((ctx) => ctx.show(askPromoScreen(ctx.voice)));
  onAnswer(scene, {
    text: tryCode,
    other: (ctx) => ctx.show(askPromoScreen(ctx.voice, ctx.voice.t.shop.askCodeAgain)),
  });
  return scene;

  /** The question stays under the answer to a code that does not work, so that the next one can be sent at once. */
  async function tryCode(ctx: BotContext, typed: string): Promise<void> {
    try {
      await countTry(limiter, ctx.person.telegramId);
      await use(ctx, typed);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await ctx.show(askPromoScreen(ctx.voice, ctx.voice.refusal(error.code, error.details)));
    }
  }

  async function use(ctx: BotContext, typed: string): Promise<void> {
    const userId = ctx.person.telegramId;
    const planId = stateSchema.safeParse(ctx.scene.state).data?.planId ?? 0;
    const promo = await promos.find(userId, typed);
    if (!promos.isDiscount(promo)) {
      const given = await promos.redeem(ctx.cause, promo.id);
      await ctx.scene.leave();
      return await ctx.show(promoGiftScreen(ctx.voice, given));
    }
    if (planId === 0) {
      const view = { plans: await plans.onSale(), currency, promoId: promo.id, hasCode: true };
      await ctx.scene.leave();
      return await ctx.show(plansScreen(ctx.voice, view));
    }
    const offer = await orders.offer(userId, { planId, promoId: promo.id, renews: false });
    await ctx.scene.leave();
    await ctx.show(offerScreen(ctx.voice, offer));
  }
}

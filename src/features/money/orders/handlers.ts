import type { CommandHandlers } from '../../../telegram/commands.ts';
import { Composer } from 'telegraf';
import type { Currency, Money } from '../../../platform/money.ts';
import { isAskedBy } from '../../../telegram/dialogue/stage.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import type { Ledger } from '../ledger/service.ts';
import type { RateLimiter } from '../../../platform/rate-limit.ts';
import type { PromoService } from '../promo-codes/service.ts';
import type { PlanService } from '../../plans/service.ts';
import type { BotContext, BotPart } from '../../users/context.ts';
import { orderScreen, ordersPage, ordersScreen } from './history.screens.ts';
import { pageOfStart } from './page.rules.ts';
import type { OrderPages } from './page.service.ts';
import { createEnterPromoDialogue } from './promo.dialogue.ts';
import { beginningQuestion } from './beginning.screens.ts';
import { buyQuestion, offerScreen, paySupportScreen, plansScreen, termsScreen } from './screens.ts';
import type { Choice, OrderService, OfferRequest } from './service.ts';
import type { Way } from '../providers/registry.ts';
import * as taps from './taps.ts';

type OrderCommand = 'plans' | 'orders' | 'promo' | 'paysupport' | 'terms';

/** Choosing, paying and looking back. What stands in a button is only what was chosen; the service decides. */
export function createOrderHandlers(parts: {
  orders: OrderService;
  orderPages: OrderPages;
  plans: Pick<PlanService, 'onSale'>;
  promos: PromoService;
  limiter: RateLimiter;
  ledger: Pick<Ledger, 'balances' | 'debts'>;
  currency: Money['currency'];
  serviceName: string;
  supportContact: string | undefined;
}): BotPart & {
  commands: CommandHandlers<BotContext, OrderCommand>;
  /** Shows the purchase of a link from its page; false for other links, and for somebody else's purchase. */
  follow(ctx: BotContext, payload: string): Promise<boolean>;
  /** Asks for a promo code at this moment. */
  isAsking(ctx: BotContext): boolean;
} {
  const { orders, orderPages, plans, ledger, currency } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.listPlans, (ctx, [promoId]) => showPlans(ctx, promoId));
  hear(composer, taps.offer, async (ctx, [planId, promoId, mode = once]) => {
    const offer = await offerOf(ctx, wantedOf(planId, promoId, mode));
    const isAsked = offer.beginning !== undefined && offer.begins === undefined;
    const screen = isAsked ? beginningQuestion : offerScreen;
    await ctx.show(screen(ctx.voice, offer));
  });
  hear(composer, taps.enterCode, (ctx, [planId]) => entering.begin(ctx, { planId }));
  hear(composer, taps.askSure, ask);
  hear(composer, taps.askSpend, ask);
  hear(composer, taps.pay, place);
  hear(composer, taps.confirm, place);
  hear(composer, taps.list, (ctx, [offset]) => showOrders(ctx, offset));
  hear(composer, taps.show, (ctx, [id]) => show(ctx, 'view', id));
  hear(composer, taps.reopen, (ctx, [id]) => show(ctx, 'reopen', id));
  hear(composer, taps.cancel, (ctx, [id]) => show(ctx, 'cancel', id));
  hear(composer, taps.check, check);
  const entering = createEnterPromoDialogue({ ...parts, showPlans: (ctx) => showPlans(ctx, 0) });
  const commands = {
    plans: (ctx: BotContext) => showPlans(ctx, 0),
    orders: (ctx: BotContext) => showOrders(ctx, 0),
    promo: (ctx: BotContext) => entering.begin(ctx, { planId: 0 }),
    paysupport: (ctx: BotContext) => ctx.show(paySupportScreen(ctx.voice, parts.supportContact)),
    terms: (ctx: BotContext) => ctx.show(termsScreen(ctx.voice, parts.serviceName)),
  };
  const isAsking = (ctx: BotContext) => isAskedBy(entering, ctx);
  return { composer, commands, dialogues: [entering], follow, isAsking };

  async function follow(ctx: BotContext, payload: string): Promise<boolean> {
    const pageId = pageOfStart(payload);
    const found = pageId === undefined ? undefined : await orderPages.look(pageId);
    if (found === undefined || found.view.order.userId !== ctx.person.telegramId) return false;
    await ctx.show(orderScreen(ctx.voice, found.view));
    return true;
  }

  async function showPlans(ctx: BotContext, promoId: number): Promise<void> {
    const view = { plans: await plans.onSale(), currency, promoId, hasCode: promoId > 0 };
    await ctx.show(plansScreen(ctx.voice, view));
  }

  async function offerOf(ctx: BotContext, wanted: OfferRequest) {
    return await orders.offer(ctx.person.telegramId, wanted);
  }

  async function ask(ctx: BotContext, args: Chosen): Promise<void> {
    const choice = choiceOf(args);
    await ctx.show(buyQuestion(ctx.voice, await offerOf(ctx, choice), choice));
  }

  async function place(ctx: BotContext, args: Chosen): Promise<void> {
    await ctx.show(orderScreen(ctx.voice, await orders.place(ctx.cause, choiceOf(args))));
  }

  async function show(ctx: BotContext, how: 'view' | 'reopen' | 'cancel', id: number): Promise<void> {
    await ctx.show(orderScreen(ctx.voice, await orders[how](ctx.person.telegramId, id)));
  }

  async function check(ctx: BotContext, [id]: [number]): Promise<void> {
    const view = await orders.check(ctx.person.telegramId, id);
    if (view.order.status === 'pending') ctx.toast(ctx.voice.t.orders.checked);
    await ctx.show(orderScreen(ctx.voice, view));
  }

  async function showOrders(ctx: BotContext, offset: number): Promise<void> {
    const userId = ctx.person.telegramId;
    const [page, balances, debts] = await Promise.all([
      orders.list(userId, { offset, limit: ordersPage }),
      ledger.balances(userId),
      ledger.debts(userId),
    ]);
    await ctx.show(ordersScreen(ctx.voice, { ...page, offset, balances, debts }));
  }
}

type Chosen = [
  planId: number,
  promoId: number,
  way: Way,
  shownMinor: number,
  mode: taps.BuyingMode,
  currency?: Currency,
];

const once: taps.BuyingMode = { renews: false, begins: undefined };

function wantedOf(planId: number, promoId: number, mode: taps.BuyingMode): OfferRequest {
  return { planId, promoId: promoId === 0 ? undefined : promoId, ...mode };
}

function choiceOf([planId, promoId, way, shownMinor, mode, currency]: Chosen): Choice {
  const { begins, renews } = mode;
  return { planId, promoId: promoId === 0 ? undefined : promoId, renews, begins, way, shownMinor, currency };
}

import { Composer } from 'telegraf';
import { type Money } from '../../../platform/money.ts';
import { onTap, readWhole } from '../../../telegram/screens/taps.ts';
import type { Ledger } from '../ledger/service.ts';
import type { PlanService } from '../../plans/service.ts';
import type { BotContext } from '../../users/context.ts';
import { orderScreen, ordersPage, ordersScreen } from './history.screens.ts';
import { enterPromoScene } from './scene.ts';
import { buyQuestion, offerScreen, paySupportScreen, plansScreen, termsScreen } from './screens.ts';
import type { Choice, OrderService, Wanted } from './service.ts';
import { readWay } from './ways.ts';

/** Choosing, paying and looking back. What stands in a button is only what was chosen; the service decides. */
export function createOrderHandlers(parts: {
  orders: OrderService;
  plans: Pick<PlanService, 'onSale'>;
  ledger: Pick<Ledger, 'balances'>;
  currency: Money['currency'];
  serviceName: string;
  supportContact: string | undefined;
}): Composer<BotContext> {
  const { orders, plans, ledger, currency } = parts;
  const composer = new Composer<BotContext>();
  composer.command('plans', (ctx) => showPlans(ctx, 0));
  composer.command('orders', (ctx) => showOrders(ctx, 0));
  composer.command('promo', (ctx) => ctx.scene.enter(enterPromoScene, { schemaVersion: 1, planId: 0 }));
  composer.command('paysupport', (ctx) => ctx.show(paySupportScreen(ctx.voice, parts.supportContact)));
  composer.command('terms', (ctx) => ctx.show(termsScreen(ctx.voice, parts.serviceName)));
  onTap(composer, 'plans', (ctx, [promoId]) => showPlans(ctx, idOf(promoId)));
  onTap(composer, 'buy', async (ctx, args) =>
    ctx.show(offerScreen(ctx.voice, await offerOf(ctx, wantedOf(args)))),
  );
  onTap(composer, 'buy.code', (ctx, [planId]) =>
    ctx.scene.enter(enterPromoScene, { schemaVersion: 1, planId: idOf(planId) }),
  );
  onTap(composer, 'buy.sure', ask);
  onTap(composer, 'buy.pay', place);
  onTap(composer, 'orders', (ctx, [offset]) => showOrders(ctx, idOf(offset)));
  onTap(composer, 'ord', (ctx, [id]) => show(ctx, 'view', id));
  onTap(composer, 'ord.open', (ctx, [id]) => show(ctx, 'reopen', id));
  onTap(composer, 'ord.drop', (ctx, [id]) => show(ctx, 'cancel', id));
  onTap(composer, 'ord.check', check);
  return composer;

  async function showPlans(ctx: BotContext, promoId: number): Promise<void> {
    const view = { plans: await plans.onSale(), currency, promoId, hasCode: promoId > 0 };
    await ctx.show(plansScreen(ctx.voice, view));
  }

  async function offerOf(ctx: BotContext, wanted: Wanted) {
    return await orders.offer(ctx.person.telegramId, wanted);
  }

  async function ask(ctx: BotContext, args: readonly string[]): Promise<void> {
    const choice = choiceOf(args);
    await ctx.show(buyQuestion(ctx.voice, await offerOf(ctx, choice), choice.way));
  }

  async function place(ctx: BotContext, args: readonly string[]): Promise<void> {
    await ctx.show(orderScreen(ctx.voice, await orders.place(ctx.cause, choiceOf(args))));
  }

  async function show(
    ctx: BotContext,
    how: 'view' | 'reopen' | 'cancel',
    id: string | undefined,
  ): Promise<void> {
    await ctx.show(orderScreen(ctx.voice, await orders[how](ctx.person.telegramId, idOf(id))));
  }

  async function check(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const view = await orders.check(ctx.person.telegramId, idOf(id));
    if (view.order.status === 'pending') ctx.toast(ctx.voice.t.orders.checked);
    await ctx.show(orderScreen(ctx.voice, view));
  }

  async function showOrders(ctx: BotContext, offset: number): Promise<void> {
    const userId = ctx.person.telegramId;
    const [page, balances] = await Promise.all([
      orders.list(userId, { offset, limit: ordersPage }),
      ledger.balances(userId),
    ]);
    await ctx.show(ordersScreen(ctx.voice, { ...page, offset, balances }));
  }
}

function wantedOf([planId, promoId, renews]: readonly string[]): Wanted {
  return {
    planId: idOf(planId),
    promoId: idOf(promoId) === 0 ? undefined : idOf(promoId),
    renews: renews === '1',
  };
}

function choiceOf([planId, promoId, way, shown, renews]: readonly string[]): Choice {
  const wanted = wantedOf([planId ?? '', promoId ?? '', renews ?? '']);
  return { ...wanted, way: readWay(way) ?? 'card', shownMinor: idOf(shown) };
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}

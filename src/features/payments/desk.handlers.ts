import { Composer, type Scenes } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import { onTap, readWhole } from '../../platform/telegram/taps.ts';
import type { BotContext } from '../users/context.ts';
import { paymentListScreen, paymentsPage, paymentStoryScreen } from './desk.screens.ts';
import type { MoneyDesk } from './desk.service.ts';
import { createRefundScene, refundScene } from './refund.scene.ts';
import { createReviewScene, reviewScene } from './review.scene.ts';

const monthMs = 30 * 24 * 60 * 60 * 1000;

/** Payments as admins see them, with the dialogues in which they decide about one or give money back. */
export function createMoneyDeskHandlers(
  money: MoneyDesk,
  clock: Clock,
): { composer: Composer<BotContext>; scenes: Scenes.BaseScene<BotContext>[] } {
  const composer = new Composer<BotContext>();
  onTap(composer, 'mon.all', showAll);
  onTap(composer, 'mon', (ctx, [id]) => show(ctx, idOf(id)));
  onTap(composer, 'mon.ask', askAgain);
  onTap(composer, 'mon.rev', (ctx, [id, decision]) =>
    ctx.scene.enter(reviewScene, { schemaVersion: 1, paymentId: idOf(id), decision }),
  );
  onTap(composer, 'mon.back', (ctx, [id]) =>
    ctx.scene.enter(refundScene, { schemaVersion: 1, paymentId: idOf(id) }),
  );
  return { composer, scenes: [createReviewScene(money, show), createRefundScene(money, show)] };

  async function showAll(ctx: BotContext, [from]: readonly string[]): Promise<void> {
    const offset = idOf(from);
    const actorId = ctx.person.telegramId;
    const page = await money.list(actorId, { offset, limit: paymentsPage });
    const income = await money.income(actorId, new Date(clock.now().getTime() - monthMs));
    await ctx.show(paymentListScreen(ctx.voice, { ...page, offset, income }));
  }

  async function show(ctx: BotContext, paymentId: number): Promise<void> {
    await ctx.show(paymentStoryScreen(ctx.voice, await money.story(ctx.person.telegramId, paymentId)));
  }

  async function askAgain(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    await money.askAgain(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.review.asking);
    await show(ctx, idOf(id));
  }
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}

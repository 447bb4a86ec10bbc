import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import { onTap, readWhole } from '../../platform/telegram/taps.ts';
import type { BotContext } from '../users/context.ts';
import { paymentListScreen, paymentsPage, paymentStoryScreen, refundQuestion } from './desk.screens.ts';
import type { MoneyDesk } from './desk.service.ts';

const monthMs = 30 * 24 * 60 * 60 * 1000;

/** Payments as admins see them, and the way to give money back. */
export function createMoneyDeskHandlers(money: MoneyDesk, clock: Clock): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  onTap(composer, 'mon.all', showAll);
  onTap(composer, 'mon', show);
  onTap(composer, 'mon.back?', async (ctx, [id]) =>
    ctx.show(refundQuestion(ctx.voice, await money.story(ctx.person.telegramId, idOf(id)))),
  );
  onTap(composer, 'mon.back', giveBack);
  return composer;

  async function showAll(ctx: BotContext, [from]: readonly string[]): Promise<void> {
    const offset = idOf(from);
    const actorId = ctx.person.telegramId;
    const page = await money.list(actorId, { offset, limit: paymentsPage });
    const income = await money.income(actorId, new Date(clock.now().getTime() - monthMs));
    await ctx.show(paymentListScreen(ctx.voice, { ...page, offset, income }));
  }

  async function show(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    await ctx.show(paymentStoryScreen(ctx.voice, await money.story(ctx.person.telegramId, idOf(id))));
  }

  async function giveBack(ctx: BotContext, [id, amount]: readonly string[]): Promise<void> {
    const reason = ctx.voice.t.desk.refundReason;
    await money.refund(ctx.cause, { paymentId: idOf(id), amountMinor: idOf(amount), reason });
    ctx.toast(ctx.voice.t.desk.refunding);
    await show(ctx, [id ?? '']);
  }
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}

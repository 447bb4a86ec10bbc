import { Composer, type Scenes } from 'telegraf';
import { onTap, readWhole } from '../../../telegram/screens/taps.ts';
import type { BotContext } from '../../users/context.ts';
import { paymentListScreen, paymentsPage, purchasesScreen } from './desk.screens.ts';
import type { MoneyDesk } from './desk.service.ts';
import { paymentFilters } from './filters.ts';
import { createFindPaymentScene, findPaymentScene } from './find.scene.ts';
import { periods } from './periods.ts';
import { createRefundScene, refundScene } from './refund.scene.ts';
import { reportScreen } from './report.screens.ts';
import type { MoneyReports } from './report.service.ts';
import { revenueScreen } from './revenue.screens.ts';
import { createReviewScene, reviewScene } from './review.scene.ts';
import { paymentStoryScreen } from './story.screens.ts';

/** Payments as admins see them, with the dialogues in which they decide about one or give money back. */
export function createMoneyDeskHandlers(
  money: MoneyDesk,
  reports: Pick<MoneyReports, 'latest' | 'ask'>,
): {
  composer: Composer<BotContext>;
  scenes: Scenes.BaseScene<BotContext>[];
} {
  const composer = new Composer<BotContext>();
  onTap(composer, 'mon.all', showAll);
  onTap(composer, 'mon', (ctx, [id]) => show(ctx, idOf(id)));
  onTap(composer, 'mon.sum', showRevenue);
  onTap(composer, 'mon.of', showPurchases);
  onTap(composer, 'mon.report', showReport);
  onTap(composer, 'mon.check', askReport);
  onTap(composer, 'mon.find', (ctx) => ctx.scene.enter(findPaymentScene));
  onTap(composer, 'mon.ask', askAgain);
  onTap(composer, 'mon.rev', (ctx, [id, decision]) =>
    ctx.scene.enter(reviewScene, { schemaVersion: 1, paymentId: idOf(id), decision }),
  );
  onTap(composer, 'mon.back', (ctx, [id]) =>
    ctx.scene.enter(refundScene, { schemaVersion: 1, paymentId: idOf(id) }),
  );
  return {
    composer,
    scenes: [createFindPaymentScene(money), createReviewScene(money, show), createRefundScene(money, show)],
  };

  async function showAll(ctx: BotContext, [from, wanted]: readonly string[]): Promise<void> {
    const offset = idOf(from);
    const filter = paymentFilters.find((name) => name === wanted) ?? 'all';
    const page = await money.list(ctx.person.telegramId, { filter, offset, limit: paymentsPage });
    await ctx.show(paymentListScreen(ctx.voice, { ...page, offset, filter }));
  }

  async function showRevenue(ctx: BotContext, [wanted]: readonly string[]): Promise<void> {
    const period = periods.find((name) => name === wanted) ?? 'month';
    const found = await money.revenue(ctx.person.telegramId, period);
    await ctx.show(revenueScreen(ctx.voice, { period, ...found }));
  }

  async function showPurchases(ctx: BotContext, [id, from]: readonly string[]): Promise<void> {
    const offset = idOf(from);
    const page = { offset, limit: paymentsPage };
    const found = await money.purchases(ctx.person.telegramId, idOf(id), page);
    await ctx.show(purchasesScreen(ctx.voice, { ...found, offset }));
  }

  async function show(ctx: BotContext, paymentId: number): Promise<void> {
    await ctx.show(paymentStoryScreen(ctx.voice, await money.story(ctx.person.telegramId, paymentId)));
  }

  async function showReport(ctx: BotContext): Promise<void> {
    await ctx.show(reportScreen(ctx.voice, await reports.latest(ctx.person.telegramId)));
  }

  /** Providers are asked by a job: nobody waits for them with a finger on a button. */
  async function askReport(ctx: BotContext): Promise<void> {
    await reports.ask(ctx.cause);
    ctx.toast(ctx.voice.t.report.asked);
    await showReport(ctx);
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

import { Composer } from 'telegraf';
import { hear } from '../../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../../users/context.ts';
import { paymentListScreen, paymentsPage, purchasesScreen } from './screens.ts';
import type { MoneyDesk } from './service.ts';
import type { PaymentFilter } from './filters.rules.ts';
import { createFindPaymentDialogue } from './find.dialogue.ts';
import type { RevenuePeriod } from './reports/periods.rules.ts';
import { createRefundDialogue } from './refunds/dialogue.ts';
import { reportScreen } from './reports/screens.ts';
import type { MoneyReports } from './reports/service.ts';
import { revenueScreen } from './reports/revenue.screens.ts';
import { createReviewDialogue } from './reviews/dialogue.ts';
import { paymentStoryScreen } from './stories/screens.ts';
import * as taps from './taps.ts';

/** Payments as admins see them, with the dialogues in which they decide about one or give money back. */
export function createMoneyDeskHandlers({
  money,
  reports,
}: {
  money: MoneyDesk;
  reports: Pick<MoneyReports, 'latest' | 'ask'>;
}): BotPart {
  const composer = new Composer<BotContext>();
  hear(composer, taps.list, showAll);
  hear(composer, taps.show, (ctx, [id]) => show(ctx, id));
  hear(composer, taps.showRevenue, showRevenue);
  hear(composer, taps.listPurchases, showPurchases);
  hear(composer, taps.showReport, showReport);
  hear(composer, taps.askReport, askReport);
  hear(composer, taps.find, (ctx) => finding.begin(ctx, {}));
  hear(composer, taps.askProvider, askAgain);
  hear(composer, taps.review, (ctx, [paymentId, decision]) => reviewing.begin(ctx, { paymentId, decision }));
  hear(composer, taps.giveBack, (ctx, [paymentId]) => refunding.begin(ctx, { paymentId }));
  const parts = { money, showPayment: show, showAll: (ctx: BotContext) => showAll(ctx, [0, 'all']) };
  const finding = createFindPaymentDialogue(money, parts.showAll);
  const reviewing = createReviewDialogue(parts);
  const refunding = createRefundDialogue(parts);
  return { composer, dialogues: [finding, reviewing, refunding] };

  async function showAll(ctx: BotContext, [offset, filter]: [number, PaymentFilter]): Promise<void> {
    const page = await money.list(ctx.person.telegramId, { filter, offset, limit: paymentsPage });
    await ctx.show(paymentListScreen(ctx.voice, { ...page, offset, filter }));
  }

  async function showRevenue(ctx: BotContext, [period]: [RevenuePeriod]): Promise<void> {
    const found = await money.revenue(ctx.person.telegramId, period);
    await ctx.show(revenueScreen(ctx.voice, { period, ...found }));
  }

  async function showPurchases(ctx: BotContext, [id, offset]: [number, number]): Promise<void> {
    const page = { offset, limit: paymentsPage };
    const found = await money.purchases(ctx.person.telegramId, id, page);
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

  async function askAgain(ctx: BotContext, [id]: [number]): Promise<void> {
    await money.askAgain(ctx.cause, id);
    ctx.toast(ctx.voice.t.review.asking);
    await show(ctx, id);
  }
}

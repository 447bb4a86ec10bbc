import { Scenes } from 'telegraf';
import { z } from 'zod';
import { readReason } from '../../../platform/reason.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import { hear, readWhole } from '../../../telegram/screens/taps.ts';
import type { BotContext } from '../../users/context.ts';
import type { MoneyDesk, PaymentStory } from './desk.service.ts';
import { type ReviewStep, reviewQuestion, reviewStepScreen } from './review.screens.ts';
import * as taps from './taps.ts';

export const reviewScene = 'payments.review';

const stateSchema = z.object({
  schemaVersion: z.literal(1),
  paymentId: z.number().int(),
  decision: z.enum(['accepted', 'credited', 'returned', 'outside']),
  targetId: z.number().int().optional(),
  reason: z.string().optional(),
});
type State = z.infer<typeof stateSchema>;

/** Asks what a decision about a payment needs, one question after another, and once more before it is made. */
export function createReviewScene(
  money: MoneyDesk,
  showPayment: (ctx: BotContext, paymentId: number) => Promise<void>,
): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(reviewScene);
  scene.enter((ctx) => goOn(ctx, read(ctx)));
  hear(scene, taps.pick, (ctx, [id]) => answer(ctx, String(id)));
  hear(scene, taps.decide, decide);
  onAnswer(scene, { text: answer, other: (ctx) => goOn(ctx, read(ctx)) });
  return scene;

  /** Of a dialogue that another version began nothing is left: no payment is refused with `payment.unknown`. */
  function read(ctx: BotContext): State {
    const found = stateSchema.safeParse(ctx.scene.state).data;
    return found ?? { schemaVersion: 1, paymentId: 0, decision: 'outside' };
  }

  function stepOf({ decision, targetId, reason }: State, { payment }: PaymentStory): ReviewStep | undefined {
    if (decision === 'accepted' && payment.orderId === null && targetId === undefined) return 'order';
    if (decision === 'credited' && targetId === undefined) return 'person';
    return reason === undefined ? 'reason' : undefined;
  }

  async function goOn(ctx: BotContext, state: State, problem?: string): Promise<void> {
    ctx.scene.state = state;
    const actorId = ctx.person.telegramId;
    const story = await money.story(actorId, state.paymentId);
    const { payment } = story;
    const step = stepOf(state, story);
    if (step !== undefined) {
      const isAsked = step === 'order' && payment.userId !== null;
      const likely = isAsked ? await money.likelyOrder(actorId, payment.userId ?? 0) : undefined;
      return await ctx.show(reviewStepScreen(ctx.voice, { step, payment, likely, problem }));
    }
    const { decision, targetId, reason = '' } = state;
    const isForOther = decision === 'accepted' && targetId !== undefined;
    const order = isForOther ? await money.orderToPay(actorId, targetId) : story.order;
    const personId = targetId ?? payment.userId ?? 0;
    await ctx.show(reviewQuestion(ctx.voice, { payment, decision, order, personId, reason }));
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const state = read(ctx);
    const { t } = ctx.voice;
    const step = stepOf(state, await money.story(ctx.person.telegramId, state.paymentId));
    if (step === undefined || step === 'reason') {
      const reason = readReason(text);
      return await (reason !== undefined
        ? goOn(ctx, { ...state, reason })
        : goOn(ctx, state, t.review.notAReason));
    }
    const targetId = readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER });
    if (targetId === undefined)
      return await goOn(ctx, state, step === 'order' ? t.review.notAnOrder : t.review.notAPerson);
    try {
      if (step === 'order') await money.orderToPay(ctx.person.telegramId, targetId);
      else await money.demandPerson(ctx.person.telegramId, targetId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error;
      return await goOn(ctx, state, ctx.voice.refusal(error.code, error.details));
    }
    await goOn(ctx, { ...state, targetId });
  }

  async function decide(ctx: BotContext): Promise<void> {
    const { paymentId, decision, targetId, reason = '' } = read(ctx);
    await ctx.scene.leave();
    try {
      await money.decide(ctx.cause, { paymentId, decision, targetId, reason });
      ctx.toast(ctx.voice.t.review.done);
    } catch (error) {
      // Somebody else was faster, or the money has gone meanwhile: what is true now is shown.
      if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
      ctx.toast(ctx.voice.refusal(error.code, error.details));
    }
    await showPayment(ctx, paymentId);
  }
}

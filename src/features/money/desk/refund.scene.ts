import { Scenes } from 'telegraf';
import { z } from 'zod';
import { readMinor } from '../../../platform/money.ts';
import { readReason } from '../../../platform/reason.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import type { BotContext } from '../../users/context.ts';
import { findProvider } from '../providers/registry.ts';
import type { MoneyDesk, PaymentStory } from './desk.service.ts';
import { refundQuestion, refundStepScreen } from './refund.screens.ts';
import * as taps from './taps.ts';

export const refundScene = 'payments.refund';

const stateSchema = z.object({
  schemaVersion: z.literal(1),
  paymentId: z.number().int(),
  amountMinor: z.number().int().optional(),
  reason: z.string().optional(),
});
type State = z.infer<typeof stateSchema>;

/** Asks how much to give back and why, and says what becomes of the access before it is done. */
export function createRefundScene(
  money: MoneyDesk,
  showPayment: (ctx: BotContext, paymentId: number) => Promise<void>,
): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(refundScene);
  scene.enter((ctx) => goOn(ctx, read(ctx)));
  hear(scene, taps.pick, (ctx, [minor]) => takeAmount(ctx, minor));
  hear(scene, taps.refund, refund);
  onAnswer(scene, { text: answer, other: (ctx) => goOn(ctx, read(ctx)) });
  return scene;

  function read(ctx: BotContext): State {
    return stateSchema.safeParse(ctx.scene.state).data ?? { schemaVersion: 1, paymentId: 0 };
  }

  async function load(ctx: BotContext): Promise<PaymentStory> {
    return await money.story(ctx.person.telegramId, read(ctx).paymentId);
  }

  async function goOn(ctx: BotContext, state: State, problem?: string): Promise<void> {
    ctx.scene.state = state;
    const story = await load(ctx);
    const { payment, refundable } = story;
    // Some money goes back whole or not at all.
    const amountMinor =
      findProvider(payment.provider)?.traits.refunds === 'whole' ? refundable.leftMinor : state.amountMinor;
    if (amountMinor === undefined)
      return await ctx.show(refundStepScreen(ctx.voice, { step: 'amount', story, problem }));
    const { reason } = state;
    ctx.scene.state = { ...state, amountMinor };
    if (reason === undefined)
      return await ctx.show(refundStepScreen(ctx.voice, { step: 'reason', story, problem }));
    await ctx.show(refundQuestion(ctx.voice, { story, amountMinor, reason }));
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const state = read(ctx);
    if (state.amountMinor === undefined)
      return await takeAmount(ctx, readMinor(text, (await load(ctx)).payment.currency));
    const reason = readReason(text);
    await (reason !== undefined
      ? goOn(ctx, { ...state, reason })
      : goOn(ctx, state, ctx.voice.t.review.notAReason));
  }

  async function takeAmount(ctx: BotContext, amountMinor: number | undefined): Promise<void> {
    const { payment, refundable } = await load(ctx);
    const isFit = amountMinor !== undefined && amountMinor >= 1 && amountMinor <= refundable.leftMinor;
    if (isFit) return await goOn(ctx, { ...read(ctx), amountMinor });
    const left = ctx.voice.format.money({ minor: refundable.leftMinor, currency: payment.currency });
    await goOn(ctx, read(ctx), ctx.voice.t.giveBack.notAnAmount(left));
  }

  async function refund(ctx: BotContext): Promise<void> {
    const { paymentId, amountMinor = 0, reason = '' } = read(ctx);
    const { refundable } = await load(ctx);
    const { t } = ctx.voice;
    await ctx.scene.leave();
    try {
      await money.refund(ctx.cause, { paymentId, amountMinor, reason });
      ctx.toast(refundable.to === 'balance' ? t.giveBack.credited : t.giveBack.begun);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error;
      ctx.toast(ctx.voice.refusal(error.code, error.details));
    }
    await showPayment(ctx, paymentId);
  }
}

import { Scenes } from 'telegraf';
import type { Clock } from '../../../platform/clock.ts';
import type { Currency } from '../../../platform/money.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import type { PlanService } from '../../plans/service.ts';
import type { BotContext } from '../../users/context.ts';
import { newPromoCode } from './code.rules.ts';
import { newPromoScene, type PromoDesk } from './desk.handlers.ts';
import {
  draftSchema,
  type PromoDraft,
  readAnswer,
  stepAfter,
  stepBefore,
  termsOf,
  togglePlan,
} from './draft.rules.ts';
import type { PromoService } from './service.ts';
import { promoStepScreen, wrongAnswer } from './steps.screens.ts';
import * as taps from './taps.ts';

/** A few questions, a summary, then a code. Every answer may be tapped or typed. */
export function createNewPromoScene(parts: {
  promos: PromoService;
  plans: Pick<PlanService, 'list'>;
  desk: PromoDesk;
  clock: Clock;
  currency: Currency;
  timeZone: string;
}): Scenes.BaseScene<BotContext> {
  const { promos, plans, desk, clock, currency, timeZone } = parts;
  const scene = new Scenes.BaseScene<BotContext>(newPromoScene);
  scene.enter((ctx) => ask(ctx, read(ctx)));
  hear(scene, taps.answer, (ctx, [step, value]) =>
    step === read(ctx).step ? answer(ctx, value) : ask(ctx, read(ctx)),
  );
  hear(scene, taps.togglePlan, (ctx, [code]) => ask(ctx, togglePlan(read(ctx), code)));
  hear(scene, taps.back, (ctx) => ask(ctx, stepBefore(read(ctx))));
  hear(scene, taps.make, make);
  onAnswer(scene, { text: answer, other: (ctx) => repeat(ctx) });
  return scene;

  /** A draft that this version cannot read starts again from the first question. */
  function read(ctx: BotContext): PromoDraft {
    const found = draftSchema.safeParse(ctx.scene.state).data;
    return found ?? { schemaVersion: 1, id: ctx.cause.key, step: 'code', planCodes: [] };
  }

  async function ask(ctx: BotContext, draft: PromoDraft, problem?: string): Promise<void> {
    ctx.scene.state = draft;
    const all = await plans.list(ctx.person.telegramId);
    const asking = { draft, currency, plans: all.filter(({ code }) => code !== 'trial') };
    await ctx.show(promoStepScreen(ctx.voice, asking, problem));
  }

  async function repeat(ctx: BotContext): Promise<void> {
    const draft = read(ctx);
    await ask(ctx, draft, wrongAnswer(ctx.voice, { draft, currency }));
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const draft = read(ctx);
    if (draft.step === 'code') return await takeCode(ctx, text);
    const next = readAnswer(draft, text, { currency, timeZone, now: clock.now() });
    await (next === undefined ? repeat(ctx) : ask(ctx, stepAfter(next)));
  }

  async function takeCode(ctx: BotContext, text: string): Promise<void> {
    const draft = read(ctx);
    try {
      const code = await promos.demandFree(ctx.person.telegramId, text === '*' ? newPromoCode() : text);
      await ask(ctx, stepAfter({ ...draft, code }));
    } catch (error) {
      await askAgain(ctx, draft, error);
    }
  }

  async function make(ctx: BotContext): Promise<void> {
    const draft = read(ctx);
    const terms = termsOf(draft, currency);
    if (terms === undefined || draft.step !== 'sure') return await ask(ctx, draft);
    try {
      const cause = { key: `promo dialogue ${draft.id}`, actorId: ctx.cause.actorId };
      const promo = await promos.create(cause, terms);
      await ctx.scene.leave();
      await desk.showCard(ctx, promo.id, true);
    } catch (error) {
      await askAgain(ctx, draft, error);
    }
  }

  /** What was answered stays: only the question whose answer does not hold any more is asked again. */
  async function askAgain(ctx: BotContext, draft: PromoDraft, error: unknown): Promise<void> {
    if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error;
    const step = error.code === 'promo.bad-end' ? 'end' : 'code';
    await ask(ctx, { ...draft, step }, ctx.voice.refusal(error.code, error.details));
  }
}

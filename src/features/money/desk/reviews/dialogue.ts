import { z } from 'zod';
import { readReason } from '../../../../platform/reason.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import { readWhole } from '../../../../telegram/screens/taps.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../../../users/context.ts';
import type { MoneyDesk } from '../service.ts';
import { reviewQuestion, reviewStepScreen } from './screens.ts';
import { decisions } from './rules.ts';
import * as taps from '../taps.ts';

const about = z.object({ paymentId: z.number().int(), decision: z.enum(decisions) });
type About = z.infer<typeof about>;
const answers = z.object({
  order: z.number().int().optional(),
  person: z.number().int().optional(),
  reason: z.string(),
});

/** Asks what a decision about a payment needs, one question after another, and once more before it is made. */
export function createReviewDialogue(parts: {
  money: Pick<MoneyDesk, 'story' | 'likelyOrder' | 'orderToPay' | 'demandPerson' | 'decide'>;
  showPayment: (ctx: BotContext, paymentId: number) => Promise<void>;
  showAll: (ctx: BotContext) => Promise<void>;
}): BotDialogue<About> {
  const { money, showPayment, showAll } = parts;
  const load = (ctx: BotContext, { paymentId }: About) => money.story(ctx.person.telegramId, paymentId);
  return defineDialogue({
    id: 'payments.review',
    about,
    answers,
    questions: {
      order: {
        when: async ({ about: of }, ctx) =>
          of.decision === 'accepted' && (await load(ctx, of)).payment.orderId === null,
        async read(text, _given, { person }) {
          const orderId = readId(text);
          if (orderId !== undefined) await money.orderToPay(person.telegramId, orderId);
          return orderId;
        },
        wrong: ({ voice }) => voice.t.review.notAnOrder,
        async screen(ctx, { about: of, problem }) {
          const { payment } = await load(ctx, of);
          const { telegramId } = ctx.person;
          const likely =
            payment.userId === null ? undefined : await money.likelyOrder(telegramId, payment.userId);
          return reviewStepScreen(ctx.voice, { step: 'order', payment, likely, problem });
        },
      },
      person: {
        when: ({ about: of }) => of.decision === 'credited',
        async read(text, _given, { person }) {
          const userId = readId(text);
          if (userId !== undefined) await money.demandPerson(person.telegramId, userId);
          return userId;
        },
        wrong: ({ voice }) => voice.t.review.notAPerson,
        screen: async (ctx, { about: of, problem }) =>
          reviewStepScreen(ctx.voice, { step: 'person', payment: (await load(ctx, of)).payment, problem }),
      },
      reason: {
        read: readReason,
        wrong: ({ voice }) => voice.t.review.notAReason,
        screen: async (ctx, { about: of, problem }) =>
          reviewStepScreen(ctx.voice, { step: 'reason', payment: (await load(ctx, of)).payment, problem }),
      },
    },
    picks: (on) => [on(taps.pick, ([id]) => ({ typed: String(id) }))],
    sure: {
      tap: taps.decide,
      carries: ({ paymentId }) => [paymentId],
      typed: 'reason',
      async screen(ctx, { about: of, answers: { order: orderId, person, reason } }) {
        const story = await load(ctx, of);
        const order =
          orderId === undefined ? story.order : await money.orderToPay(ctx.person.telegramId, orderId);
        const personId = orderId ?? person ?? story.payment.userId ?? 0;
        const { decision } = of;
        return reviewQuestion(ctx.voice, { payment: story.payment, decision, order, personId, reason });
      },
    },
    async done(ctx, { about: { paymentId, decision }, answers: { order, person, reason }, cause }) {
      try {
        await money.decide(cause, { paymentId, decision, targetId: order ?? person, reason });
        ctx.toast(ctx.voice.t.review.done);
      } catch (error) {
        // Somebody else was faster, or the money has gone meanwhile: what is true now is shown.
        if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
        ctx.toast(ctx.voice.refusal(error.code, error.details));
      }
      await showPayment(ctx, paymentId);
    },
    origin: showAll,
    formerly: ({ targetId, ...rest }) => ({
      ...rest,
      [rest['decision'] === 'accepted' ? 'order' : 'person']: targetId,
    }),
  });
}

function readId(text: string): number | undefined {
  return readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER });
}

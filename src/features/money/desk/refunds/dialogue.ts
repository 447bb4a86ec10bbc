import { z } from 'zod';
import { readMinor } from '../../../../platform/money.ts';
import { readReason } from '../../../../platform/reason.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../../../users/context.ts';
import { findProvider } from '../../providers/registry.ts';
import type { MoneyDesk, PaymentStory } from '../service.ts';
import { refundQuestion, refundStepScreen } from './screens.ts';
import * as taps from '../taps.ts';

const about = z.object({ paymentId: z.number().int() });
type About = z.infer<typeof about>;
const answers = z.object({ amountMinor: z.number().int().optional(), reason: z.string() });

/** Asks how much to give back and why, and says what becomes of the access before it is done. */
export function createRefundDialogue(parts: {
  money: Pick<MoneyDesk, 'story' | 'refund'>;
  showPayment: (ctx: BotContext, paymentId: number) => Promise<void>;
  showAll: (ctx: BotContext) => Promise<void>;
}): BotDialogue<About> {
  const { money, showPayment, showAll } = parts;
  const load = (ctx: BotContext, { paymentId }: About) => money.story(ctx.person.telegramId, paymentId);
  return defineDialogue({
    id: 'payments.refund',
    about,
    answers,
    questions: {
      amountMinor: {
        when: async ({ about: of }, ctx) => !isWholeOrNothing(await load(ctx, of)),
        async read(text, { about: of }, ctx) {
          const story = await load(ctx, of);
          return fitting(readMinor(text, story.payment.currency), story);
        },
        async wrong(ctx, { about: of }) {
          const { payment, refundable } = await load(ctx, of);
          const left = { minor: refundable.leftMinor, currency: payment.currency };
          return ctx.voice.t.giveBack.notAnAmount(ctx.voice.format.money(left));
        },
        screen: async (ctx, { about: of, problem }) =>
          refundStepScreen(ctx.voice, { step: 'amount', story: await load(ctx, of), problem }),
      },
      reason: {
        read: readReason,
        wrong: ({ voice }) => voice.t.review.notAReason,
        screen: async (ctx, { about: of, problem }) =>
          refundStepScreen(ctx.voice, { step: 'reason', story: await load(ctx, of), problem }),
      },
    },
    picks: (on) => [
      on(taps.pick, async ([minor], { about: of }, ctx) => {
        const answer = fitting(minor, await load(ctx, of));
        return answer === undefined ? undefined : { to: 'amountMinor', answer };
      }),
    ],
    sure: {
      tap: taps.refund,
      carries: ({ paymentId }) => [paymentId],
      typed: 'reason',
      async screen(ctx, { about: of, answers: { amountMinor, reason } }) {
        const story = await load(ctx, of);
        const minor = amountMinor ?? story.refundable.leftMinor;
        return refundQuestion(ctx.voice, { story, amountMinor: minor, reason });
      },
    },
    async done(ctx, { about: of, answers: { amountMinor, reason }, cause }) {
      const { refundable } = await load(ctx, of);
      const wanted = { ...of, amountMinor: amountMinor ?? refundable.leftMinor, reason };
      const { t } = ctx.voice;
      try {
        await money.refund(cause, wanted);
        ctx.toast(refundable.to === 'balance' ? t.giveBack.credited : t.giveBack.begun);
      } catch (error) {
        // The money has gone another way meanwhile: what is true now is shown.
        if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error;
        ctx.toast(ctx.voice.refusal(error.code, error.details));
      }
      await showPayment(ctx, of.paymentId);
    },
    origin: showAll,
  });
}

/** Some money goes back whole or not at all. */
function isWholeOrNothing({ payment }: PaymentStory): boolean {
  return findProvider(payment.provider)?.traits.refunds === 'whole';
}

function fitting(minor: number | undefined, { refundable }: PaymentStory): number | undefined {
  return minor !== undefined && minor >= 1 && minor <= refundable.leftMinor ? minor : undefined;
}

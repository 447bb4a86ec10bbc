import { z } from 'zod';
import { currencies } from '../../../../platform/money.ts';
import { readReason } from '../../../../platform/reason.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../../../users/context.ts';
import type { MoneyDesk } from '../service.ts';
import { paidOutScreen, payoutReasonScreen, payoutSureScreen } from './screens.ts';
import * as taps from '../taps.ts';

const about = z.object({
  userId: z.number().int(),
  money: z.object({ minor: z.number().int(), currency: z.enum(currencies) }),
});

/** Writes off what was paid out by hand, with a reason, after one confirmation. */
export function createPayoutDialogue(parts: {
  money: Pick<MoneyDesk, 'payOut' | 'standing'>;
  showDesk: (ctx: BotContext) => Promise<void>;
}): BotDialogue<z.infer<typeof about>> {
  const { money, showDesk } = parts;
  return defineDialogue({
    id: 'money.payout',
    about,
    answers: z.object({ reason: z.string() }),
    may: (ctx, { userId }) => money.standing(ctx.person.telegramId, userId),
    questions: {
      reason: {
        read: readReason,
        wrong: ({ voice }) => voice.t.gifts.wrong.reason,
        screen: ({ voice }, { about: of, problem }) => payoutReasonScreen(voice, { ...of, problem }),
      },
    },
    sure: {
      tap: taps.payOut,
      typed: 'reason',
      screen: ({ voice }, { about: of, answers: { reason }, problem }) =>
        payoutSureScreen(voice, { ...of, reason, problem }),
    },
    async done(ctx, { about: of, answers: { reason }, cause }) {
      await money.payOut(cause, { ...of, reason });
      await ctx.show(paidOutScreen(ctx.voice, of));
    },
    origin: showDesk,
  });
}

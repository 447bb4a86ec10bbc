import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../../users/context.ts';
import { findPaymentScreen, foundPaymentsScreen } from './screens.ts';
import type { MoneyDesk } from './service.ts';

/** Asks for a number or name and shows the payments that it fits; the next thing sent is looked for too. */
export function createFindPaymentDialogue(
  money: Pick<MoneyDesk, 'search'>,
  showAll: (ctx: BotContext) => Promise<void>,
): BotDialogue<object> {
  return defineDialogue({
    id: 'payments.find',
    about: z.object({}),
    answers: z.object({ query: z.string() }),
    questions: {
      query: { read: (text) => text, screen: ({ voice }) => findPaymentScreen(voice) },
    },
    async done(ctx, { answers: { query } }) {
      const rows = await money.search(ctx.person.telegramId, query);
      await ctx.show(foundPaymentsScreen(ctx.voice, query, rows));
      return 'again';
    },
    origin: showAll,
  });
}

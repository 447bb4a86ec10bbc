import { z } from 'zod';
import { readReason } from '../../platform/reason.ts';
import type { RenewalService } from '../money/renewals/service.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import { askStopReasonScreen } from './screens.ts';

const about = z.object({ userId: z.number().int() });

/** Switching somebody's auto-renewal off: an admin says why, then it is done. */
export function createStopRenewalDialogue(parts: {
  users: Pick<UserService, 'demand' | 'card'>;
  renewals: Pick<RenewalService, 'stopFor'>;
  showCard: (ctx: BotContext, userId: number) => Promise<void>;
  showMenu: (ctx: BotContext) => Promise<void>;
}): BotDialogue<z.infer<typeof about>> {
  const { users, renewals, showCard, showMenu } = parts;
  return defineDialogue({
    id: 'admin.stop-renewal',
    about,
    answers: z.object({ reason: z.string() }),
    may: (ctx) => users.demand(ctx.person.telegramId, 'manage money'),
    questions: {
      reason: {
        read: readReason,
        wrong: ({ voice }) => voice.t.admin.stopReasonLength,
        screen: async ({ voice, person }, { about: { userId }, problem }) =>
          askStopReasonScreen(voice, await users.card(person.telegramId, userId), problem),
      },
    },
    async done(ctx, { about: { userId }, answers: { reason }, cause }) {
      await renewals.stopFor(cause, { userId, reason });
      await showCard(ctx, userId);
    },
    origin: showMenu,
  });
}

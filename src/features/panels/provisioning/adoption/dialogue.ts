import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../../../users/context.ts';
import type { UserService } from '../../../users/service.ts';
import { accountLinkedScreen, askAccountScreen, foundAccountScreen } from './screens.ts';
import { adoptionConflicts } from './adopt.service.ts';
import type { AdoptionService } from './service.ts';
import * as taps from './taps.ts';

const about = z.object({ userId: z.number().int() });
type About = z.infer<typeof about>;

/** The account that was found and shown; the confirmation links this and nothing else. */
const account = z.object({
  panelId: z.number().int(),
  panel: z.string(),
  uuid: z.guid(),
  name: z.string(),
  daysLeft: z.number().nullable(),
  usedBytes: z.number(),
  limitBytes: z.number().nullable(),
  isMonthly: z.boolean().optional(),
  isActive: z.boolean(),
  isSwitchedOff: z.boolean().optional(),
  conflict: z.enum(adoptionConflicts).optional(),
});

/** Asks for a uuid or link, shows what stands there, and links it after one tap; another one may be sent instead. */
export function createAdoptAccountDialogue(parts: {
  adoption: Pick<AdoptionService, 'look' | 'link'>;
  users: Pick<UserService, 'demand' | 'card'>;
  showDesk: (ctx: BotContext) => Promise<void>;
}): BotDialogue<About> {
  const { adoption, users, showDesk } = parts;
  return defineDialogue({
    id: 'subscriptions.adopt',
    about,
    answers: z.object({ account }),
    may: (ctx) => users.demand(ctx.person.telegramId, 'manage panels'),
    questions: {
      account: {
        // The link, and the uuid by itself, are somebody's key.
        isSecret: () => true,
        read: (text, { about: { userId } }, { person }) => adoption.look(person.telegramId, { userId, text }),
        wrong: ({ voice }) => voice.t.adoption.askAgain,
        async screen({ voice, person }, { about: { userId }, problem }) {
          const { firstName: name } = await users.card(person.telegramId, userId);
          return askAccountScreen(voice, { name, problem });
        },
      },
    },
    sure: {
      tap: taps.confirm,
      typed: 'account',
      screen: ({ voice }, { answers }) => foundAccountScreen(voice, answers.account),
    },
    async done(ctx, { about: { userId }, answers: { account: found }, cause }) {
      await adoption.link(cause, { userId, panelId: found.panelId, uuid: found.uuid });
      await ctx.show(accountLinkedScreen(ctx.voice, userId));
    },
    origin: showDesk,
    // What was found stands on the screen no more: it is looked for anew.
    formerly: ({ userId }) => ({ userId }),
  });
}

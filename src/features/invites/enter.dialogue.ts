import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../users/context.ts';
import { readInviteCode } from './code.rules.ts';
import { askCodeScreen } from './screens.ts';

/** Asks for a code until one works or the person cancels. */
export function createEnterCodeDialogue(parts: {
  redeem: (ctx: BotContext, code: string) => Promise<void>;
}): BotDialogue<object> {
  return defineDialogue({
    id: 'invite.enter',
    about: z.object({}),
    answers: z.object({ code: z.string() }),
    questions: {
      code: {
        read: readInviteCode,
        wrong: ({ voice }) => voice.t.invites.askAgain,
        screen: ({ voice, person }, { problem }) =>
          askCodeScreen(voice, { outside: person.admittedAt === null, problem }),
      },
    },
    done: (ctx, { answers: { code } }) => parts.redeem(ctx, code),
    origin: (ctx) => ctx.goHome(),
  });
}

import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import { askQueryScreen, foundScreen } from './screens.ts';

/** Asks for a name or number until somebody fits it. */
export function createFindPersonDialogue(
  users: Pick<UserService, 'demand' | 'search'>,
  showMenu: (ctx: BotContext) => Promise<void>,
): BotDialogue<object> {
  return defineDialogue({
    id: 'admin.find',
    about: z.object({}),
    answers: z.object({ query: z.string() }),
    may: (ctx) => users.demand(ctx.person.telegramId, 'see people'),
    questions: {
      query: { read: (text) => text, screen: ({ voice }) => askQueryScreen(voice) },
    },
    async done(ctx, { answers: { query } }) {
      const people = await users.search(ctx.person.telegramId, query);
      await ctx.show(foundScreen(ctx.voice, query, people));
      return people.length === 0 ? 'again' : undefined;
    },
    origin: showMenu,
  });
}

import { type Composer, Telegraf } from 'telegraf';
import type { Update, UserFromGetMe } from 'telegraf/types';
import type { TelegramClient } from '../telegram/api/client.ts';
import { type CommandHandlers, commands } from '../telegram/commands.ts';
import { carryDialogues } from '../telegram/dialogue/stage.ts';
import { createContextType } from '../telegram/api/telegraf-transport.ts';
import type { BotContext, BotPart } from '../features/users/context.ts';
import { isUnreachable } from '../features/users/notices.service.ts';
import type { Entry } from '../platform/inbox/queries.ts';
import { answerTaps } from './taps.ts';
import { introduce, type IntroduceParts, type Occasion } from './introduce.ts';
import { hearReachability, refuseGroups } from './chats.ts';
import { explainRefusals } from './refusals.ts';
import { keepSession, leaveOnNavigation } from './session.ts';
import { hearWhatIsSaid } from './said.ts';
import { readUpdate } from './read-update.ts';
import { isUnderstood } from './understood.ts';
import { slowDown } from './pace.ts';
import type { RateLimiter } from '../platform/rate-limit.ts';
import type { SessionStore } from '../telegram/screens/session.ts';
import type { Events } from '../platform/events.ts';
import { readUpdateHead } from '../telegram/update-head.ts';

export interface BotParts extends IntroduceParts {
  client: TelegramClient;
  me: UserFromGetMe;
  events: Events;
  sessions: SessionStore;
  limiter: RateLimiter;
  /** Commands and buttons that work in the middle of every dialogue. */
  everywhere: Composer<BotContext>;
  /** What each command does, of those too that `everywhere` hears. */
  commands: CommandHandlers<BotContext>;
  /** What the houses hear, in the order in which they are asked. */
  parts: readonly BotPart[];
  /** What must be heard whoever sends it, however fast, and in whatever dialogue: payments. */
  first: Composer<BotContext>;
  /** Home, for what nobody else understood. */
  lastResort: (ctx: BotContext) => Promise<void>;
}

export interface Bot {
  /**
   * Handles one stored update. Throws when it has to be tried again; the signal ends calls to Telegram that hang.
   * Calls `forget` when the update holds a secret.
   */
  handle(entry: Entry, signal: AbortSignal, forget: () => void): Promise<void>;
}

/**
 * Builds the bot: who speaks, which dialogue answers, the menu, and the last resort: in the order in which an
 * update meets them.
 */
export function createBot(parts: BotParts): Bot {
  const occasions = new WeakMap<Update, Occasion>();
  // Every call goes through our client, so the framework is not given the token: what it has not it cannot leak.
  const telegraf = new Telegraf<BotContext>('0:unused', {
    contextType: createContextType(parts.client, (update) => occasions.get(update)?.signal) as never,
    handlerTimeout: Number.POSITIVE_INFINITY,
  });
  telegraf.botInfo = parts.me;
  telegraf.catch((error) => {
    throw error;
  });

  telegraf.use(parts.first);
  telegraf.use(hearReachability(parts.users));
  telegraf.use(refuseGroups(parts));
  telegraf.use(hearWhatIsSaid(parts));
  telegraf.use(introduce(parts, occasions));
  telegraf.use(answerTaps(parts));
  telegraf.use(slowDown(parts));
  telegraf.use(keepSession(parts.sessions));
  telegraf.use(explainRefusals(parts.lastResort));
  telegraf.use(
    carryDialogues(
      parts.parts.flatMap(({ dialogues = [] }) => dialogues),
      parts.everywhere,
    ),
  );
  telegraf.use(leaveOnNavigation());
  for (const { name } of commands) telegraf.command(name, parts.commands[name]);
  for (const { composer } of parts.parts) telegraf.use(composer);
  telegraf.use(parts.lastResort);

  /** Nobody is there to answer any more: what was done is done, and trying again would not help. */
  async function excuseUnreachable(error: unknown, entry: Entry): Promise<void> {
    const userId = readUpdateHead(entry.payload)?.userId;
    if (userId === undefined || !isUnreachable(error)) throw error;
    await parts.users.noteReachable(userId, false);
  }

  return {
    async handle(entry, signal, forget) {
      const update = readUpdate(entry.payload);
      if (!isUnderstood(update)) return;
      const { account, externalId } = entry;
      occasions.set(update, { account, updateId: externalId, signal, forget });
      try {
        await telegraf.handleUpdate(update);
      } catch (error) {
        await excuseUnreachable(error, entry);
      }
    },
  };
}

import type { MiddlewareFn } from 'telegraf';
import type { RateLimiter } from '../platform/rate-limit.ts';
import type { TelegramClient } from '../telegram/api/client.ts';
import type { BotContext } from '../features/users/context.ts';
import type { UserService } from '../features/users/service.ts';
import { type Language, languageOf, type Voice } from '../texts/voice.ts';

/** Notes who blocked the bot and who came back. */
export function hearReachability(users: UserService): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const change = ctx.myChatMember;
    if (change === undefined) return await next();
    if (change.chat.type !== 'private') return;
    await users.noteReachable(change.from.id, change.new_chat_member.status === 'member');
  };
}

/** A group hears of the private chat once a minute, however much is written there. */
const noticePace = { burst: 1, perSecond: 1 / 60 };
/** Nobody waits for what a group is told, and what cannot be sent within a moment is not said. */
const inPassing = { retry: 'never', maxWaitSeconds: 1 } as const;

/**
 * Keys are shown only in private. In a group a command for this bot gets one line with the way to the private chat, anything
 * else is left alone; in channels nobody is there to answer.
 */
export function refuseGroups(parts: {
  voices: Readonly<Record<Language, Voice>>;
  me: { username: string };
  client: Pick<TelegramClient, 'call'>;
  limiter: RateLimiter;
}): MiddlewareFn<BotContext> {
  const { voices, me, client, limiter } = parts;
  return async (ctx, next) => {
    const { chat, callbackQuery: tapped } = ctx;
    if (chat?.type === 'private') return await next();
    const { t } = voices[languageOf({ language: null, languageCode: ctx.from?.language_code })];
    if (tapped !== undefined) {
      const answer = { callback_query_id: tapped.id, text: t.general.menuChanged };
      client.call('answerCallbackQuery', answer, inPassing).catch(() => {});
      return;
    }
    if (chat === undefined || !isForUs(ctx.message)) return;
    if (!(await limiter.take(`group ${chat.id}`, noticePace)).allowed) return;
    const url = `https://t.me/${me.username}`;
    const notice = {
      chat_id: chat.id,
      text: t.general.groupNotice.html,
      parse_mode: 'HTML',
      reply_markup: { inline_keyboard: [[{ text: t.general.openPrivate, url }]] },
    } as const;
    client.call('sendMessage', notice, inPassing).catch(() => {});
  };

  /** A command without a name may be anybody's. */
  function isForUs(message: object | undefined): boolean {
    if (message === undefined || !('text' in message) || typeof message.text !== 'string') return false;
    const [command, name = me.username] = /^\/\w+(?:@(\w+))?/.exec(message.text) ?? [];
    return command !== undefined && name.toLowerCase() === me.username.toLowerCase();
  }
}

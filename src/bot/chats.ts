import type { MiddlewareFn } from 'telegraf';
import { TelegramError } from '../telegram/api/telegram-error.ts';
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

/**
 * Keys are shown only in private. In a group a command gets one line with the way to the private chat, anything else
 * is left alone; in channels nobody is there to answer.
 */
export function refuseGroups(parts: {
  voices: Readonly<Record<Language, Voice>>;
  me: { username: string };
}): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (ctx.chat?.type === 'private') return await next();
    const { t } = parts.voices[languageOf({ language: null, languageCode: ctx.from?.language_code })];
    if (ctx.callbackQuery !== undefined)
      return void (await ctx.answerCbQuery(t.general.menuChanged).catch(ignoreRefusal));
    if (ctx.message === undefined || !('text' in ctx.message) || !ctx.message.text.startsWith('/')) return;
    const url = `https://t.me/${parts.me.username}`;
    await ctx
      .reply(t.general.groupNotice.html, {
        parse_mode: 'HTML',
        reply_markup: { inline_keyboard: [[{ text: t.general.openPrivate, url }]] },
      })
      .catch(ignoreRefusal);
  };
}

/** A group may have forbidden the bot to write; that is the group's affair. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof TelegramError) || error.code < 400 || error.code >= 500 || error.code === 429)
    throw error;
}

import type { MiddlewareFn } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { BotContext } from '../features/users/context.ts';
import type { User, UserService } from '../features/users/service.ts';
import type { ButtonCodec } from '../telegram/screens/buttons.ts';
import type { ScreenWriter, Tapped } from '../telegram/screens/screen.ts';
import { TelegramError } from '../telegram/api/telegram-error.ts';
import type { Html } from '../telegram/screens/html.ts';
import { clip } from '../telegram/screens/clip.ts';
import { type Language, type Voice, voiceTo } from '../texts/voice.ts';

export interface IntroduceParts {
  users: UserService;
  voices: Readonly<Record<Language, Voice>>;
  writer: ScreenWriter;
  codec: ButtonCodec;
  showHome: (ctx: BotContext, opening?: Html) => Promise<void>;
}

/** The occasion of an update: why it acts on it, and until when. */
export interface Occasion {
  /** The bot that it was sent to, and the update's number: the same for every repeat of it. */
  account: string;
  updateId: string;
  signal: AbortSignal;
  /** The stored update is emptied as soon as it is handled. */
  forget: () => void;
}

/** Finds out who speaks and gives the context everything a handler works with. Blocked people get one message. */
export function introduce(
  parts: IntroduceParts,
  occasions: WeakMap<Update, Occasion>,
): MiddlewareFn<BotContext> {
  const { users, voices, writer, codec, showHome } = parts;
  return async (ctx, next) => {
    const { from, chat } = ctx;
    const occasion = occasions.get(ctx.update);
    if (from === undefined || from.is_bot || chat === undefined || occasion === undefined) return;
    ctx.person = await users.meet({
      id: from.id,
      firstName: clean(from.first_name),
      lastName: from.last_name === undefined ? undefined : clean(from.last_name),
      username: from.username === undefined ? undefined : clean(from.username),
      languageCode: from.language_code === undefined ? undefined : clean(from.language_code),
    });
    ctx.voice = voiceTo(voices, ctx.person);
    ctx.tap = readTap(ctx, codec);
    const topicId = topicOf(ctx);
    ctx.cause = {
      key: causeOf(occasion, ctx.tap),
      actorId: from.id,
      ...(topicId !== undefined && { topicId }),
    };
    ctx.question = questionOf(occasion);
    const to = { chatId: chat.id, signal: occasion.signal, topicId, question: ctx.question };
    ctx.show = (screen) => writer.show(to, screen, tappedMessage(ctx));
    ctx.post = (screen) => writer.post(to, screen);
    ctx.toast = () => {};
    ctx.forget = () => forget(ctx, occasion);
    ctx.goHome = (opening) => showHome(ctx, opening);
    if (ctx.person.blockedAt !== null) return await turnAway(ctx, ctx.person);
    await next();
  };

  async function turnAway(ctx: BotContext, person: User): Promise<void> {
    if (person.blockNoticeAt === null) {
      await ctx.post({ text: ctx.voice.t.general.blocked });
      await users.noteBlockNotice(person.telegramId);
    }
    if (ctx.callbackQuery !== undefined) await ctx.answerCbQuery().catch(() => {});
  }
}

/** What holds a secret stays neither in the chat nor in the inbox. A message that is gone already is no failure. */
async function forget(ctx: BotContext, occasion: Occasion): Promise<void> {
  occasion.forget();
  await ctx.deleteMessage().catch((error: unknown) => {
    if (!(error instanceof TelegramError) || error.kind !== 'message-gone') throw error;
  });
}

/** A name is one line, up to some length: it must not pass for lines of a screen. PostgreSQL takes no NUL anyway. */
function clean(text: string): string {
  return clip(text, 256);
}

/** What is asked by this update, and by every repeat of it, is one question. */
function questionOf({ updateId }: Occasion): string {
  return BigInt(updateId).toString(36);
}

/** An answer is done once for its question, by however many taps; anything else once for its update. */
function causeOf({ account, updateId }: Occasion, tap: BotContext['tap']): string {
  if (tap === undefined || tap === 'stale' || tap.question === undefined)
    return `telegram ${account} ${updateId}`;
  return `telegram ${account} answer ${[tap.question, tap.route, ...tap.args].join(':')}`;
}

function readTap(ctx: BotContext, codec: ButtonCodec): BotContext['tap'] {
  const query = ctx.callbackQuery;
  if (query === undefined) return undefined;
  return 'data' in query ? codec.decode(query.data, query.from.id) : 'stale';
}

/** The message whose button was pressed. One that Telegram no longer shows us (date 0) is not edited. */
function tappedMessage(ctx: BotContext): Tapped | undefined {
  const message = ctx.callbackQuery?.message;
  if (message === undefined) return undefined;
  const shows =
    message.date === 0 ? 'other' : 'text' in message ? 'text' : 'photo' in message ? 'photo' : 'other';
  return { messageId: message.message_id, shows };
}

/** A private chat may have topics: the answer stays in the one where the person speaks, and so does what comes of it later. */
function topicOf(ctx: BotContext): number | undefined {
  const message: object = ctx.message ?? ctx.callbackQuery?.message ?? {};
  const isThere = 'is_topic_message' in message && message.is_topic_message === true;
  const topic = isThere && 'message_thread_id' in message ? message.message_thread_id : undefined;
  return typeof topic === 'number' ? topic : undefined;
}

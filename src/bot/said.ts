import type { MiddlewareFn } from 'telegraf';
import type { BotContext } from '../features/users/context.ts';
import type { RateLimiter } from '../platform/rate-limit.ts';

/** What makes a message something that a person says; everything else Telegram tells of a chat by itself. */
const said = new Set([
  'text',
  'animation',
  'audio',
  'checklist',
  'contact',
  'dice',
  'document',
  'game',
  'live_photo',
  'location',
  'paid_media',
  'photo',
  'poll',
  'rich_message',
  'sticker',
  'story',
  'venue',
  'video',
  'video_note',
  'voice',
]);

/** An album comes as a message for each of its pictures, within a few seconds. */
const once = { burst: 1, perSecond: 1 / 3_600 };

/**
 * Lets through what people say, and of an album the first: a pinned message, a new picture of the chat, a topic that was
 * opened are no questions, and an answer to them would take the buttons from the screen that the person looks at.
 */
export function hearWhatIsSaid({ limiter }: { limiter: RateLimiter }): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const { message } = ctx;
    if (message === undefined) return await next();
    if (!Object.keys(message).some((key) => said.has(key))) return;
    const album = 'media_group_id' in message ? message.media_group_id : undefined;
    if (album === undefined) return await next();
    const first = await limiter.take(`album ${message.chat.id} ${album}`, once);
    if (first.allowed) await next();
  };
}

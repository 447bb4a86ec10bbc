import type { Composer, Context } from 'telegraf';

/**
 * How a dialogue hears what is sent to it: text goes to `text`, anything else (photos, stickers, voices) to `other`,
 * and commands pass on, because they work in the middle of every dialogue.
 */
export function onAnswer<C extends Context>(
  composer: Composer<C>,
  hear: { text: (ctx: C, text: string) => Promise<unknown>; other: (ctx: C) => Promise<unknown> },
): void {
  composer.use(async (ctx, next) => {
    if (ctx.message === undefined) return await next();
    const text = 'text' in ctx.message ? ctx.message.text : undefined;
    if (text === undefined) return await hear.other(ctx);
    return text.startsWith('/') ? await next() : await hear.text(ctx, text);
  });
}

import type { Context } from 'telegraf';

/** What somebody wrote, under a picture too, with the addresses that stand behind words of it; undefined for a command. */
export function wordsOf({ message }: Pick<Context, 'message'>): string | undefined {
  if (message === undefined) return undefined;
  const [words, entities] =
    'text' in message
      ? [message.text, message.entities]
      : 'caption' in message
        ? [message.caption, message.caption_entities]
        : [];
  if (words === undefined || words.startsWith('/')) return undefined;
  const addresses = (entities ?? []).flatMap((entity) => (entity.type === 'text_link' ? [entity.url] : []));
  return [words, ...addresses].join('\n');
}

/** Whether more was sent than a text that says all: words under a picture, or an address behind them. */
export function hidesWords(ctx: Pick<Context, 'message'>): boolean {
  const words = wordsOf(ctx);
  const { message } = ctx;
  return words !== undefined && !(message !== undefined && 'text' in message && message.text === words);
}

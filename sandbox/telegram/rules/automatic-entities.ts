import type { TextEntity } from './formatted-text.ts';

const commonDomains =
  'com|org|net|io|me|ru|dev|app|info|biz|co|uk|de|fr|eu|ua|by|kz|ir|cn|in|tv|cc|gg|ai|xyz|online|site|store|tech|link|cloud|page|su|pro|рф';

/** The sign is in everything that the pattern finds: a text without it, as most are, need not be searched. */
const finders: { type: TextEntity['type']; sign: string; pattern: RegExp }[] = [
  { type: 'url', sign: '://', pattern: /(?<![\w@./-])(?:https?|tg|ton):\/\/[^\s<>"«»]+/giu },
  {
    type: 'email',
    sign: '@',
    pattern: /(?<![\w.+@-])[\w.+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}(?![\w@])/giu,
  },
  {
    type: 'url',
    sign: '.',
    pattern: new RegExp(
      `(?<![\\p{L}\\d@._/:-])(?:[\\p{L}\\d](?:[\\p{L}\\d-]*[\\p{L}\\d])?\\.)+(?:${commonDomains})(?![\\p{L}\\d_@-])(?::\\d{1,5})?(?:[/?#][^\\s<>"«»]*)?`,
      'giu',
    ),
  },
  { type: 'mention', sign: '@', pattern: /(?<![\p{L}\d_@/.])@[a-z][a-z0-9_]{2,31}(?![\p{L}\d_@])/giu },
  {
    type: 'bot_command',
    sign: '/',
    pattern: /(?<![\p{L}\d_/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\d_/@<>])/giu,
  },
  {
    type: 'hashtag',
    sign: '#',
    pattern: /(?<![\p{L}\d_#])#(?=[\p{L}\d_]*[\p{L}_])[\p{L}\d_]{1,256}(?![\p{L}\d_#])/giu,
  },
  { type: 'cashtag', sign: '$', pattern: /(?<![\p{L}\d_$])\$[A-Z]{3,8}(?![\p{L}\d_$])/gu },
];

const withoutTrailingPunctuation = (url: string): string => url.replace(/[.,:;!?'"()[\]{}…]+$/u, '');

const overlaps = (a: TextEntity, b: TextEntity): boolean =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;

/** Entity types inside which Telegram looks for nothing. */
const opaque = new Set<TextEntity['type']>(['code', 'pre', 'text_link', 'text_mention', 'custom_emoji']);

/** Finds what Telegram marks by itself in any text: links, mail addresses, mentions, commands, hashtags, cashtags. */
export function findAutomaticEntities(text: string, explicit: TextEntity[]): TextEntity[] {
  const taken = explicit.filter((entity) => opaque.has(entity.type));
  const found: TextEntity[] = [];
  for (const { type, sign, pattern } of finders) {
    if (!text.includes(sign)) continue;
    for (const match of text.matchAll(pattern)) {
      const word = type === 'url' ? withoutTrailingPunctuation(match[0]) : match[0];
      const entity: TextEntity = { type, offset: match.index, length: word.length };
      if (![...taken, ...found].some((other) => overlaps(entity, other))) found.push(entity);
    }
  }
  return found;
}

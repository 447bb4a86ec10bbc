import type { OpenTag, TextEntity } from './formatted-text.ts';
import { readLink } from './links.ts';

const plainTags: Record<string, TextEntity['type']> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
};

type Span = Pick<TextEntity, 'offset' | 'length'>;

const languageOf = (tag: OpenTag): string | undefined => {
  const { class: name } = tag.attributes;
  return name?.startsWith('language-') ? name.slice('language-'.length) : undefined;
};

/** `<pre><code class="language-x">` in either nesting is one `pre` entity with a language. */
function addCode(tag: OpenTag, span: Span, entities: TextEntity[]): void {
  const last = entities.at(-1);
  const language = languageOf(tag);
  const wraps = last?.offset === span.offset && last.length === span.length && last.type !== tag.name;
  if (wraps && (last.type === 'code' || last.type === 'pre')) {
    last.type = 'pre';
    if (language) last.language = language;
  } else if (tag.name === 'pre') entities.push({ type: 'pre', ...span });
  else entities.push({ type: 'code', ...span, ...(language ? { language } : {}) });
}

function addSpecial(tag: OpenTag, span: Span, content: string): TextEntity | undefined {
  if (tag.name === 'a') return readLink(tag.attributes['href'] || content, span);
  if (tag.name === 'blockquote')
    return {
      type: tag.attributes['expandable'] === undefined ? 'blockquote' : 'expandable_blockquote',
      ...span,
    };
  if (tag.name === 'tg-emoji')
    return { type: 'custom_emoji', ...span, custom_emoji_id: tag.attributes['emoji-id'] ?? '' };
  const { unix, format } = tag.attributes;
  return {
    type: 'date_time',
    ...span,
    unix_time: Number(unix ?? 0),
    ...(format ? { date_time_format: format } : {}),
  };
}

/** Adds the entity of a tag that ends where the text ends now; an entity of length zero is dropped. */
export function closeTag(tag: OpenTag, text: string, entities: TextEntity[]): void {
  const span = { offset: tag.offset, length: text.length - tag.offset };
  if (span.length === 0) return;
  const plain = plainTags[tag.name];
  if (plain) entities.push({ type: plain, ...span });
  else if (tag.name === 'code' || tag.name === 'pre') addCode(tag, span, entities);
  else {
    const entity = addSpecial(tag, span, text.slice(tag.offset));
    if (entity) entities.push(entity);
  }
}

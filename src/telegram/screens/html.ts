/** Text in Telegram's HTML that is known to be safe to send: made only by `html`, `raw` and `join`. */
export interface Html {
  readonly html: string;
}

type Part = string | number | bigint | Html | readonly Html[];

/**
 * Builds a message text. Everything interpolated is escaped unless it is itself `Html`, so a hostile name
 * can never break or forge a screen.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const pieces = strings.map((text, index) => text + (index < parts.length ? render(parts[index]) : ''));
  return { html: pieces.join('') };
}

/** Joins texts with a separator; empty ones are left out. */
export function join(texts: readonly (Html | undefined | false)[], separator = '\n'): Html {
  const kept = texts.filter((text): text is Html => text !== undefined && text !== false && text.html !== '');
  return { html: kept.map((text) => text.html).join(separator) };
}

/** Plain text as Html: escaped, nothing else. */
export function plain(text: string): Html {
  return { html: escapeHtml(text) };
}

/**
 * Telegram knows only &lt; &gt; &amp; &quot; by name. NUL and lone surrogates are not valid in a request body
 * and are replaced; directional overrides would reorder the rest of the screen and are dropped.
 */
const unsafe = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(unsafe, (character) => (character === '\n' || character === '\t' ? character : ''))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

function render(part: Part | undefined): string {
  if (part === undefined) return '';
  if (typeof part === 'object') return 'html' in part ? part.html : part.map((piece) => piece.html).join('');
  return escapeHtml(String(part));
}

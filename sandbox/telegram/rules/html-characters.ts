const namedReferences: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export interface DecodedReference {
  text: string;
  /** Where reading goes on. */
  next: number;
}

/** Reads `&lt; &gt; &amp; &quot;` and numeric references at `at`; everything else is not a reference and stays literal. */
export function readReference(source: string, at: number): DecodedReference | undefined {
  const numeric = /^&#(?:[xX]([0-9a-fA-F]+)|(\d+))/.exec(source.slice(at, at + 16));
  const named = numeric ? undefined : /^&([a-zA-Z]+)/.exec(source.slice(at, at + 16));
  const found = numeric ?? named;
  if (!found) return undefined;
  const text = numeric ? fromCodePoint(numeric[1], numeric[2]) : namedReferences[named?.[1] ?? ''];
  if (text === undefined) return undefined;
  const end = at + found[0].length;
  return { text, next: source[end] === ';' ? end + 1 : end };
}

function fromCodePoint(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal ?? '', 10);
  const isCharacter = code > 0 && code < 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

export const isSpace = (character: string | undefined): boolean =>
  character !== undefined && /[ \t\r\n\0\v\f]/.test(character);

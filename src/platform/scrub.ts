import { withoutKnown } from './known-secrets.ts';
import { isSecretName, withoutShapes } from './secret-shapes.ts';

/** What was written twice into an address is written three times nowhere. */
const deepest = 3;

/**
 * A finished text without the secrets it may carry: those that are known by their value, and what looks like one, be it plain,
 * percent-encoded, in base64 or with backslashes. What no secret can be in stays as it is.
 */
export function scrub(text: string): string {
  return scrubTo(text, deepest);
}

/** The same of a finished line of JSON, which stays one; what stands under the name of a secret is hidden whole. */
export function scrubLine(line: string): string {
  const said = parse(line);
  return said === undefined ? scrub(line) : `${JSON.stringify(clean(said.value))}\n`;
}

function scrubTo(text: string, depth: number): string {
  const unknown = withoutKnown(text);
  // First, for a shape that is half readable would be hidden by half.
  return withoutShapes(depth === 0 ? unknown : withoutEncoded(unknown, depth - 1));
}

function withoutEncoded(text: string, depth: number): string {
  const hasEscapes = text.includes('%') || text.includes('\\');
  const words = hasEscapes ? text.replace(/[^\s"'<>]+/g, (word) => withoutEscapes(word, depth)) : text;
  return words.replace(/[\w+/-]{11,}={0,2}/g, (word) => (hidesInBase64(word, depth) ? '[hidden]' : word));
}

/** Read only when there is something to be hidden: otherwise it stays as it was written. */
function withoutEscapes(word: string, depth: number): string {
  const read = unescaped(word);
  if (read === word) return word;
  const left = scrubTo(read, depth);
  return left === read ? word : left;
}

function unescaped(word: string): string {
  const bare = word
    .replace(/\\u00([2-7][\da-f])/gi, (_whole, code: string) => letter(code))
    .replaceAll(String.raw`\/`, '/');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare.replace(/%([2-7][\da-f])/gi, (_whole, code: string) => letter(code));
  }
}

function letter(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function hidesInBase64(word: string, depth: number): boolean {
  const read = Buffer.from(word, 'base64').toString('utf8');
  // Most long words are no base64, and nearly none of those is a text when it is read as such.
  return !/[^\P{C}\r\n\t]|\uFFFD/u.test(read) && scrubTo(read, depth) !== read;
}

function parse(line: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) as unknown };
  } catch {
    return undefined;
  }
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each, at) => cleanUnder(value[at - 1], each));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [scrub(name), cleanUnder(name, each)]),
  );
}

/** Under a name, or behind it in a list, as headers are told. */
function cleanUnder(name: unknown, value: unknown): unknown {
  if (typeof name !== 'string' || !isSecretName(name)) return clean(value);
  if (typeof value === 'string' || typeof value === 'number') return '[hidden]';
  return Array.isArray(value) ? value.map((each) => cleanUnder(name, each)) : clean(value);
}

import { badRequest } from '../api/api-error.ts';
import { isSpace, readReference } from './html-characters.ts';
import { closeTag } from './html-tags.ts';
import type { FormattedText, OpenTag, TextEntity } from './formatted-text.ts';

const knownTags = new Set([
  'a',
  'b',
  'strong',
  'i',
  'em',
  'u',
  'ins',
  's',
  'strike',
  'del',
  'span',
  'tg-spoiler',
  'tg-emoji',
  'tg-time',
  'code',
  'pre',
  'blockquote',
]);

interface Reader {
  source: string;
  at: number;
  text: string;
  open: OpenTag[];
  entities: TextEntity[];
}

/** Error offsets are bytes of the UTF-8 source, entity offsets are UTF-16 units of the result. */
const byteOffset = (reader: Reader, at: number): number => Buffer.byteLength(reader.source.slice(0, at));

const refuse = (problem: string): Error => badRequest(`Can't parse entities: ${problem}`);

function skipSpaces(reader: Reader): void {
  while (isSpace(reader.source[reader.at])) reader.at++;
}

function readWhile(reader: Reader, fits: (character: string) => boolean): string {
  const start = reader.at;
  for (let next = reader.source[reader.at]; next !== undefined && fits(next); next = reader.source[reader.at])
    reader.at++;
  return reader.source.slice(start, reader.at);
}

function readQuoted(reader: Reader, quote: string): string {
  let value = '';
  reader.at++;
  while (reader.at < reader.source.length && reader.source[reader.at] !== quote) {
    const reference = reader.source[reader.at] === '&' ? readReference(reader.source, reader.at) : undefined;
    value += reference ? reference.text : reader.source[reader.at];
    reader.at = reference ? reference.next : reader.at + 1;
  }
  reader.at++;
  return value;
}

function readNameToken(reader: Reader): string {
  const start = reader.at;
  const token = readWhile(reader, (character) => /[a-zA-Z0-9.-]/.test(character)).toLowerCase();
  const end = reader.source[reader.at];
  if (end !== undefined && end !== '>' && !isSpace(end))
    throw refuse(`Unexpected end of name token at byte offset ${byteOffset(reader, start)}`);
  return token;
}

function readAttribute(reader: Reader, tag: OpenTag): void {
  const name = readWhile(
    reader,
    (character) => !isSpace(character) && !'=>/"\''.includes(character),
  ).toLowerCase();
  if (name === '')
    throw refuse(`Empty attribute name in the tag "${tag.name}" at byte offset ${tag.byteOffset}`);
  skipSpaces(reader);
  if (reader.source[reader.at] !== '=') {
    tag.attributes[name] = '';
    return;
  }
  reader.at++;
  skipSpaces(reader);
  const quote = reader.source[reader.at];
  tag.attributes[name] = quote === '"' || quote === "'" ? readQuoted(reader, quote) : readNameToken(reader);
}

function readStartTag(reader: Reader, start: number): void {
  const name = readWhile(reader, (character) => !isSpace(character) && character !== '>').toLowerCase();
  const offset = byteOffset(reader, start);
  if (reader.at >= reader.source.length) throw refuse(`Unclosed start tag at byte offset ${offset}`);
  if (!knownTags.has(name)) throw refuse(`Unsupported start tag "${name}" at byte offset ${offset}`);
  const tag: OpenTag = { name, attributes: {}, offset: reader.text.length, byteOffset: offset };
  for (;;) {
    skipSpaces(reader);
    if (reader.at >= reader.source.length)
      throw refuse(`Unclosed start tag "${name}" at byte offset ${offset}`);
    if (reader.source[reader.at] === '>') break;
    readAttribute(reader, tag);
  }
  if (name === 'span' && tag.attributes['class'] !== 'tg-spoiler')
    throw refuse(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
  reader.at++;
  reader.open.push(tag);
}

function readEndTag(reader: Reader, start: number): void {
  const offset = byteOffset(reader, start);
  const tag = reader.open.pop();
  if (!tag) throw refuse(`Unexpected end tag at byte offset ${offset}`);
  reader.at++;
  const name = readWhile(reader, (character) => !isSpace(character) && character !== '>').toLowerCase();
  skipSpaces(reader);
  if (reader.source[reader.at] !== '>') throw refuse(`Unclosed end tag at byte offset ${offset}`);
  if (name !== '' && name !== tag.name)
    throw refuse(`Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`);
  reader.at++;
  closeTag(tag, reader.text, reader.entities);
}

function readTag(reader: Reader): void {
  const start = reader.at++;
  if (reader.source[reader.at] === '/') readEndTag(reader, start);
  else readStartTag(reader, start);
}

function readCharacter(reader: Reader): void {
  const reference = reader.source[reader.at] === '&' ? readReference(reader.source, reader.at) : undefined;
  reader.text += reference ? reference.text : reader.source[reader.at];
  reader.at = reference ? reference.next : reader.at + 1;
}

/** Parses `parse_mode: HTML` with the tags, character references and error texts of the Bot API server. */
export function parseHtml(source: string): FormattedText {
  const reader: Reader = { source, at: 0, text: '', open: [], entities: [] };
  while (reader.at < source.length) {
    if (source[reader.at] === '<') readTag(reader);
    else readCharacter(reader);
  }
  const unclosed = reader.open.at(-1);
  if (unclosed) throw refuse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text: reader.text, entities: reader.entities };
}

import { badRequest } from '../api/api-error.ts';
import type { FormattedText, TextEntity } from './formatted-text.ts';
import { readLink } from './links.ts';

const reserved = new Set('_*[]()~`>#+-=|{}.!');

interface OpenMark {
  mark: string;
  type: TextEntity['type'];
  offset: number;
  byteOffset: number;
  language?: string;
}

interface Reader {
  source: string;
  at: number;
  text: string;
  open: OpenMark[];
  entities: TextEntity[];
}

const refuse = (problem: string): Error => badRequest(`Can't parse entities: ${problem}`);

const byteOffset = (reader: Reader): number => Buffer.byteLength(reader.source.slice(0, reader.at));

const marks: [string, TextEntity['type']][] = [
  ['```', 'pre'],
  ['||', 'spoiler'],
  ['__', 'underline'],
  ['_', 'italic'],
  ['*', 'bold'],
  ['~', 'strikethrough'],
  ['`', 'code'],
  ['[', 'text_link'],
];

const wordOf: Partial<Record<TextEntity['type'], string>> = {
  pre: 'pre',
  text_link: 'text URL',
  code: 'code',
};

function openMark(reader: Reader, mark: string, type: TextEntity['type']): void {
  const opened: OpenMark = { mark, type, offset: reader.text.length, byteOffset: byteOffset(reader) };
  reader.at += mark.length;
  if (type === 'pre') {
    const language = /^([^\s`]+)\n/.exec(reader.source.slice(reader.at));
    reader.at += language ? language[0].length : reader.source[reader.at] === '\n' ? 1 : 0;
    if (language?.[1]) opened.language = language[1];
  }
  reader.open.push(opened);
}

function readUrl(reader: Reader): string {
  if (reader.source[reader.at] !== '(') return '';
  const start = byteOffset(reader);
  let url = '';
  for (reader.at++; reader.source[reader.at] !== ')'; reader.at++) {
    if (reader.at >= reader.source.length) throw refuse(`Can't find end of a URL at byte offset ${start}`);
    if (reader.source[reader.at] === '\\') reader.at++;
    url += reader.source[reader.at];
  }
  reader.at++;
  return url;
}

function closeMark(reader: Reader, opened: OpenMark): void {
  reader.at += opened.type === 'text_link' ? 1 : opened.mark.length;
  const url = opened.type === 'text_link' ? readUrl(reader) : '';
  const span = { offset: opened.offset, length: reader.text.length - opened.offset };
  if (span.length === 0) return;
  if (opened.type === 'text_link') {
    const link = readLink(url || reader.text.slice(span.offset), span);
    if (link) reader.entities.push(link);
    return;
  }
  reader.entities.push({
    type: opened.type,
    ...span,
    ...(opened.language ? { language: opened.language } : {}),
  });
}

function readMark(reader: Reader): boolean {
  const rest = reader.source.slice(reader.at, reader.at + 3);
  const last = reader.open.at(-1);
  const isVerbatim = last?.type === 'code' || last?.type === 'pre';
  const endMark = last?.type === 'text_link' ? ']' : last?.mark;
  if (
    last &&
    endMark !== undefined &&
    rest.startsWith(endMark) &&
    !(endMark === '_' && rest.startsWith('__'))
  ) {
    reader.open.pop();
    closeMark(reader, last);
    return true;
  }
  if (isVerbatim) return false;
  const found = marks.find(([mark]) => rest.startsWith(mark));
  if (!found) return false;
  openMark(reader, ...found);
  return true;
}

function readCharacter(reader: Reader): void {
  const character = reader.source[reader.at] ?? '';
  const next = reader.source[reader.at + 1];
  if (character === '\\' && next !== undefined && next.charCodeAt(0) <= 126) {
    reader.text += next;
    reader.at += 2;
    return;
  }
  const last = reader.open.at(-1);
  const isVerbatim = last?.type === 'code' || last?.type === 'pre';
  if (!isVerbatim && reserved.has(character))
    throw refuse(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
  reader.text += character;
  reader.at++;
}

/** Parses `parse_mode: MarkdownV2` (without block quotations); the legacy `Markdown` mode is refused as out of date. */
export function parseMarkdown(source: string, mode: string): FormattedText {
  if (mode !== 'MarkdownV2') throw badRequest(`the sandbox has no parse mode "${mode}"; use HTML`);
  const reader: Reader = { source, at: 0, text: '', open: [], entities: [] };
  while (reader.at < source.length) if (!readMark(reader)) readCharacter(reader);
  const unclosed = reader.open.at(-1);
  if (unclosed) {
    const word = wordOf[unclosed.type] ?? unclosed.type;
    throw refuse(
      `Can't find end of ${word.charAt(0).toUpperCase()}${word.slice(1)} entity at byte offset ${unclosed.byteOffset}`,
    );
  }
  return { text: reader.text, entities: reader.entities };
}

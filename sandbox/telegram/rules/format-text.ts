import { badRequest } from '../api/api-error.ts';
import { findAutomaticEntities } from './automatic-entities.ts';
import type { FormattedText, TextEntity } from './formatted-text.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';

export interface TextSource {
  text: string;
  parseMode?: string | undefined;
  entities?: TextEntity[] | undefined;
}

/** Refused before any parsing, whatever the text becomes. */
const maxRawBytes = 32_768;

const end = (entity: TextEntity): number => entity.offset + entity.length;

/** Code takes no other formatting inside; the same style twice at one place counts once. */
function tidy(entities: TextEntity[]): TextEntity[] {
  const code = entities.filter((entity) => entity.type === 'code' || entity.type === 'pre');
  const isInsideCode = (entity: TextEntity): boolean =>
    code.some((other) => other !== entity && other.offset <= entity.offset && end(entity) <= end(other));
  const isRepeated = (entity: TextEntity, at: number): boolean =>
    entities.some(
      (other, index) =>
        other !== entity &&
        other.type === entity.type &&
        other.offset <= entity.offset &&
        end(entity) <= end(other) &&
        (other.length > entity.length || index < at),
    );
  return entities
    .filter((entity, at) => !isInsideCode(entity) && !isRepeated(entity, at))
    .map((entity) => {
      if (entity.type !== 'code') return entity;
      const { language: _language, ...rest } = entity;
      return rest;
    });
}

/** Moves entities with the text when its ends are trimmed; what becomes empty is dropped. */
function trim({ text, entities }: FormattedText): FormattedText {
  const trimmedEnd = text.replace(/[\s\u200b]+$/u, '');
  const trimmed = trimmedEnd.replace(/^[\s\u200b]+/u, '');
  const cut = trimmedEnd.length - trimmed.length;
  const moved = entities.map((entity) => {
    const offset = Math.max(0, entity.offset - cut);
    return { ...entity, offset, length: Math.min(end(entity) - cut, trimmed.length) - offset };
  });
  return { text: trimmed, entities: moved.filter((entity) => entity.length > 0) };
}

function checkGivenEntities(text: string, entities: TextEntity[]): TextEntity[] {
  const inside = (entity: TextEntity): boolean =>
    entity.offset >= 0 && entity.length > 0 && end(entity) <= text.length;
  if (!entities.every(inside)) throw badRequest('ENTITY_BOUNDS_INVALID');
  return entities;
}

function parse({ text, parseMode, entities }: TextSource): FormattedText {
  if (parseMode === 'HTML') return parseHtml(text);
  if (parseMode !== undefined) return parseMarkdown(text, parseMode);
  return { text, entities: checkGivenEntities(text, entities ?? []) };
}

/** Control characters Telegram replaces or removes. */
const clean = (text: string): string => text.replace(/\r/g, '').replace(/[\u0000-\u0008\u000b-\u001f]/g, ' ');

const byPlace = (a: TextEntity, b: TextEntity): number => a.offset - b.offset || b.length - a.length;

/** Parses the markup, finds the automatic entities and trims: what the receiver sees. Throws 400 for broken markup. */
export function formatText(source: TextSource): FormattedText {
  if (Buffer.byteLength(source.text) > maxRawBytes) throw badRequest('text is too long');
  const { text, entities } = trim(parse({ ...source, text: clean(source.text) }));
  const explicit = tidy(entities);
  return { text, entities: [...explicit, ...findAutomaticEntities(text, explicit)].sort(byPlace) };
}

/** The text of a message: 1-4096 characters after entities parsing. */
export function formatMessageText(source: TextSource): FormattedText {
  if (source.text === '') throw badRequest('message text is empty');
  const formatted = formatText(source);
  if (formatted.text === '') throw badRequest('text must be non-empty');
  if (formatted.text.length > 4096) throw badRequest('message is too long');
  return formatted;
}

/** The caption of a file: 0-1024 characters after entities parsing. */
export function formatCaption(source: TextSource): FormattedText {
  const formatted = formatText(source);
  if (formatted.text.length > 1024) throw badRequest('message caption is too long');
  return formatted;
}

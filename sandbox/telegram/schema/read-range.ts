import type { Field, RangeUnit, TypeRef } from './schema-types.ts';

type Range = Pick<Field, 'min' | 'max' | 'unit' | 'afterParsing'>;

const rangePatterns: { pattern: RegExp; min?: number }[] = [
  { pattern: /(?:between|[Vv]alues between) (?<min>\d+) and (?<max>\d+)/ },
  { pattern: /(?<![\d+_-])(?<!ISO )(?<min>\d+)-(?<max>\d+)(?![\d-]| alpha)/ },
  { pattern: /(?:up to|[Aa]t most) (?<max>\d+) (?:characters|items|identifiers|strictly|elements)/, min: 0 },
  { pattern: /(?:up to|[Aa]t most) (?<max>\d+)(?= suggested)/, min: 0 },
];

function unitOf(type: TypeRef, after: string): RangeUnit | undefined {
  if (typeof type === 'object' && 'array' in type)
    return after.startsWith(' characters') ? undefined : 'items';
  if (type === 'Integer' || type === 'Float') return 'value';
  if (type !== 'String') return undefined;
  if (after.startsWith(' bytes')) return 'bytes';
  return /^(?: characters|[;.,]|$)/.test(after) ? 'characters' : undefined;
}

/** Finds the range a description gives, such as "1-64 bytes", "0-1024 characters after entities parsing" or "Values between 1-100". */
export function readRange(type: TypeRef, comment: string): Range {
  for (const { pattern, min = 0 } of rangePatterns) {
    const found = pattern.exec(comment);
    if (!found?.groups) continue;
    const after = comment.slice(found.index + found[0].length).replace(/^ characters$/, ' characters');
    const unit = unitOf(type, found[0].endsWith('characters') ? ' characters' : after);
    if (!unit) continue;
    const range: Range = { min: Number(found.groups.min ?? min), max: Number(found.groups.max), unit };
    return /^ characters[^.;]* after entities parsing/.test(after) ? { ...range, afterParsing: true } : range;
  }
  return {};
}

import { existsSync, readFileSync } from 'node:fs';
import { readRange } from '@hiddify-vpn-bot/sandbox/telegram/schema/read-range.ts';
import type {
  BotApiSchema,
  Field,
  Fields,
  TypeRef,
} from '@hiddify-vpn-bot/sandbox/telegram/schema/schema-types.ts';

interface PublishedField {
  name: string;
  types: string[];
  required: boolean;
  description: string;
}

export interface PublishedDescription {
  methods: Record<string, { fields?: PublishedField[] }>;
  types: Record<string, { fields?: PublishedField[] }>;
}

const file = new URL('../../../../shared/data/telegram-bot-api-10.1.json', import.meta.url);

/** The independent description of Bot API 10.1, when it lies beside the project. */
export function findPublishedDescription(): PublishedDescription | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PublishedDescription) : undefined;
}

function wordOf(type: TypeRef, schema: BotApiSchema): string {
  if (typeof type === 'string') {
    const union = schema.unions[type];
    if (union && typeof union === 'object' && 'enum' in union) return wordOf(union, schema);
    return type === 'True' ? 'Boolean' : type;
  }
  if ('array' in type) return `${wordOf(type.array, schema)}[]`;
  if ('enum' in type) return typeof type.enum[0] === 'number' ? 'Integer' : 'String';
  return [...new Set(type.anyOf.map((part) => wordOf(part, schema)))].sort().join('|');
}

function publishedWord(types: string[]): string {
  const words = types.map((type) => {
    const depth = type.match(/Array of /g)?.length ?? 0;
    return type.replaceAll('Array of ', '').replace(/^True$/, 'Boolean') + '[]'.repeat(depth);
  });
  const isUnionOfArrays = words.length > 1 && words.every((word) => word.endsWith('[]'));
  if (isUnionOfArrays)
    return `${words
      .map((word) => word.slice(0, -2))
      .sort()
      .join('|')}[]`;
  return [...new Set(words)].sort().join('|');
}

const rangeWord = ({ min, max, unit, afterParsing }: Partial<Field>): string =>
  unit ? `${min}-${max} ${unit}${afterParsing ? ' after parsing' : ''}` : 'no range';

function compareField(
  path: string,
  published: PublishedField,
  ours: Field | undefined,
  schema: BotApiSchema,
): string[] {
  if (!ours) return [`${path}: missing`];
  const theirs = {
    type: publishedWord(published.types),
    required: String(published.required),
    range: rangeWord(readRange(ours.type, published.description)),
  };
  const own = {
    type: wordOf(ours.type, schema),
    required: String(ours.required ?? false),
    range: rangeWord(ours),
  };
  return (['type', 'required', 'range'] as const)
    .filter((aspect) => theirs[aspect] !== own[aspect])
    .map((aspect) => `${path}: ${aspect} ${theirs[aspect]} → ${own[aspect]}`);
}

function comparePart(
  published: PublishedDescription['methods'],
  ours: Record<string, Fields>,
  schema: BotApiSchema,
): string[] {
  return Object.entries(published).flatMap(([name, { fields = [] }]) => {
    const own = ours[name];
    if (!own) return schema.unions[name] ? [] : [`${name}: missing`];
    return fields.flatMap((field) => compareField(`${name}.${field.name}`, field, own[field.name], schema));
  });
}

/** Every difference between the published description and the schema, one line each, as `where: what, theirs → ours`. */
export const differences = (published: PublishedDescription, schema: BotApiSchema): string[] => [
  ...comparePart(published.methods, schema.methods, schema),
  ...comparePart(published.types, schema.objects, schema),
];

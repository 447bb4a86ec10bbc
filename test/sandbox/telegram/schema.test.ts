import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildInstalledSchema, printSchema } from '../../../scripts/telegram-schema.ts';
import type { Field, TypeRef } from '@hiddify-vpn-bot/sandbox/telegram/schema/schema-types.ts';
import { differences, findPublishedDescription } from './published-description.ts';

const committed = readFileSync(
  new URL('../../../sandbox/telegram/schema/bot-api.schema.json', import.meta.url),
  'utf8',
);
const schema = buildInstalledSchema();
const published = findPublishedDescription();

/** Each line was looked at; a new difference fails the test until somebody looks at it too. */
const reviewed: { line: RegExp; why: string }[] = [
  {
    line: /: type String → InputFile\|String$/,
    why: 'the description says String: a file travels as attach://<name>',
  },
  { line: /^InputFile: missing$/, why: 'InputFile is the uploaded part itself, not an object' },
  {
    line: /^ReplyParameters\.message_id: required true → false$/,
    why: 'optional since ephemeral messages (10.2) can be replied to by their own identifier',
  },
  { line: /^RichBlockMap\.zoom: range 13-20 value → no range$/, why: '10.3 no longer states the range' },
];

function namesIn(type: TypeRef): string[] {
  if (typeof type === 'string') return [type];
  if ('array' in type) return namesIn(type.array);
  return 'anyOf' in type ? type.anyOf.flatMap(namesIn) : [];
}

describe('the schema of the Bot API', () => {
  it('is the one made of the installed types', () => {
    expect(committed).toBe(printSchema(schema));
  });

  it('says where it comes from', () => {
    expect(schema).toMatchObject({ source: '@gramio/types', apiVersion: '10.3', sha256: /^[0-9a-f]{64}$/ });
  });

  it('knows all 185 methods of Bot API 10.3', () => {
    expect(Object.keys(schema.methods)).toHaveLength(185);
  });

  it.each<[string, string, Partial<Field>]>([
    ['sendMessage', 'text', { required: true, min: 1, max: 4096, unit: 'characters', afterParsing: true }],
    ['sendPhoto', 'caption', { min: 0, max: 1024, unit: 'characters', afterParsing: true }],
    ['setWebhook', 'secret_token', { min: 1, max: 256, unit: 'characters' }],
    ['sendInvoice', 'payload', { required: true, min: 1, max: 128, unit: 'bytes' }],
    ['deleteMessages', 'message_ids', { required: true, min: 1, max: 100, unit: 'items' }],
  ])('carries the length that the description gives for %s.%s', (method, field, expected) => {
    expect(schema.methods[method]?.[field]).toMatchObject(expected);
  });

  it('refers to nothing it does not define', () => {
    const fields = [...Object.values(schema.methods), ...Object.values(schema.objects)].flatMap(
      Object.values<Field>,
    );
    const names = [...fields.map((field) => field.type), ...Object.values(schema.unions)].flatMap(namesIn);
    const plain = new Set(['Integer', 'Float', 'String', 'Boolean', 'True', 'InputFile']);
    const isDefined = (name: string): boolean =>
      plain.has(name) || name in schema.objects || name in schema.unions;
    expect(names.filter((name) => !isDefined(name))).toEqual([]);
  });

  it.skipIf(!published)('differs from the independent description of 10.1 only where somebody looked', () => {
    const found = published ? differences(published, schema) : [];
    expect(found.filter((line) => !reviewed.some((known) => known.line.test(line)))).toEqual([]);
    expect(reviewed.filter((known) => !found.some((line) => known.line.test(line)))).toEqual([]);
  });
});

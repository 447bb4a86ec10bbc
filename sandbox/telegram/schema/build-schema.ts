import { createHash } from 'node:crypto';
import { readDeclarations, type DeclaredMember } from './read-declarations.ts';
import { readRange } from './read-range.ts';
import { readType } from './read-type.ts';
import type { BotApiSchema, Field, Fields, TypeRef } from './schema-types.ts';

export interface DeclarationFiles {
  source: string;
  version: string;
  objects: string;
  params: string;
  methods: string;
}

/** TypeScript knows only `number`; these are the fields that the description calls Float. */
const floatFields = new Set([
  'latitude',
  'longitude',
  'horizontal_accuracy',
  'x_shift',
  'y_shift',
  'scale',
  'temperature',
  'main_frame_timestamp',
  'cover_frame_timestamp',
  'corner_radius_percentage',
  'height_percentage',

  'StoryAreaPosition.rotation_angle',
  'width_percentage',
  'x_percentage',
  'y_percentage',
  'InputStoryContentVideo.duration',
]);

/** Words of the package itself that are no part of the Bot API. */
const isWire = (name: string): boolean => !name.startsWith('TelegramAPIResponse');

const plainName = (name: string): string => name.replace(/^Telegram/, '');

function readField(owner: string, member: DeclaredMember): Field {
  const read = readType(member.type);
  const isFloat = floatFields.has(member.name) || floatFields.has(`${owner}.${member.name}`);
  const type: TypeRef = read === 'Integer' && isFloat ? 'Float' : read;
  return {
    type,
    ...(member.optional ? {} : { required: true as const }),
    ...readRange(type, member.comment),
  };
}

const readFields = (owner: string, members: DeclaredMember[]): Fields =>
  Object.fromEntries(members.map((member) => [member.name, readField(owner, member)]));

function readMethods(files: DeclarationFiles): Record<string, Fields> {
  const params = readDeclarations(files.params).interfaces;
  const methods = readDeclarations(files.methods).interfaces.get('APIMethods') ?? [];
  return Object.fromEntries(
    methods.map(({ name, type }) => {
      const paramsName = /Params\.(\w+)/.exec(type)?.[1];
      return [name, readFields(name, (paramsName && params.get(paramsName)) || [])];
    }),
  );
}

/** Makes the schema of all methods and objects out of the declaration files of the Bot API types. */
export function buildSchema(files: DeclarationFiles): BotApiSchema {
  const { interfaces, aliases } = readDeclarations(files.objects);
  const paramAliases = readDeclarations(files.params).aliases;
  const objects = [...interfaces].filter(([name]) => isWire(name));
  const unions = [...aliases, ...paramAliases].filter(
    ([name]) => isWire(name) && name !== 'TelegramInputFile',
  );
  return {
    source: files.source,
    version: files.version,
    apiVersion: /Based on Bot API v([\d.]+)/.exec(files.objects)?.[1] ?? '',
    sha256: createHash('sha256')
      .update(files.objects)
      .update(files.params)
      .update(files.methods)
      .digest('hex'),
    methods: readMethods(files),
    objects: Object.fromEntries(
      objects.map(([name, members]) => [plainName(name), readFields(plainName(name), members)]),
    ),
    unions: Object.fromEntries(unions.map(([name, type]) => [plainName(name), readType(type)])),
  };
}

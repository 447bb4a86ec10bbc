import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema } from '@hiddify-vpn-bot/sandbox/telegram/schema/build-schema.ts';
import type { BotApiSchema } from '@hiddify-vpn-bot/sandbox/telegram/schema/schema-types.ts';

const packageRoot = new URL('../node_modules/@gramio/types/', import.meta.url);
const schemaFile = new URL('../sandbox/telegram/schema/bot-api.schema.json', import.meta.url);

const readPart = (name: string): string => readFileSync(new URL(`out/${name}.d.ts`, packageRoot), 'utf8');

/** Makes the schema of the installed `@gramio/types`. */
export function buildInstalledSchema(): BotApiSchema {
  const { name, version } = JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')) as Record<
    'name' | 'version',
    string
  >;
  return buildSchema({
    source: name,
    version,
    objects: readPart('objects'),
    params: readPart('params'),
    methods: readPart('methods'),
  });
}

/** One line per method and object, so that a change of the API reads as a change. */
export function printSchema({ methods, objects, unions, ...head }: BotApiSchema): string {
  const lines = (part: object): string =>
    Object.entries(part)
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(',\n');
  const start = JSON.stringify(head).slice(0, -1);
  return `${start},\n"methods":{\n${lines(methods)}\n},\n"objects":{\n${lines(objects)}\n},\n"unions":{\n${lines(unions)}\n}}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(schemaFile, printSchema(buildInstalledSchema()));

import { readFileSync } from 'node:fs';
import type { BotApiSchema } from './schema-types.ts';

/** The committed description of the Bot API; made by `npm run telegram:schema`. */
export const botApi: BotApiSchema = JSON.parse(
  readFileSync(new URL('./bot-api.schema.json', import.meta.url), 'utf8'),
) as BotApiSchema;

const methodNames = new Map(Object.keys(botApi.methods).map((name) => [name.toLowerCase(), name]));

/** The method's own spelling for any spelling of its letters; undefined when the Bot API has no such method. */
export const findMethodName = (name: string): string | undefined => methodNames.get(name.toLowerCase());

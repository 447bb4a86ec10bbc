import type { WrongUse } from './wrong-use.ts';

const given = `
import { z } from 'zod';
import { readConfig } from './src/config/config.ts';
import { settings } from './src/config/all-settings.ts';
import { readHouses } from './src/config/read-houses.ts';
import { defineSettings, optional, withDefault, type ValuesOf } from './src/platform/setting.ts';
export const words = { name: 'PAUSE', purpose: 'How long it waits.', format: 'seconds' };
export { z, readConfig, settings, readHouses, defineSettings, optional, withDefault };
export type { ValuesOf };
`;

export const wrongSettings: readonly WrongUse[] = [
  {
    refuses: 'a setting read under a name that there is not',
    source: `${given}
export const right = readConfig().http.port;
export const wrong = readConfig().http.prot; // wrong`,
    code: 'TS2339',
    message: "Property 'prot' does not exist",
  },
  {
    refuses: 'a setting taken for another type than its format gives',
    source: `${given}
export const right: number = readConfig().http.port;
export const wrong: string = readConfig().http.port; // wrong`,
    code: 'TS2322',
    message: "'number' is not assignable to type 'string'",
  },
  {
    refuses: 'a setting that may be left out taken for one that is there',
    source: `${given}
const pauses = defineSettings('Here', { long: optional({ ...words, schema: z.coerce.number() }) });
declare const told: ValuesOf<typeof pauses>;
export const wrong: number = told.long; // wrong`,
    code: 'TS2322',
    message: "'undefined' is not assignable to type 'number'",
  },
  {
    refuses: 'a setting with a default that nobody could type',
    source: `${given}
export const right = withDefault({ ...words, schema: z.coerce.number(), default: '7' });
export const wrong = withDefault({ ...words, schema: z.coerce.number(), default: 7 }); // wrong`,
    code: 'TS2322',
    message: "'number' is not assignable to type 'string'",
  },
  {
    refuses: 'a setting that does not say what it is for',
    source: `${given}
export const right = optional({ ...words, schema: z.string() });
export const wrong = optional({ name: 'PAUSE', format: 'seconds', schema: z.string() }); // wrong`,
    code: 'TS2345',
    message: "Property 'purpose' is missing",
  },
  {
    refuses: 'what could be read before everything is known to be there',
    source: `${given}
const { given } = readHouses({ http: settings.http }, {});
export const right: number | undefined = given.http?.port;
export const wrong: number = given.http?.port; // wrong`,
    code: 'TS2322',
    message: "'undefined' is not assignable to type 'number'",
  },
];

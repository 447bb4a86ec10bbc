import { z } from 'zod';
import { defineSettings, neededUnless, optional, withDefault, type ValuesOf } from './setting.ts';
import { isReadableAddress, port, readableAddress, text } from './setting-formats.ts';

/** How much is logged. */
export const logSettings = defineSettings('HTTP', {
  level: withDefault({
    name: 'LOG_LEVEL',
    purpose: 'How much is logged.',
    format: 'trace, debug, info, warn, error or silent',
    default: 'info',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
  }),
});

/** The settings of where things are kept. */
export type StorageSettings = ValuesOf<typeof storageSettings>;

export const storageSettings = defineSettings('Storage', {
  databaseUrl: neededUnless('POSTGRES_HOST', {
    name: 'DATABASE_URL',
    purpose: 'PostgreSQL 15 or newer. The word `embedded` runs one on this machine, in DATA_DIR.',
    format: 'postgres://user:password@host:5432/name',
    secret: true,
    howToGet: 'The compose file brings one; or give POSTGRES_HOST, POSTGRES_USER … instead.',
    schema: z
      .string()
      .regex(
        /^(postgres(ql)?:\/\/\S+|embedded)$/,
        'an address of PostgreSQL without blanks, or the word embedded',
      )
      .refine((url) => url === 'embedded' || isReadableAddress(url), readableAddress),
  }),
  ownerUrl: optional({
    name: 'DATABASE_OWNER_URL',
    purpose:
      'The same database under the role that owns its tables, which changes them at start. DATABASE_URL is then that of a role which owns nothing and under which the bot works: it cannot rewrite the ledger or the audit log.',
    format: 'postgres://owner:password@host:5432/name',
    secret: true,
    otherwise:
      'one role is enough where it may make another one beside it, as in the compose file and the embedded database',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, 'an address of PostgreSQL without blanks')
      .refine(isReadableAddress, readableAddress),
  }),
  host: optional({
    name: 'POSTGRES_HOST',
    purpose: 'Instead of DATABASE_URL: host of PostgreSQL.',
    format: 'host name',
    schema: text,
  }),
  port: withDefault({
    name: 'POSTGRES_PORT',
    purpose: 'Port of PostgreSQL.',
    format: 'whole number up to 65535',
    default: '5432',
    schema: port,
  }),
  database: withDefault({
    name: 'POSTGRES_DB',
    purpose: 'Name of the database.',
    format: 'name',
    default: 'vpnbot',
    schema: text,
  }),
  user: withDefault({
    name: 'POSTGRES_USER',
    purpose: 'User of the database.',
    format: 'name',
    default: 'vpnbot',
    schema: text,
  }),
  password: optional({
    name: 'POSTGRES_PASSWORD',
    purpose: 'Password of that user.',
    format: 'text',
    secret: true,
    schema: text,
  }),
  dataDir: optional({
    name: 'DATA_DIR',
    purpose: 'Folder of the embedded PostgreSQL.',
    format: 'path',
    otherwise: '.data, or /var/lib/hiddify-vpn-bot for root',
    schema: text,
  }),
  redisUrl: optional({
    name: 'REDIS_URL',
    purpose: 'Redis as a cache. Unset: a cache inside the process.',
    format: 'redis://[:password@]host:6379',
    secret: true,
    schema: z
      .string()
      .regex(/^rediss?:\/\/\S+$/, 'an address of Redis without blanks')
      .refine(isReadableAddress, readableAddress),
  }),
  redisPassword: optional({
    name: 'REDIS_PASSWORD',
    purpose: 'Password of Redis, when the address has none.',
    format: 'text',
    secret: true,
    schema: text,
  }),
  redisPort: withDefault({
    name: 'REDIS_PORT',
    purpose: 'Port of Redis, for the compose file.',
    format: 'whole number up to 65535',
    default: '6379',
    schema: port,
  }),
});

/** Where the database is: as given, or put together from its parts; the word `embedded` stays. */
export function databaseUrlOf(storage: StorageSettings): string {
  if (storage.databaseUrl !== undefined) return storage.databaseUrl;
  const url = new URL('postgres://localhost');
  url.hostname = storage.host ?? url.hostname;
  url.port = String(storage.port);
  url.username = storage.user;
  url.password = encodeURIComponent(storage.password ?? '');
  url.pathname = storage.database;
  return url.href;
}

/** Where Redis is, with the password that was given beside it; nothing where there is none. */
export function redisUrlOf({ redisUrl, redisPassword }: StorageSettings): string | undefined {
  if (redisUrl === undefined) return undefined;
  const url = new URL(redisUrl);
  if (url.password === '' && redisPassword !== undefined) url.password = encodeURIComponent(redisPassword);
  return url.href;
}

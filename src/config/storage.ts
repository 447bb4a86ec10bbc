import { z } from 'zod';
import { group, port, text } from './setting.ts';

export const storage = group('Storage', [
  {
    name: 'DATABASE_URL',
    purpose: 'PostgreSQL 15 or newer. The word `embedded` runs one on this machine, in DATA_DIR.',
    format: 'postgres://user:password@host:5432/name',
    required: 'production',
    secret: true,
    howToGet: 'The compose file brings one; or give POSTGRES_HOST, POSTGRES_USER … instead.',
    schema: z
      .string()
      .regex(
        /^(postgres(ql)?:\/\/\S+|embedded)$/,
        'postgres://user:password@host:port/name, or the word embedded',
      ),
  },
  {
    name: 'POSTGRES_HOST',
    purpose: 'Instead of DATABASE_URL: host of PostgreSQL.',
    format: 'host name',
    required: 'no',
    schema: text,
  },
  {
    name: 'POSTGRES_PORT',
    purpose: 'Port of PostgreSQL.',
    format: 'port',
    default: '5432',
    required: 'no',
    schema: port,
  },
  {
    name: 'POSTGRES_DB',
    purpose: 'Name of the database.',
    format: 'name',
    default: 'vpnbot',
    required: 'no',
    schema: text,
  },
  {
    name: 'POSTGRES_USER',
    purpose: 'User of the database.',
    format: 'name',
    default: 'vpnbot',
    required: 'no',
    schema: text,
  },
  {
    name: 'POSTGRES_PASSWORD',
    purpose: 'Password of that user.',
    format: 'text',
    required: 'no',
    secret: true,
    schema: text,
  },
  {
    name: 'DATA_DIR',
    purpose: 'Folder of the embedded PostgreSQL.',
    format: 'path',
    default: '.data, or /var/lib/hiddify-vpn-bot for root',
    required: 'no',
    schema: text,
  },
  {
    name: 'REDIS_URL',
    purpose: 'Redis as a cache. Unset: a cache inside the process.',
    format: 'redis://[:password@]host:6379',
    required: 'no',
    secret: true,
    schema: z.string().regex(/^rediss?:\/\/\S+$/, 'redis://[:password@]host:port'),
  },
  {
    name: 'REDIS_PASSWORD',
    purpose: 'Password of Redis, when the address has none.',
    format: 'text',
    required: 'no',
    secret: true,
    schema: text,
  },
  {
    name: 'REDIS_PORT',
    purpose: 'Port of Redis, for the compose file.',
    format: 'port',
    default: '6379',
    required: 'no',
    schema: port,
  },
]);

import { isIP } from 'node:net';
import { z } from 'zod';
import { address, group, port, text } from './setting.ts';

export const http = group('HTTP', [
  {
    name: 'PUBLIC_URL',
    purpose: 'Address under which Telegram and providers reach this server.',
    format: 'https address without a path',
    example: 'https://bot.example.com',
    required: 'production',
    howToGet: 'The domain that points at your server.',
    schema: address.refine(isBare, 'an address without path, query or password'),
  },
  {
    name: 'PORT',
    purpose: 'Port to listen on.',
    format: '0–65535; 0 takes a free one',
    default: '8080',
    required: 'no',
    schema: port,
  },
  {
    name: 'HOST',
    purpose: 'Address to listen on.',
    format: 'IP address',
    default: '127.0.0.1; 0.0.0.0 in the container',
    required: 'no',
    schema: text,
  },
  {
    name: 'TRUSTED_PROXIES',
    purpose: 'Addresses whose X-Forwarded-For is believed.',
    format: 'IP addresses or ranges, separated by commas',
    example: '172.28.0.0/16',
    required: 'no',
    schema: z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .refine((list) => list.every(isAddressOrRange), 'IP addresses or ranges such as 172.28.0.0/16'),
  },
  {
    name: 'LOG_LEVEL',
    purpose: 'How much is logged.',
    format: 'trace, debug, info, warn, error or silent',
    default: 'info',
    required: 'no',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
  },
  {
    name: 'METRICS_TOKEN',
    purpose: 'Bearer token that /metrics asks for. Unset: /metrics answers this machine only.',
    format: 'text',
    required: 'no',
    secret: true,
    schema: text,
  },
]);

/** Routes are added to it, and it is told to Telegram. */
function isBare(value: string): boolean {
  const { pathname, search, hash, username, password } = new URL(value);
  return /^\/*$/.test(pathname) && search + hash + username + password === '';
}

function isAddressOrRange(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const width = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return (
    width > 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width))
  );
}

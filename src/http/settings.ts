import { isIP } from 'node:net';
import { z } from 'zod';
import { defineSettings, needed, optional, withDefault, type ValuesOf } from '../platform/setting.ts';
import { text, port, address } from '../platform/setting-formats.ts';

/** The settings of the server: where it listens, and whom it believes. */
export type HttpSettings = ValuesOf<typeof httpSettings>;

export const httpSettings = defineSettings('HTTP', {
  publicUrl: needed({
    name: 'PUBLIC_URL',
    purpose: 'Address under which Telegram and providers reach this server.',
    format: 'https address without a path',
    example: 'https://bot.example.com',
    howToGet: 'The domain that points at your server.',
    schema: address
      .refine(isBare, 'an address without path, query or password')
      .transform((url) => url.replace(/\/+$/, '')),
  }),
  publicHosts: withDefault({
    name: 'PUBLIC_HOSTS',
    purpose:
      'Further and former host names of this installation, beside that of PUBLIC_URL: after a move of the domain name the old one here, so that what was sold under it is known for ours.',
    format: 'host names, separated by commas',
    default: '',
    otherwise: 'the host of PUBLIC_URL alone',
    example: 'old-bot.example.com',
    schema: z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim().toLowerCase()))
      .transform((list) => list.filter((entry) => entry !== ''))
      .refine(
        (list) => list.every(isHost),
        'a list of host names such as bot.example.com, without https:// and path',
      ),
  }),
  port: withDefault({
    name: 'PORT',
    purpose: 'Port to listen on.',
    format: 'whole number up to 65535; 0 takes a free port',
    default: '8080',
    schema: port,
  }),
  host: withDefault({
    name: 'HOST',
    purpose: 'Address to listen on.',
    format: 'IP address',
    default: '127.0.0.1',
    otherwise: '127.0.0.1; 0.0.0.0 in the container',
    schema: text,
  }),
  upstreams: withDefault({
    name: 'UPSTREAMS',
    purpose:
      'Where Caddy finds the bot: every process of it, when several run side by side. Caddy and each process are given the same; then one that is told to stop goes on listening until Caddy has noticed.',
    format: 'host:port, separated by spaces',
    default: '',
    otherwise: 'one process; bot:8080 in the compose file',
    example: 'bot-a:8080 bot-b:8080',
    schema: z
      .string()
      .transform((list) => list.split(/\s+/).filter((entry) => entry !== ''))
      .refine(
        (list) => list.every(isUpstream),
        'a list of addresses such as bot-a:8080, separated by spaces',
      ),
  }),
  trustedProxies: optional({
    name: 'TRUSTED_PROXIES',
    purpose: 'Addresses whose X-Forwarded-For is believed.',
    format: 'IP addresses or ranges, separated by commas',
    example: '172.28.0.0/16',
    schema: z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .refine(
        (list) => list.every(isAddressOrRange),
        'a list of IP addresses or ranges such as 172.28.0.0/16',
      ),
  }),
});

/** The settings of who may read the figures. */
export const metricsSettings = defineSettings('HTTP', {
  token: optional({
    name: 'METRICS_TOKEN',
    purpose: 'Bearer token that /metrics asks for. Unset: /metrics answers this machine only.',
    format: 'text',
    secret: true,
    schema: text,
  }),
});

/** Routes are added to it, and it is told to Telegram. */
function isBare(value: string): boolean {
  const url = URL.parse(value);
  if (url === null) return false;
  return /^\/*$/.test(url.pathname) && url.search + url.hash + url.username + url.password === '';
}

function isHost(entry: string): boolean {
  return URL.parse(`https://${entry}/`)?.host === entry;
}

function isUpstream(entry: string): boolean {
  return /^(https?:\/\/)?[^\s/:,]+:\d{1,5}$/.test(entry);
}

/** Every host name under which this installation is reached, or was; the first is the one of now. */
export function publicHostsOf({ publicUrl, publicHosts }: HttpSettings): readonly string[] {
  return [...new Set([new URL(publicUrl).host, ...publicHosts])];
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

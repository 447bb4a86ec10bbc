import { z } from 'zod';
import type { EndpointReading } from '../contract.rules.ts';
import { describe, host, isBase64Of, isPrivateHost, port } from '../fields.rules.ts';

/** One Shadowsocks-2022 endpoint; people share the server's key and each has a key of their own behind it. */
export interface ShadowsocksEndpoint {
  protocol: 'shadowsocks';
  host: string;
  port: number;
  method: ShadowsocksMethod;
  /** Base64; undefined where the server knows a single key, which is then the person's. */
  serverKey: string | undefined;
}

/** Bytes of a key by method. */
const keyBytes = {
  '2022-blake3-aes-128-gcm': 16,
  '2022-blake3-aes-256-gcm': 32,
  '2022-blake3-chacha20-poly1305': 32,
} as const;
export type ShadowsocksMethod = keyof typeof keyBytes;

/** The endpoint with the key of one person. */
export type ShadowsocksAccess = ShadowsocksEndpoint & { userKey: string };

export interface ShadowsocksGiven {
  host: string;
  port: string | number;
  /** The key in base64, or the panel's shared secret, from which the panel makes that key. */
  serverKey: string;
}

const examples = {
  host: '203.0.113.10 or vpn.example.com',
  port: '8388',
  serverKey: '44 characters from `openssl rand -base64 32`, or the shared secret of the panel (a uuid)',
};

const method = '2022-blake3-aes-256-gcm';

const schema = z.object({
  host,
  port,
  serverKey: z
    .string()
    .transform((value) => (isUuid(value.trim()) ? keyOfUuid(value.trim()) : value.trim()))
    .refine((value) => isBase64Of(value, 32), 'must be 32 bytes in base64 with padding'),
});

/**
 * Reads the settings of a Shadowsocks-2022 endpoint; the method is fixed: people's keys are derived as the panel
 * does, and the panel knows no other.
 */
export function readEndpoint(given: ShadowsocksGiven): EndpointReading<ShadowsocksEndpoint> {
  const read = schema.safeParse(given);
  if (!read.success)
    return { ok: false, problems: read.error.issues.map((issue) => describe(issue, examples)) };
  const warnings = isPrivateHost(read.data.host)
    ? ['host: is a private address that customers cannot reach']
    : [];
  return { ok: true, endpoint: { protocol: 'shadowsocks', method, ...read.data }, warnings };
}

export function openEndpoint(endpoint: ShadowsocksEndpoint, uuid: string): ShadowsocksAccess {
  return { ...endpoint, userKey: keyOfUuid(uuid) };
}

export function closeAccess({ userKey: _key, ...endpoint }: ShadowsocksAccess): ShadowsocksEndpoint {
  return endpoint;
}

/** The password as every engine takes it: the server's key, then the person's. */
export function passwordOf({ serverKey, userKey }: ShadowsocksAccess): string {
  return serverKey === undefined ? userKey : `${serverKey}:${userKey}`;
}

/** An endpoint that leads nowhere, in a form that every app takes for a server. */
export const nowhere: ShadowsocksAccess = {
  protocol: 'shadowsocks',
  host: '127.0.0.1',
  port: 1,
  method,
  serverKey: undefined,
  userKey: Buffer.alloc(32, 1).toString('base64'),
};

/** The method by its name, or undefined for one that is not of 2022. */
export function findMethod(name: string): ShadowsocksMethod | undefined {
  return Object.hasOwn(keyBytes, name) ? (name as ShadowsocksMethod) : undefined;
}

/** Whether a text is a key for the method: base64 with padding, of exactly its length. */
export function isKeyFor(name: ShadowsocksMethod, key: string): boolean {
  return isBase64Of(key, keyBytes[name]);
}

/** Hiddify's own derivation: the 32 characters of a uuid without its dashes, taken as 32 bytes. */
export function keyOfUuid(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', '')).toString('base64');
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

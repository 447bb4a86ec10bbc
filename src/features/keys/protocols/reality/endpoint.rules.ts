import { z } from 'zod';
import type { EndpointReading } from '../contract.rules.ts';
import { encryption, mldsa65Verify } from './post-quantum.rules.ts';
import { describe, host, isPrivateHost, port, sni } from '../fields.rules.ts';

/** One VLESS-Reality endpoint of the service, the same for everybody; only the uuid differs per person. */
export interface RealityEndpoint {
  protocol: 'reality';
  /** IPv4, IPv6 without brackets, or a host name in its ASCII form. */
  host: string;
  port: number;
  /** X25519, 43 characters of base64url. */
  publicKey: string;
  /** 0–16 lower-case hex digits; empty only when the server lists the empty one. */
  shortId: string;
  sni: string;
  fingerprint: Fingerprint;
  /** VLESS Encryption, where the server demands it. */
  encryption?: string | undefined;
  /** For apps that check the server's second signature, ML-DSA-65; the others connect without it. */
  mldsa65Verify?: string | undefined;
}

/** The endpoint with the uuid of one person. */
export type RealityAccess = RealityEndpoint & { uuid: string };

export type Fingerprint = (typeof fingerprints)[number];

/** A Reality endpoint as the operator gives it, as text or number, before anything is known about it. */
export interface RealityGiven {
  host: string;
  port: string | number;
  publicKey: string;
  shortId: string;
  sni: string;
  /** `chrome` unless given. */
  fingerprint?: string | undefined;
  encryption?: string | undefined;
  mldsa65Verify?: string | undefined;
}

/** Names that Reality accepts; `unsafe` and `hellogolang` are refused by the cores. */
const fingerprints = [
  'chrome',
  'firefox',
  'safari',
  'ios',
  'android',
  'edge',
  '360',
  'qq',
  'random',
  'randomized',
] as const;

const examples = {
  host: '203.0.113.10 or vpn.example.com',
  port: '443',
  publicKey: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
  shortId: '0123456789abcdef',
  sni: 'www.example.com',
  fingerprint: 'chrome',
  encryption: 'mlkem768x25519plus.native.0rtt.IqEZ6Gm1zxOIyGKKZ8SsQPjnQhikWdhZzaJh7Uj__E0',
  mldsa65Verify: 'nn-2hmwWnaLgYBwv8uduc3iguqBAHJUGs9Z6fWkSm9A7tWOh…',
};

const publicKey = z
  .string()
  .transform((value) => toBase64Url(value.trim()))
  .refine((value) => /^[\w-]{43}$/.test(value), {
    error: 'must be an X25519 public key: 43 characters of letters, digits, "-" and "_"',
    abort: true,
  })
  .refine((value) => Buffer.from(value, 'base64url').some((byte) => byte !== 0), 'must not be all zeros');

const shortId = z
  .string()
  .transform((value) => value.trim().toLowerCase())
  .refine((value) => /^([0-9a-f]{2}){0,8}$/.test(value), 'must be an even number of hex digits, at most 16');

const fingerprint = z.enum(fingerprints, `must be one of ${fingerprints.join(', ')}`).default('chrome');

const endpointSchema = z.object({
  host,
  port,
  publicKey,
  shortId,
  sni,
  fingerprint,
  encryption,
  mldsa65Verify,
});

/**
 * Reads the settings of a Reality endpoint. Every problem says field, rule and an example, and never repeats
 * the value, which may be a private key in the wrong place. Warnings are about settings that work badly.
 */
export function readEndpoint(given: RealityGiven): EndpointReading<RealityEndpoint> {
  const read = endpointSchema.safeParse(given);
  if (!read.success)
    return { ok: false, problems: read.error.issues.map((issue) => describe(issue, examples)) };
  const endpoint: RealityEndpoint = { protocol: 'reality', ...read.data };
  return { ok: true, endpoint, warnings: warningsFor(given, endpoint) };
}

export function openEndpoint(endpoint: RealityEndpoint, uuid: string): RealityAccess {
  return { ...endpoint, uuid };
}

export function closeAccess({ uuid: _key, ...endpoint }: RealityAccess): RealityEndpoint {
  return endpoint;
}

function warningsFor(given: RealityGiven, endpoint: RealityEndpoint): string[] {
  const warnings: [boolean, string][] = [
    [isPrivateHost(endpoint.host), 'host: is a private address that customers cannot reach'],
    [endpoint.port !== 443, 'port: Reality is conspicuous on any port but 443'],
    [given.publicKey.trim() !== endpoint.publicKey, 'publicKey: was converted from standard base64'],
    [!isCanonicalKey(endpoint.publicKey), 'publicKey: has stray bits in its last character; copy it again'],
    [
      isRiskyTarget(endpoint.sni),
      'sni: Xray advises against .ru, .ir, .cn, Apple, iCloud and Microsoft names',
    ],
    [/^(android|360)$/.test(endpoint.fingerprint), 'fingerprint: does not work with Reality in Xray'],
  ];
  return warnings.filter(([applies]) => applies).map(([, warning]) => warning);
}

function isRiskyTarget(name: string): boolean {
  return /\.(ru|ir|cn)$|(^|\.)(apple|icloud|microsoft)\./.test(name);
}

/** 43 characters hold two bits more than 32 bytes; cores ignore them, people comparing keys do not. */
function isCanonicalKey(key: string): boolean {
  return Buffer.from(key, 'base64url').toString('base64url') === key;
}

/** The same 32 bytes in the alphabet of Xray; anything else is left for the rule to refuse. */
function toBase64Url(key: string): string {
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(key)) return key;
  return key.replace('=', '').replaceAll('+', '-').replaceAll('/', '_');
}

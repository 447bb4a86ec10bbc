import { BlockList, isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** One VLESS-Reality door of the service, the same for everybody; only the uuid differs per person. */
export interface RealityEndpoint {
  /** IPv4, IPv6 without brackets, or a host name in its ASCII form. */
  host: string;
  port: number;
  /** X25519, 43 characters of base64url. */
  publicKey: string;
  /** 0–16 lower-case hex digits; empty only when the server lists the empty one. */
  shortId: string;
  sni: string;
  fingerprint: Fingerprint;
}

export type Fingerprint = (typeof fingerprints)[number];

/** What the operator gives, as text or number, before anything is known about it. */
export interface EndpointSettings {
  host: string;
  port: string | number;
  publicKey: string;
  shortId: string;
  sni: string;
  /** `chrome` unless given. */
  fingerprint?: string | undefined;
}

export type EndpointReading =
  | { ok: true; endpoint: RealityEndpoint; warnings: string[] }
  | { ok: false; problems: string[] };

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
};

const host = z
  .string()
  .transform((value) => normalizeHost(value))
  .refine((value) => isAddress(value) || isHostname(value), 'must be an IP address or a host name');

const portRule = 'must be a whole number from 1 to 65535';
const port = z
  .union([z.number(), z.string().regex(/^\d{1,5}$/, portRule)], portRule)
  .transform(Number)
  .refine((value) => Number.isInteger(value) && value >= 1 && value <= 65_535, portRule);

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

const sni = z
  .string()
  .transform((value) => normalizeHost(value))
  .refine((value) => isHostname(value) && value.includes('.'), {
    error: 'must be a full host name without scheme, port, wildcard or underscore',
  });

const fingerprint = z.enum(fingerprints, `must be one of ${fingerprints.join(', ')}`).default('chrome');

const endpointSchema = z.object({ host, port, publicKey, shortId, sni, fingerprint });

/**
 * Reads the settings of a Reality endpoint. Every problem says field, rule and an example, and never repeats
 * the value, which may be a private key in the wrong place. Warnings are about settings that work badly.
 */
export function readEndpoint(settings: EndpointSettings): EndpointReading {
  const read = endpointSchema.safeParse(settings);
  if (read.success) return { ok: true, endpoint: read.data, warnings: warningsFor(settings, read.data) };
  return { ok: false, problems: read.error.issues.map(describe) };
}

/** Addresses that only the machine itself or its neighbours can reach: fine in a sandbox, useless to customers. */
export function isPrivateHost(name: string): boolean {
  const version = isIP(name);
  if (version === 0) return name === 'localhost' || /\.(localhost|local|internal)$/.test(name);
  return privateAddresses.check(name, version === 6 ? 'ipv6' : 'ipv4');
}

function describe(issue: { path: PropertyKey[]; message: string }): string {
  const field = String(issue.path[0]) as keyof typeof examples;
  return `${field}: ${issue.message}, for example ${examples[field]}`;
}

function warningsFor(settings: EndpointSettings, endpoint: RealityEndpoint): string[] {
  const warnings: [boolean, string][] = [
    [isPrivateHost(endpoint.host), 'host: is a private address that customers cannot reach'],
    [endpoint.port !== 443, 'port: Reality is conspicuous on any port but 443'],
    [settings.publicKey.trim() !== endpoint.publicKey, 'publicKey: was converted from standard base64'],
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

function normalizeHost(value: string): string {
  const trimmed = value.trim().toLowerCase();
  const bare = /^\[(.*)\]$/.exec(trimmed)?.[1] ?? trimmed;
  if (isIPv6(bare)) return bare;
  return /[^\x20-\x7e]/.test(trimmed) ? domainToASCII(trimmed) : trimmed;
}

/** A zone such as `%eth0` means something on one machine only. */
function isAddress(name: string): boolean {
  return isIP(name) !== 0 && !name.includes('%');
}

/** Letters, digits and hyphens; a last label of digits is a mistyped address. */
function isHostname(name: string): boolean {
  const labels = name.split('.');
  const isEachLabelGood = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return isEachLabelGood && name.length <= 253 && !/^\d+$/.test(labels.at(-1) ?? '');
}

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4');
}
privateAddresses.addAddress('::1', 'ipv6');
privateAddresses.addSubnet('fc00::', 7, 'ipv6');
privateAddresses.addSubnet('fe80::', 10, 'ipv6');

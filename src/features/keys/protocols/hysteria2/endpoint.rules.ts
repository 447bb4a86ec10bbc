import { isIP } from 'node:net';
import { z } from 'zod';
import type { EndpointReading } from '../contract.rules.ts';
import { describe, host, isBase64Of, isPrivateHost, port, sni } from '../fields.rules.ts';

/** One Hysteria2 endpoint, the same for everybody; only the password differs per person. */
export interface HysteriaEndpoint {
  protocol: 'hysteria2';
  host: string;
  port: number;
  /** First and last port to hop over, where the server listens on a range. */
  hop: { from: number; to: number } | undefined;
  /** Name in the server's certificate; undefined: the host itself. */
  sni: string | undefined;
  /** Password of the salamander obfuscation, where the server has it. */
  obfsPassword: string | undefined;
  certificate: Certificate;
}

/**
 * The certificate by which a client knows the server. `pinned`: SHA-256 of the certificate in hex, and of its public
 * key in base64, since sing-box knows only the latter. `unchecked` is what some panels say; never from our settings.
 */
export type Certificate =
  | { kind: 'trusted' }
  | { kind: 'pinned'; sha256: string; publicKeySha256: string | undefined }
  | { kind: 'unchecked' };

/** The endpoint with the password of one person, which is their uuid. */
export type HysteriaAccess = HysteriaEndpoint & { auth: string };

export interface HysteriaGiven {
  host: string;
  port: string | number;
  hopPorts?: string | undefined;
  sni?: string | undefined;
  obfsPassword?: string | undefined;
  certSha256?: string | undefined;
  publicKeySha256?: string | undefined;
}

const examples = {
  host: '203.0.113.10 or vpn.example.com',
  port: '8443',
  hopPorts: '20000-50000',
  sni: 'vpn.example.com',
  obfsPassword: 'a-long-random-text',
  certSha256: '64 hex digits, from `openssl x509 -noout -fingerprint -sha256 -in server.crt`',
  publicKeySha256: 'rDXBCYCTBT3nKtzzOAFCCeeYsUHU0ECq9xcVXMP2F9Q=',
};

const hopPorts = z
  .string()
  .trim()
  .regex(/^\d{1,5}-\d{1,5}$/, 'must be two ports with a hyphen between them')
  .transform((range) => range.split('-').map(Number))
  .transform(([from = 0, to = 0]) => ({ from, to }))
  .refine(({ from, to }) => from >= 1 && from < to && to <= 65_535, 'must rise and stay within 1 to 65535');

const obfsPassword = z
  .string()
  .refine((value) => Buffer.byteLength(value) >= 4, 'must have at least 4 characters, as the engines ask');

const certSha256 = z
  .string()
  .transform((value) => value.trim().replaceAll(':', '').toLowerCase())
  .refine((value) => /^[0-9a-f]{64}$/.test(value), 'must be the SHA-256 of a certificate');

const publicKeySha256 = z
  .string()
  .trim()
  .refine((value) => isBase64Of(value, 32), 'must be a SHA-256 in base64: 44 characters');

const schema = z
  .object({
    host,
    port,
    hopPorts: hopPorts.optional(),
    sni: sni.optional(),
    obfsPassword: obfsPassword.optional(),
    certSha256: certSha256.optional(),
    publicKeySha256: publicKeySha256.optional(),
  })
  .refine((value) => value.sni !== undefined || isIP(value.host) === 0, {
    path: ['sni'],
    error: 'is needed when the host is an IP address',
  })
  .refine((value) => value.publicKeySha256 === undefined || value.certSha256 !== undefined, {
    path: ['certSha256'],
    error: 'is needed beside the hash of the public key',
  });

/** Reads the settings of a Hysteria2 endpoint. */
export function readEndpoint(given: HysteriaGiven): EndpointReading<HysteriaEndpoint> {
  const read = schema.safeParse(given);
  if (!read.success)
    return { ok: false, problems: read.error.issues.map((issue) => describe(issue, examples)) };
  const { certSha256: sha256, publicKeySha256: ofKey, hopPorts: hop, ...rest } = read.data;
  const endpoint: HysteriaEndpoint = {
    protocol: 'hysteria2',
    host: rest.host,
    port: rest.port,
    hop,
    sni: rest.sni,
    obfsPassword: rest.obfsPassword,
    certificate:
      sha256 === undefined ? { kind: 'trusted' } : { kind: 'pinned', sha256, publicKeySha256: ofKey },
  };
  return { ok: true, endpoint, warnings: warningsFor(endpoint) };
}

export function openEndpoint(endpoint: HysteriaEndpoint, uuid: string): HysteriaAccess {
  return { ...endpoint, auth: uuid };
}

export function closeAccess({ auth: _key, ...endpoint }: HysteriaAccess): HysteriaEndpoint {
  return endpoint;
}

function warningsFor({ host: name, certificate }: HysteriaEndpoint): string[] {
  const isHalfPinned = certificate.kind === 'pinned' && certificate.publicKeySha256 === undefined;
  return [
    ...(isPrivateHost(name) ? ['host: is a private address that customers cannot reach'] : []),
    ...(isHalfPinned
      ? ['publicKeySha256: is not set, so files for sing-box leave Hysteria2 out (they know no other pin)']
      : []),
  ];
}

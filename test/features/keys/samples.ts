import fc from 'fast-check';
import { anyCharacter } from '../../support/characters.ts';
import type { HysteriaAccess } from '../../../src/features/keys/protocols/hysteria2/endpoint.rules.ts';
import type { ShadowsocksAccess } from '../../../src/features/keys/protocols/shadowsocks/endpoint.rules.ts';
import type { RealityEndpoint } from '../../../src/features/keys/protocols/reality/endpoint.rules.ts';
import type { Look } from '../../../src/features/keys/protocols/packet-cut.rules.ts';

export const uuid = '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b';

/** The key pair of Xray's own tests gives this public key. */
export const publicKey = 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM';

export const endpoint: RealityEndpoint = {
  protocol: 'reality',
  host: '203.0.113.10',
  port: 443,
  publicKey,
  shortId: '0123456789abcdef',
  sni: 'www.example.com',
  fingerprint: 'chrome',
};

const hostname = fc
  .array(fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/), { minLength: 2, maxLength: 4 })
  .map((labels) => labels.join('.'));

const hex = fc.integer({ min: 0, max: 255 }).map((byte) => byte.toString(16).padStart(2, '0'));

const host = fc.oneof(fc.ipV4(), fc.ipV6(), hostname);
const port = fc.integer({ min: 1, max: 65_535 });

const keyOf = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value) => Buffer.from(value).toString('base64url'));

/** The client's strings of VLESS Encryption, with paddings and keys of both kinds. */
const encryptions: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('native', 'xorpub', 'random'),
    fc.constantFrom('0rtt', '1rtt'),
    fc.array(fc.constantFrom('100-111-1111', '75-0-111', '50-0-3333'), { maxLength: 3 }),
    fc.array(fc.oneof(keyOf(32), keyOf(1184)), { minLength: 1, maxLength: 2 }),
  )
  .map(([look, greeting, paddings, keys]) =>
    ['mlkem768x25519plus', look, greeting, ...paddings, ...keys].join('.'),
  );
const verifyKeys = keyOf(1952);

/** Endpoints as an operator may have them, of every kind of host. */
export const endpoints: fc.Arbitrary<RealityEndpoint> = fc.record({
  protocol: fc.constant('reality' as const),
  host,
  port,
  publicKey: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((bytes) => bytes.some((byte) => byte !== 0))
    .map((bytes) => Buffer.from(bytes).toString('base64url')),
  shortId: fc.array(hex, { maxLength: 8 }).map((bytes) => bytes.join('')),
  sni: hostname,
  fingerprint: fc.constantFrom('chrome', 'firefox', 'safari', 'ios', 'edge', 'random'),
  encryption: fc.option(encryptions, { nil: undefined, freq: 3 }),
  mldsa65Verify: fc.option(verifyKeys, { nil: undefined, freq: 3 }),
});

const secret = fc.oneof(
  fc.uuid(),
  fc.string({ unit: anyCharacter, minLength: 4, maxLength: 40 }),
  fc.constantFrom('a:b@c/d?e#f', 'пароль и пробел', '%20+%2B&='),
);
const sha256 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

/** Hysteria2 tunnels with everything that a link can hold. */
export const hysteriaAccesses: fc.Arbitrary<HysteriaAccess> = fc.record({
  protocol: fc.constant('hysteria2' as const),
  host,
  port,
  hop: fc.option(
    fc.record({ from: fc.integer({ min: 1, max: 30_000 }), to: fc.integer({ min: 30_001, max: 65_535 }) }),
    { nil: undefined },
  ),
  sni: hostname,
  obfsPassword: fc.option(secret.filter(isWellFormed), { nil: undefined }),
  certificate: fc.oneof(
    fc.constant({ kind: 'trusted' as const }),
    fc.constant({ kind: 'unchecked' as const }),
    sha256.map((bytes) => ({
      kind: 'pinned' as const,
      sha256: bytes.toString('hex'),
      publicKeySha256: undefined,
    })),
  ),
  auth: secret.filter(isWellFormed),
});

/** Shadowsocks tunnels of each method, with one key or two. */
export const shadowsocksAccesses: fc.Arbitrary<ShadowsocksAccess> = fc
  .constantFrom(
    ['2022-blake3-aes-128-gcm', 16] as const,
    ['2022-blake3-aes-256-gcm', 32] as const,
    ['2022-blake3-chacha20-poly1305', 32] as const,
  )
  .chain(([method, bytes]) => {
    const key = fc
      .uint8Array({ minLength: bytes, maxLength: bytes })
      .map((value) => Buffer.from(value).toString('base64'));
    return fc.record({
      protocol: fc.constant('shadowsocks' as const),
      host,
      port,
      method: fc.constant(method),
      serverKey: fc.option(key, { nil: undefined }),
      userKey: key,
    });
  });

function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

/** What makes the key of one person out of an endpoint. */
export interface PersonalKey extends Look {
  uuid: string;
}

/** Keys whose names hold whatever a person can type or paste. */
export const personalKeys: fc.Arbitrary<PersonalKey> = fc.record({
  uuid: fc.uuid(),
  name: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.string({ unit: anyCharacter, maxLength: 90 }),
    fc.constantFrom(
      '',
      'Аня 🦊',
      '👨‍👩‍👧‍👦 семья',
      'a#b?serverDescription=x&y=z%20+/',
      'строка\nвторая',
      '\ud800',
      '‮rtl',
    ),
  ),
  mode: fc.constantFrom('standard', 'enhanced'),
});

import fc from 'fast-check';
import type { RealityEndpoint } from '../../../src/features/keys/endpoint.ts';
import type { PersonalKey } from '../../../src/features/keys/vless-link.ts';

export const uuid = '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b';

/** The key pair of Xray's own tests gives this public key. */
export const publicKey = 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM';

export const endpoint: RealityEndpoint = {
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

/** Endpoints as an operator may have them, of every kind of host. */
export const endpoints: fc.Arbitrary<RealityEndpoint> = fc.record({
  host: fc.oneof(fc.ipV4(), fc.ipV6(), hostname),
  port: fc.integer({ min: 1, max: 65_535 }),
  publicKey: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((bytes) => bytes.some((byte) => byte !== 0))
    .map((bytes) => Buffer.from(bytes).toString('base64url')),
  shortId: fc.array(hex, { maxLength: 8 }).map((bytes) => bytes.join('')),
  sni: hostname,
  fingerprint: fc.constantFrom('chrome', 'firefox', 'safari', 'ios', 'edge', 'random'),
});

/** Keys whose names hold whatever a person can type or paste. */
export const personalKeys: fc.Arbitrary<PersonalKey> = fc.record({
  uuid: fc.uuid(),
  name: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.string({ unit: 'grapheme', maxLength: 90 }),
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

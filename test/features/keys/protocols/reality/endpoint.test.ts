import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type RealityGiven,
  readEndpoint,
} from '../../../../../src/features/keys/protocols/reality/endpoint.rules.ts';
import { isPrivateHost } from '../../../../../src/features/keys/protocols/fields.rules.ts';
import { endpoint, endpoints, publicKey } from '../../samples.ts';

const settings: RealityGiven = { ...endpoint };
const reading = (change: Partial<RealityGiven>) => readEndpoint({ ...settings, ...change });
const warningsOf = (change: Partial<RealityGiven>) => {
  const result = reading(change);
  return result.ok ? result.warnings : result.problems;
};

describe('the settings of a Reality endpoint', () => {
  test('that are right are taken without a word', () => {
    expect(readEndpoint(settings)).toEqual({ ok: true, endpoint, warnings: [] });
  });

  test('may come as texts with stray spaces, capitals and brackets', () => {
    const typed = {
      host: ' VPN.Example.COM ',
      port: '443',
      sni: ' WWW.Example.com',
      shortId: '0123456789ABCDEF ',
    };
    expect(reading(typed)).toMatchObject({ ok: true, endpoint: { ...endpoint, host: 'vpn.example.com' } });
    expect(reading({ host: '[2001:DB8::1]' })).toMatchObject({ endpoint: { host: '2001:db8::1' } });
  });

  test('take a domain in Cyrillic in its ASCII form', () => {
    expect(reading({ host: 'пример.рф' })).toMatchObject({ endpoint: { host: 'xn--e1afmkfd.xn--p1ai' } });
  });

  test.each<[string, Partial<RealityGiven>]>([
    ['host', { host: '' }],
    ['host', { host: '203.0.113' }],
    ['host', { host: '203.0.113.10:443' }],
    ['host', { host: 'https://vpn.example.com' }],
    ['host', { host: 'fe80::1%eth0' }],
    ['port', { port: 0 }],
    ['port', { port: 65_536 }],
    ['port', { port: '443-445' }],
    ['port', { port: 1.5 }],
    ['publicKey', { publicKey: publicKey.slice(1) }],
    ['publicKey', { publicKey: `${publicKey.slice(0, 42)}?` }],
    ['publicKey', { publicKey: 'A'.repeat(43) }],
    ['shortId', { shortId: '123' }],
    ['shortId', { shortId: '0123456789abcdef01' }],
    ['shortId', { shortId: 'xyz0' }],
    ['sni', { sni: 'localhost' }],
    ['sni', { sni: '*.example.com' }],
    ['sni', { sni: 'my_site.example.com' }],
    ['sni', { sni: 'www.example.com:443' }],
    ['sni', { sni: '203.0.113.10' }],
    ['fingerprint', { fingerprint: 'hellogolang' }],
    ['encryption', { encryption: 'aes' }],
    ['encryption', { encryption: 'mlkem768x25519plus.native.0rtt' }],
    ['encryption', { encryption: `mlkem768x25519plus.native.600s.${publicKey}` }],
    ['encryption', { encryption: `mlkem768x25519plus.plain.0rtt.${publicKey}` }],
    ['encryption', { encryption: `mlkem768x25519plus.native.0rtt.${publicKey}.100-111-1111` }],
    ['mldsa65Verify', { mldsa65Verify: publicKey }],
    ['mldsa65Verify', { mldsa65Verify: '+'.repeat(2603) }],
  ])('that break the rule of %s are refused with %j: field, rule and example', (field, change) => {
    const result = reading(change);
    expect(result.ok).toBe(false);
    expect(warningsOf(change)).toEqual([
      expect.stringMatching(new RegExp(`^${field}: must .+, for example .+`)),
    ]);
  });

  test('that say nothing or “none” of encryption and of the second signature use neither', () => {
    expect(reading({ encryption: 'none', mldsa65Verify: '' })).toEqual(reading({}));
    expect(reading({ encryption: ' ', mldsa65Verify: ' ' })).toEqual(reading({}));
  });

  test('that are wrong in three fields are refused for all three at once', () => {
    expect(warningsOf({ port: 0, shortId: '1', sni: '' })).toHaveLength(3);
  });

  test('never find their values repeated, since one may be a private key', () => {
    const secret = 'aGSYystUbf59_9_6LKRxD27rmSW_-2_nyd9YG_Gwbks!';
    expect(JSON.stringify(reading({ publicKey: secret, host: 's3cret host' }))).not.toMatch(/aGSY|s3cret/);
  });

  test('may hold the key in standard base64, which is converted with a warning', () => {
    const standard = `${publicKey.replaceAll('-', '+').replaceAll('_', '/')}=`;
    expect(reading({ publicKey: standard })).toMatchObject({ ok: true, endpoint: { publicKey } });
    expect(warningsOf({ publicKey: standard })).toEqual([expect.stringContaining('converted')]);
  });

  test.each<[string, Partial<RealityGiven>]>([
    ['host', { host: '192.168.1.5' }],
    ['port', { port: 8443 }],
    ['publicKey', { publicKey: `${publicKey.slice(0, 42)}N` }],
    ['sni', { sni: 'www.apple.com' }],
    ['sni', { sni: 'ya.ru' }],
    ['fingerprint', { fingerprint: '360' }],
  ])('that work badly are taken with a warning about %s', (field, change) => {
    expect(reading(change).ok).toBe(true);
    expect(warningsOf(change)).toEqual([expect.stringMatching(new RegExp(`^${field}: `))]);
  });

  test('that are right stay as they are', () => {
    fc.assert(
      fc.property(endpoints, (given) => {
        const once = readEndpoint(given);
        expect(once).toMatchObject({ ok: true, endpoint: given });
      }),
    );
  });

  test('never make the reader throw, whatever they hold', () => {
    const text = fc.string({ unit: 'binary' });
    const anything = fc.record({
      host: text,
      port: text,
      publicKey: text,
      shortId: text,
      sni: text,
      fingerprint: text,
      encryption: text,
      mldsa65Verify: text,
    });
    fc.assert(fc.property(anything, (given) => typeof readEndpoint(given).ok === 'boolean'));
  });
});

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['::1', true],
  ['fd00::1', true],
  ['localhost', true],
  ['203.0.113.10', false],
  ['2001:db8::1', false],
  ['vpn.example.com', false],
])('%s is private: %s', (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected);
});

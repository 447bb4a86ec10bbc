import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessOf, readShareLink, shareLink } from '../../../../src/features/keys/protocols/access.rules.ts';
import {
  writeLink as hysteriaLink,
  readLink as parseHysteriaLink,
} from '../../../../src/features/keys/protocols/hysteria2/link.rules.ts';
import { keyName } from '../../../../src/features/keys/protocols/link-parts.rules.ts';
import {
  readLink as parseShadowsocksLink,
  writeLink as shadowsocksLink,
} from '../../../../src/features/keys/protocols/shadowsocks/link.rules.ts';
import { endpoint, hysteriaAccesses, personalKeys, shadowsocksAccesses, uuid } from '../samples.ts';

const hysteria = {
  protocol: 'hysteria2',
  host: '203.0.113.10',
  port: 8443,
  hop: { from: 20_000, to: 50_000 },
  sni: 'vpn.example.com',
  obfsPassword: 'соль/+&',
  certificate: { kind: 'pinned', sha256: 'ab'.repeat(32), publicKeySha256: undefined },
} as const;
const shadowsocks = {
  protocol: 'shadowsocks',
  host: '2001:db8::1',
  port: 8388,
  method: '2022-blake3-aes-256-gcm',
  serverKey: `${'+/'.repeat(21)}8=`,
} as const;

test('a Hysteria2 link is written as its own documents say, with the first port to hop over and the range beside it', () => {
  expect(shareLink(accessOf(hysteria, uuid), { name: 'Аня', mode: 'standard' })).toBe(
    `hysteria2://${uuid}@203.0.113.10:20000/?sni=vpn.example.com&obfs=salamander` +
      `&obfs-password=%D1%81%D0%BE%D0%BB%D1%8C%2F%2B%26&insecure=1&pinSHA256=${'ab'.repeat(32)}` +
      '&mport=20000-50000#%D0%90%D0%BD%D1%8F',
  );
});

test('a Shadowsocks link is written as SIP022 says: percent-encoded and not in base64', () => {
  const userKey = Buffer.from(uuid.replaceAll('-', '')).toString('base64').replace('=', '%3D');
  expect(shareLink(accessOf(shadowsocks, uuid), { name: 'a b', mode: 'enhanced' })).toBe(
    `ss://2022-blake3-aes-256-gcm:${'%2B%2F'.repeat(21)}8%3D%3A${userKey}@[2001:db8::1]:8388#a%20b`,
  );
});

describe('every link reads back as what it was made of', () => {
  const name = personalKeys.map((key) => key.name);

  test('of Hysteria2, whatever the passwords', () => {
    fc.assert(
      fc.property(hysteriaAccesses, name, (access, given) => {
        const link = hysteriaLink(access, { name: given });
        expect(link).toMatch(/^[\x21-\x7e]+$/);
        const port = access.hop?.from ?? access.port;
        expect(parseHysteriaLink(link)).toEqual({ access: { ...access, port }, name: keyName(given) });
        expect(new URL(link).searchParams.get('obfs-password')).toBe(access.obfsPassword ?? null);
      }),
      { numRuns: 500 },
    );
  });

  test('of Shadowsocks, of every method', () => {
    fc.assert(
      fc.property(shadowsocksAccesses, name, (access, given) => {
        const link = shadowsocksLink(access, { name: given });
        expect(link).toMatch(/^[\x21-\x7e]+$/);
        expect(parseShadowsocksLink(link)).toEqual({ access, name: keyName(given) });
      }),
      { numRuns: 500 },
    );
  });
});

describe("the panel's own links", () => {
  const keys = 'c2VydmVyLWtleS1vZi0zMi1ieXRlcy1sb25nLi4uLiE=';

  test('of Shadowsocks come in base64, with and without what base64 must be spared in addresses', () => {
    const secret = `2022-blake3-aes-256-gcm:${keys}:${keys}`;
    for (const alphabet of ['base64', 'base64url'] as const) {
      const user = Buffer.from(secret).toString(alphabet);
      expect(readShareLink(`ss://${user}@vpn.example.com:8388#x`)?.access).toMatchObject({
        protocol: 'shadowsocks',
        host: 'vpn.example.com',
        serverKey: keys,
        userKey: keys,
      });
    }
  });

  test('of Hysteria2 come without a name for the certificate, and are not checked then', () => {
    expect(
      readShareLink(`hy2://${uuid}@203.0.113.10:11443/?insecure=1&obfs=salamander&obfs-password=abcd#x`),
    ).toEqual({
      name: 'x',
      access: {
        protocol: 'hysteria2',
        host: '203.0.113.10',
        port: 11443,
        hop: undefined,
        sni: undefined,
        obfsPassword: 'abcd',
        certificate: { kind: 'unchecked' },
        auth: uuid,
      },
    });
  });

  test('of Reality come with parameters that mean nothing to us', () => {
    const link = `${shareLink({ ...endpoint, uuid }, { name: 'x', mode: 'standard' })}`;
    expect(readShareLink(link.replace('?', '/?hiddify=1&'))?.access).toEqual({ ...endpoint, uuid });
  });

  test.each([
    ['an old method', `ss://${Buffer.from('aes-256-gcm:secret').toString('base64url')}@203.0.113.10:8388#x`],
    ['a short key', 'ss://2022-blake3-aes-256-gcm:c2hvcnQ%3D@203.0.113.10:8388#x'],
    ['a plugin', `ss://2022-blake3-aes-256-gcm:${encodeURIComponent(keys)}@203.0.113.10:8388/?plugin=obfs#x`],
    ['an obfuscation of another kind', `hysteria2://${uuid}@vpn.example.com:1/?obfs=gecko#x`],
    ['a pin that is none', `hysteria2://${uuid}@vpn.example.com:1/?insecure=1&pinSHA256=abc#x`],
    ['an IP address and no name', `hysteria2://${uuid}@203.0.113.10:1/#x`],
    ['ports that fall', `hysteria2://${uuid}@vpn.example.com:1/?mport=9-3#x`],
    ['another protocol', `trojan://${uuid}@vpn.example.com:443#x`],
  ])('with %s are not read', (_, link) => {
    expect(readShareLink(link)).toBeUndefined();
  });

  test('never make the reader throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const scheme of ['ss', 'hy2', 'hysteria2', 'vless']) readShareLink(`${scheme}://${text}`);
        readShareLink(`ss://${text}@203.0.113.10:8388`);
        readShareLink(`hy2://${uuid}@203.0.113.10:1/?${text}`);
      }),
    );
  });
});

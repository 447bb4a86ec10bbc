import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RealityEndpoint } from '../../../../../src/features/keys/protocols/reality/endpoint.rules.ts';
import { keyName } from '../../../../../src/features/keys/protocols/link-parts.rules.ts';
import { readLink, writeLink } from '../../../../../src/features/keys/protocols/reality/link.rules.ts';
import { endpoint, endpoints, type PersonalKey, personalKeys, publicKey, uuid } from '../../samples.ts';

const linkOf = (to: RealityEndpoint, { uuid: id, ...look }: PersonalKey): string =>
  writeLink({ ...to, uuid: id }, look);
const key = { uuid, name: 'Аня 🦊', mode: 'standard' } as const;

describe('a VLESS link', () => {
  test('is written exactly as apps expect it', () => {
    expect(linkOf(endpoint, key)).toBe(
      `vless://${uuid}@203.0.113.10:443?encryption=none&flow=xtls-rprx-vision&security=reality` +
        `&sni=www.example.com&fp=chrome&pbk=${publicKey}&sid=0123456789abcdef&type=tcp&headerType=none` +
        '#%D0%90%D0%BD%D1%8F%20%F0%9F%A6%8A',
    );
  });

  test('puts IPv6 in brackets and leaves out an empty short id', () => {
    const link = linkOf({ ...endpoint, host: '2001:db8::1', shortId: '' }, key);
    expect(link).toContain('@[2001:db8::1]:443?');
    expect(link).not.toContain('sid');
  });

  test('in enhanced mode carries the cut of the first packets in both spellings', () => {
    const link = linkOf(endpoint, { ...key, mode: 'enhanced' });
    const encoded = /&fm=([^#]+)#/.exec(link)?.[1] ?? '';
    const payload =
      '{"tcp":[{"type":"fragment","settings":{"packets":"1-3","length":"100-200","delay":"10-20","lengths":["100-200"],"delays":["10-20"],"maxSplit":10}}]}';
    expect(decodeURIComponent(encoded)).toBe(payload);
    expect([payload.length, encoded.length]).toEqual([148, 262]);
  });

  test.each(['', 'not-a-uuid', uuid.toUpperCase(), `${uuid}@evil`])(
    'is not made for the uuid %j',
    (wrong) => {
      expect(() => linkOf(endpoint, { ...key, uuid: wrong })).toThrow('uuid');
    },
  );

  test('reads back as what it was made of, for every endpoint and every name', () => {
    fc.assert(
      fc.property(endpoints, personalKeys, (given, person) => {
        const link = linkOf(given, person);
        expect(link).toMatch(/^[\x21-\x7e]+$/);
        expect(link.split('#')).toHaveLength(2);
        expect(readLink(link)).toEqual({
          access: { ...given, uuid: person.uuid },
          name: keyName(person.name),
          mode: person.mode,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('reads the same in a parser of addresses that is not ours', () => {
    fc.assert(
      fc.property(endpoints, personalKeys, (given, person) => {
        const url = new URL(linkOf(given, person));
        expect(url.username).toBe(person.uuid);
        expect(url.searchParams.get('pbk')).toBe(given.publicKey);
        expect(url.searchParams.getAll('sni')).toEqual([given.sni]);
        expect(decodeURIComponent(url.hash.slice(1))).toBe(keyName(person.name));
      }),
    );
  });

  test('of the panel gives the endpoint, whatever else it carries', () => {
    const link =
      `vless://${uuid}@vpn.example.com:443?hiddify=1&sni=www.example.com&type=tcp&alpn=http/1.1&host=x&encryption=none` +
      `&fp=chrome&headerType=none&flow=xtls-rprx-vision&security=reality&pbk=${publicKey}&sid=0123456789abcdef#Reality`;
    expect(readLink(link)).toEqual({
      access: { ...endpoint, host: 'vpn.example.com', uuid },
      name: 'Reality',
      mode: 'standard',
    });
  });

  test.each([
    ['no link', 'hello'],
    ['another protocol', `trojan://${uuid}@203.0.113.10:443?security=reality#x`],
    ['plain TLS', linkOf(endpoint, key).replace('security=reality', 'security=tls')],
    ['another transport', linkOf(endpoint, key).replace('type=tcp', 'type=grpc')],
    ['the look of HTTP', linkOf(endpoint, key).replace('headerType=none', 'headerType=http&path=/x')],
    ['no Vision', linkOf(endpoint, key).replace('&flow=xtls-rprx-vision', '')],
    ['a parameter twice', linkOf(endpoint, key).replace('&fp=', '&sni=a.example.com&fp=')],
    ['broken encoding', linkOf(endpoint, key).replace('fp=chrome', 'fp=%E0%A4')],
    ['a broken name', `${linkOf(endpoint, key)}%`],
    ['a wrong public key', linkOf(endpoint, key).replace(publicKey, 'short')],
    ['a wrong port', linkOf(endpoint, key).replace(':443', ':99999')],
  ])('with %s is not read', (_, link) => {
    expect(readLink(link)).toBeUndefined();
  });

  test('never makes the reader throw', () => {
    const tail = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(tail, (text) => {
        readLink(text);
        readLink(`vless://${uuid}@203.0.113.10:443?${text}`);
      }),
    );
  });
});

describe('the name of a key', () => {
  test('is one line of at most 60 visible characters', () => {
    expect(keyName('дом\r\nработа\u2028ещё')).toBe('дом работа ещё');
    expect(keyName('👨‍👩‍👧‍👦'.repeat(70))).toBe('👨‍👩‍👧‍👦'.repeat(60));
  });

  test('cannot turn the text around it and is never empty', () => {
    expect(keyName('\u202eabc\u2066')).toBe('abc');
    expect(keyName(' \u0000\n ')).toBe('VPN');
  });
});

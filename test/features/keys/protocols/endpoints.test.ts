import { describe, expect, test } from 'vitest';
import { readDemand } from '../../../../src/features/keys/protocols/reality/demand.rules.ts';
import {
  type HysteriaGiven as HysteriaSettings,
  readEndpoint as readHysteria,
} from '../../../../src/features/keys/protocols/hysteria2/endpoint.rules.ts';
import {
  readEndpoint as readShadowsocks,
  type ShadowsocksGiven as ShadowsocksSettings,
} from '../../../../src/features/keys/protocols/shadowsocks/endpoint.rules.ts';

const publicKeySha256 = 'rDXBCYCTBT3nKtzzOAFCCeeYsUHU0ECq9xcVXMP2F9Q=';
const hysteria: HysteriaSettings = { host: 'vpn.example.com', port: '8443' };
const serverKey = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const shadowsocks: ShadowsocksSettings = { host: '203.0.113.10', port: 8388, serverKey };

describe('the settings of a Hysteria2 endpoint', () => {
  test('may be a host and a port alone, for a certificate that everybody trusts', () => {
    expect(readHysteria(hysteria)).toEqual({
      ok: true,
      warnings: [],
      endpoint: {
        protocol: 'hysteria2',
        host: 'vpn.example.com',
        port: 8443,
        hop: undefined,
        sni: undefined,
        obfsPassword: undefined,
        certificate: { kind: 'trusted' },
      },
    });
  });

  test('take a fingerprint as openssl prints it', () => {
    const certSha256 = `${'AB:'.repeat(31)}AB`;
    expect(readHysteria({ ...hysteria, certSha256, publicKeySha256 })).toMatchObject({
      endpoint: { certificate: { kind: 'pinned', sha256: 'ab'.repeat(32), publicKeySha256 } },
      warnings: [],
    });
    expect(readHysteria({ ...hysteria, certSha256 })).toMatchObject({
      warnings: [expect.stringContaining('sing-box')],
    });
  });

  test.each<[string, Partial<HysteriaSettings>]>([
    ['port', { port: '0' }],
    ['hopPorts', { hopPorts: '50000-20000' }],
    ['hopPorts', { hopPorts: '20000' }],
    ['hopPorts', { hopPorts: '20000-70000' }],
    ['sni', { sni: 'https://vpn.example.com' }],
    ['sni', { host: '203.0.113.10' }],
    ['obfsPassword', { obfsPassword: 'abc' }],
    ['certSha256', { certSha256: 'canary' }],
    ['certSha256', { publicKeySha256 }],
    ['publicKeySha256', { certSha256: 'ab'.repeat(32), publicKeySha256: 'canary' }],
  ])('with a wrong %s are refused with the field and an example, never the value', (field, change) => {
    const reading = readHysteria({ ...hysteria, ...change });
    expect(reading).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(`^${field}: .+for example`)],
    });
    expect(JSON.stringify(reading)).not.toContain('canary');
  });
});

describe('the settings of a Shadowsocks endpoint', () => {
  test("take the server's key, or the panel's shared secret that the key is made of", () => {
    const endpoint = { protocol: 'shadowsocks', method: '2022-blake3-aes-256-gcm', ...shadowsocks };
    expect(readShadowsocks(shadowsocks)).toEqual({ ok: true, endpoint, warnings: [] });
    expect(readShadowsocks({ ...shadowsocks, serverKey: '01234567-89ab-cdef-0123-456789abcdef' })).toEqual({
      ok: true,
      endpoint,
      warnings: [],
    });
  });

  test.each([
    '',
    'canary',
    serverKey.replace('=', ''),
    `${serverKey}AA`,
    Buffer.alloc(16).toString('base64'),
  ])('refuse %j as a key', (wrong) => {
    const reading = readShadowsocks({ ...shadowsocks, serverKey: wrong });
    expect(reading).toMatchObject({ problems: [expect.stringMatching('^serverKey: must be 32 bytes')] });
    expect(JSON.stringify(reading)).not.toContain('canary');
  });
});

describe('what the server asks of apps', () => {
  test.each([
    [undefined, undefined, 'any'],
    ['25.6.8', '', 'any'],
    ['26.3.27', '1.0.0', 'any'],
    ['26.3.27', '26.3.27', 'recent-xray'],
    ['26.7.11', undefined, 'recent-xray'],
    ['26.7.28', '1.0.0', 'any'],
    ['v26.9.8', '1.0.0', 'mlkem'],
    ['27.0.0', '', 'mlkem'],
  ])('of version %s that asks for clients from %j is: %s', (xrayVersion, minClientVersion, demand) => {
    expect(readDemand({ xrayVersion, minClientVersion })).toEqual({ ok: true, demand });
  });

  test('is not guessed from what is no version', () => {
    expect(readDemand({ xrayVersion: 'latest', minClientVersion: '1' })).toEqual({
      ok: false,
      problems: [
        'xrayVersion: must be three numbers with dots, for example 26.3.27',
        'minClientVersion: must be three numbers with dots, for example 1.0.0',
      ],
    });
  });
});

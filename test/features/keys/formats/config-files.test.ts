import { describe, expect, test } from 'vitest';
import { accessOf, carries } from '../../../../src/features/keys/protocols/access.rules.ts';
import { configFile } from '../../../../src/features/keys/formats/config-file.rules.ts';
import type { Format } from '../../../../src/features/keys/protocols/contract.rules.ts';
import { endpoint, uuid } from '../samples.ts';

const reality = { access: accessOf(endpoint, uuid), name: 'PROXY' };
const hysteriaEndpoint = {
  protocol: 'hysteria2',
  host: '2001:db8::1',
  port: 8443,
  hop: { from: 20_000, to: 50_000 },
  sni: 'vpn.example.com',
  obfsPassword: 'a: "b" \\',
  certificate: { kind: 'pinned', sha256: 'ab'.repeat(32), publicKeySha256: 'key-hash' },
} as const;
const hysteria = { access: accessOf(hysteriaEndpoint, uuid), name: 'auto' };
const shadowsocks = {
  access: accessOf(
    {
      protocol: 'shadowsocks',
      host: '203.0.113.10',
      port: 8388,
      method: '2022-blake3-aes-256-gcm',
      serverKey: 'aaaa',
    },
    uuid,
  ),
  name: 'auto',
};
const tunnels = [reality, hysteria, shadowsocks];

const textOf = (format: Format, mode: 'standard' | 'enhanced' = 'standard'): string =>
  Buffer.from(configFile(tunnels, { format, mode, demand: 'any' })?.bytes ?? []).toString();

describe('a file for sing-box', () => {
  const config = JSON.parse(textOf('sing-box')) as {
    outbounds: { tag: string; outbounds?: string[]; server?: string }[];
    route: { rules: { protocol?: string; outbound?: string }[]; final: string };
  };

  test('holds every tunnel under a name of its own, also where people chose the names that it needs itself', () => {
    const tags = config.outbounds.map(({ tag }) => tag);
    expect(tags).toEqual(['proxy', 'auto', 'PROXY', 'auto 2', 'auto 3', 'direct']);
    expect(config.outbounds[0]?.outbounds).toEqual(['auto', 'PROXY', 'auto 2', 'auto 3']);
    expect(config.outbounds[3]).toMatchObject({
      server: '2001:db8::1',
      server_ports: ['20000:50000'],
      tls: { certificate_public_key_sha256: ['key-hash'] },
    });
  });

  test('names no outbound that is missing, and leaves torrents outside the tunnel in standard mode only', () => {
    const tags = config.outbounds.map(({ tag }) => tag);
    for (const { outbound } of config.route.rules) expect([...tags, undefined]).toContain(outbound);
    expect(tags).toContain(config.route.final);
    expect(textOf('sing-box', 'standard')).toContain('bittorrent');
    expect(textOf('sing-box', 'enhanced')).not.toContain('bittorrent');
  });
});

describe('a file for Clash', () => {
  test('is YAML whose entries are JSON, so that no reader takes a short id for a number', () => {
    const lines = textOf('mihomo').split('\n');
    const entries = lines
      .filter((line) => line.startsWith('  - {'))
      .map((line) => JSON.parse(line.slice(4)) as Record<string, unknown>);
    expect(entries.map(({ name }) => name)).toEqual(['PROXY 2', 'auto', 'auto 2', 'PROXY']);
    expect(entries[0]).toMatchObject({ 'reality-opts': { 'short-id': '0123456789abcdef' } });
    expect(entries[1]).toMatchObject({ 'obfs-password': 'a: "b" \\', fingerprint: 'ab'.repeat(32) });
  });

  test('asks for the post-quantum key share only where the server demands it', () => {
    const file = configFile([reality], { format: 'mihomo', mode: 'standard', demand: 'mlkem' });
    expect(Buffer.from(file?.bytes ?? []).toString()).toContain('"support-x25519mlkem768":true');
    expect(textOf('mihomo')).not.toContain('mlkem');
  });
});

test('a file leaves out what its apps cannot connect by, and is not made of nothing', () => {
  const { access } = hysteria;
  const certificate = { kind: 'pinned', sha256: 'ab'.repeat(32), publicKeySha256: undefined } as const;
  const halfPinned = accessOf({ ...hysteriaEndpoint, certificate }, uuid);
  const unchecked = accessOf({ ...hysteriaEndpoint, certificate: { kind: 'unchecked' } }, uuid);
  expect(carries('sing-box', halfPinned, 'any')).toBe(false);
  expect(carries('xray', unchecked, 'any')).toBe(false);
  expect(carries('xray', access, 'mlkem')).toBe(true);
  expect(carries('sing-box', reality.access, 'recent-xray')).toBe(false);
  expect(carries('sing-box', reality.access, 'mlkem')).toBe(false);
  expect(carries('mihomo', reality.access, 'recent-xray')).toBe(false);
  expect(carries('mihomo', reality.access, 'mlkem')).toBe(true);
  expect(configFile([reality], { format: 'sing-box', mode: 'standard', demand: 'mlkem' })).toBeUndefined();
  expect(configFile([], { format: 'xray', mode: 'standard', demand: 'any' })).toBeUndefined();
});

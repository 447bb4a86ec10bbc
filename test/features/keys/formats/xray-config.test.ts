import { describe, expect, test } from 'vitest';
import { configFile } from '../../../../src/features/keys/formats/config-file.rules.ts';
import { cutStrengths } from '../../../../src/features/keys/protocols/packet-cut.rules.ts';
import { xrayConfig } from '../../../../src/features/keys/formats/xray.rules.ts';
import { endpoint, publicKey, uuid } from '../samples.ts';

const access = { ...endpoint, uuid };
const standard = { name: 'Аня 🦊', mode: 'standard' } as const;
const enhanced = { ...standard, mode: 'enhanced' } as const;

type Outbound = {
  tag: string;
  protocol: string;
  settings?: unknown;
  streamSettings?: Record<string, unknown>;
};
const outboundsOf = (config: Record<string, unknown>) => config['outbounds'] as Outbound[];
const rulesOf = (config: Record<string, unknown>) => {
  return (config['routing'] as { rules: { outboundTag: string; protocol?: string[]; ip?: string[] }[] })
    .rules;
};

describe('a configuration for Xray', () => {
  test('dials the endpoint with Reality and Vision as its first outbound', () => {
    const [proxy] = outboundsOf(xrayConfig(access, standard));
    expect(proxy).toEqual({
      tag: 'proxy',
      protocol: 'vless',
      settings: {
        vnext: [
          {
            address: '203.0.113.10',
            port: 443,
            users: [{ id: uuid, encryption: 'none', flow: 'xtls-rprx-vision' }],
          },
        ],
      },
      streamSettings: {
        network: 'tcp',
        security: 'reality',
        realitySettings: {
          serverName: 'www.example.com',
          fingerprint: 'chrome',
          publicKey,
          shortId: '0123456789abcdef',
          spiderX: '/',
        },
      },
    });
  });

  test('in standard mode leaves the local network and torrents outside the tunnel', () => {
    const config = xrayConfig(access, standard);
    expect(outboundsOf(config).map((outbound) => outbound.tag)).toEqual(['proxy', 'direct', 'block']);
    expect(rulesOf(config).map((rule) => rule.protocol ?? 'local')).toEqual(['local', ['bittorrent']]);
  });

  test('in enhanced mode dials through the outbound that cuts the first packets', () => {
    const config = xrayConfig(access, enhanced);
    const [proxy, cut] = outboundsOf(config);
    expect(proxy?.streamSettings?.['sockopt']).toEqual({ dialerProxy: 'cut' });
    expect(cut).toEqual({
      tag: 'cut',
      protocol: 'freedom',
      settings: { fragment: { packets: '1-3', length: '100-200', interval: '10-20', maxSplit: 10 } },
    });
    expect(rulesOf(config)).toHaveLength(1);
  });

  test.each([
    [cutStrengths.soft, 10],
    [cutStrengths.medium, 10],
    [cutStrengths.hard, 25],
    [{ ...cutStrengths.hard, length: '1-2' }, 64],
  ])('cuts by %j in at most %i pieces: enough for the greeting, and not without end', (cut, pieces) => {
    const [, outbound] = outboundsOf(xrayConfig(access, { ...enhanced, cut }));
    expect(outbound?.settings).toEqual({ fragment: { ...cut, maxSplit: pieces } });
  });

  test.each([standard, enhanced])(
    'in $mode mode names no outbound that is missing and listens on loopback only',
    (key) => {
      const config = xrayConfig(access, key);
      const tags = outboundsOf(config).map((outbound) => outbound.tag);
      for (const rule of rulesOf(config)) expect(tags).toContain(rule.outboundTag);
      const inbounds = config['inbounds'] as { listen: string; tag: string }[];
      expect(inbounds.map((inbound) => inbound.listen)).toEqual(['127.0.0.1', '127.0.0.1']);
      expect(JSON.stringify(config)).not.toMatch(/geoip|geosite|allowInsecure/);
    },
  );

  test('writes IPv6 bare and a hostile name as a plain text', () => {
    const config = xrayConfig({ ...access, host: '2001:db8::1' }, { ...standard, name: '"},\n{' });
    expect(JSON.stringify(config)).toContain('"address":"2001:db8::1"');
    expect(config['remarks']).toBe('"}, {');
  });

  test.each([
    [standard, 'vpn-standard.json'],
    [enhanced, 'vpn-enhanced.json'],
  ])('is a file of readable JSON (%#)', (key, filename) => {
    const { name, mode } = key;
    const file = configFile([{ access, name }], { format: 'xray', mode, demand: 'any' });
    expect(file).toMatchObject({ filename, contentType: 'application/json' });
    expect(JSON.parse(Buffer.from(file?.bytes ?? []).toString('utf8'))).toEqual(xrayConfig(access, key));
  });
});

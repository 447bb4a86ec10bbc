import type { Config } from '../config/config.ts';
import { readDemand, type ServerDemand } from '../features/keys/protocols/demand.rules.ts';
import { type Protocol, protocols } from '../features/keys/protocols/registry.rules.ts';
import { type EndpointSeeds, readSeed } from '../features/keys/protocols/seeds.rules.ts';
import type { Logger } from '../platform/logger.ts';

/** The endpoints that the settings describe, as they say it. A protocol that they leave out is read from the panel. */
export function seedsOf({ reality, hysteria2, shadowsocks }: Config): EndpointSeeds {
  const { host } = reality;
  return {
    reality:
      reality.publicKey === undefined
        ? undefined
        : { ...reality, publicKey: reality.publicKey, shortId: reality.shortId ?? '' },
    hysteria2: hysteria2.port === undefined ? undefined : { host, ...hysteria2, port: hysteria2.port },
    shadowsocks:
      shadowsocks.port === undefined
        ? undefined
        : { host, port: shadowsocks.port, serverKey: shadowsocks.serverKey ?? '' },
  };
}

/** Says what is wrong with them, each by the name of its setting: such an endpoint is not used but read from the panel. */
export function complainOf(seeds: EndpointSeeds, logger: Logger): EndpointSeeds {
  return Object.fromEntries(
    protocols
      .filter((protocol) => isUsable(protocol, seeds, logger))
      .map((protocol) => [protocol, seeds[protocol]]),
  );
}

function isUsable(protocol: Protocol, seeds: EndpointSeeds, logger: Logger): boolean {
  const reading = readSeed(protocol, seeds);
  if (reading === undefined) return false;
  const names = settingNames[protocol];
  if (!reading.ok) {
    const problems = reading.problems.map((problem) => renamed(problem, names));
    logger.error({ problems }, 'settings of a key cannot be used; it is read from the panel');
    return false;
  }
  const warnings = reading.warnings.map((warning) => renamed(warning, names));
  if (warnings.length > 0) logger.warn({ warnings }, 'settings of a key work badly');
  return true;
}

/** What the server asks of clients; a version that cannot be read is said and taken as not given. */
export function demandOf({ reality }: Config, logger: Logger): ServerDemand {
  const reading = readDemand(reality);
  // Of the apps offered only those on Xray know VLESS Encryption.
  if (reading.ok) return reading.demand === 'any' && isEncrypted(reality) ? 'recent-xray' : reading.demand;
  const names = { xrayVersion: 'REALITY_XRAY_VERSION', minClientVersion: 'REALITY_MIN_CLIENT_VERSION' };
  const problems = reading.problems.map((problem) => renamed(problem, names));
  logger.error({ problems }, 'what the server asks of apps cannot be read; every app is offered');
  return 'any';
}

function isEncrypted({ encryption }: Config['reality']): boolean {
  return encryption !== undefined && encryption.trim() !== 'none';
}

/** Which setting stands behind a field. */
const settingNames: Record<Protocol, Record<string, string>> = {
  reality: {
    host: 'VPS_IP',
    port: 'REALITY_PORT',
    publicKey: 'REALITY_PUBLIC_KEY',
    shortId: 'REALITY_SHORT_ID',
    sni: 'REALITY_SNI',
    encryption: 'REALITY_ENCRYPTION',
    mldsa65Verify: 'REALITY_MLDSA65_VERIFY',
  },
  hysteria2: {
    host: 'VPS_IP',
    port: 'HYSTERIA2_PORT',
    hopPorts: 'HYSTERIA2_HOP_PORTS',
    sni: 'HYSTERIA2_SNI',
    obfsPassword: 'HYSTERIA2_OBFS_PASSWORD',
    certSha256: 'HYSTERIA2_CERT_SHA256',
    publicKeySha256: 'HYSTERIA2_PUBLIC_KEY_SHA256',
  },
  shadowsocks: { host: 'VPS_IP', port: 'SHADOWSOCKS_PORT', serverKey: 'SHADOWSOCKS_SERVER_KEY' },
};

function renamed(problem: string, names: Record<string, string>): string {
  const field = problem.split(':', 1)[0] ?? '';
  return `${names[field] ?? field}${problem.slice(field.length)}`;
}

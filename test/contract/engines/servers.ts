import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from '../../../src/features/keys/protocols/access.rules.ts';
import type { RealityEndpoint } from '../../../src/features/keys/protocols/reality/endpoint.rules.ts';
import type { HysteriaEndpoint } from '../../../src/features/keys/protocols/hysteria2/endpoint.rules.ts';
import { keyOfUuid } from '../../../src/features/keys/protocols/shadowsocks/endpoint.rules.ts';
import { run } from '../panel/real/processes.ts';
import { type Engine, isBuilt, pathOf } from './engines.ts';
import { backstageAddress, type Network, serverAddress, serverAddressV6 } from './network.ts';

/** The person whose keys are tried; the servers know nobody else. */
export const uuid = '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b';

const realityKeys = {
  // The pair of Xray's own tests.
  privateKey: 'aGSYystUbf59_9_6LKRxD27rmSW_-2_nyd9YG_Gwbks',
  publicKey: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
};
const obfsPassword = 'соль & "перец"';
const serverKey = keyOfUuid('01234567-89ab-cdef-0123-456789abcdef');

/** Fingerprints of the self-signed certificate of the Hysteria2 servers. */
export interface Pins {
  sha256: string;
  publicKeySha256: string;
}

/** One server to connect to, as its operator would describe it. */
export interface Server {
  engine: Engine;
  /** What is special about it, for the table. */
  note: string;
  endpoint: Endpoint;
}

const reality = (port: number, host = serverAddress): RealityEndpoint => ({
  protocol: 'reality',
  host,
  port,
  publicKey: realityKeys.publicKey,
  shortId: '0123456789abcdef',
  sni: 'www.example.com',
  fingerprint: 'chrome',
});
const hysteria = (port: number, pins: Pins): HysteriaEndpoint => ({
  protocol: 'hysteria2',
  host: serverAddress,
  port,
  hop: undefined,
  sni: 'vpn.example.com',
  obfsPassword,
  certificate: { kind: 'pinned', ...pins },
});
const shadowsocks = (port: number): Endpoint => ({
  protocol: 'shadowsocks',
  host: serverAddress,
  port,
  method: '2022-blake3-aes-256-gcm',
  serverKey,
});

/** What servers add against computers of the future: the server's half and the client's. */
export interface QuantumKeys {
  decryption: string;
  encryption: string;
  mldsa65Seed: string;
  mldsa65Verify: string;
}

/** New ones, from Xray itself; of its two kinds of VLESS Encryption the one with the long key. */
export async function makeQuantumKeys(): Promise<QuantumKeys> {
  const ask = async (command: string) => (await run(pathOf('xray-26.3.27'), [command])).stdout;
  const [pairs, signing] = [await ask('vlessenc'), await ask('mldsa65')];
  const last = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].at(-1)?.[1] ?? '';
  return {
    decryption: last(/"decryption": "([^"]+)"/g, pairs),
    encryption: last(/"encryption": "([^"]+)"/g, pairs),
    mldsa65Seed: last(/Seed: (\S+)/g, signing),
    mldsa65Verify: last(/Verify: (\S+)/g, signing),
  };
}

/** The servers of the table. The first stands behind the relay. */
export const serversFor = (pins: Pins, { encryption, mldsa65Verify }: QuantumKeys) =>
  ({
    reality: { engine: 'xray-26.3.27', note: '', endpoint: reality(443) },
    realityOld: { engine: 'xray-25.12.8', note: '', endpoint: reality(4431) },
    realityV6: { engine: 'xray-26.3.27', note: 'IPv6', endpoint: reality(4433, serverAddressV6) },
    realityGated: {
      engine: 'xray-26.3.27',
      note: 'minClientVer 26.3.27',
      endpoint: reality(4432),
    },
    realityEncrypted: {
      engine: 'xray-26.3.27',
      note: 'VLESS Encryption, ML-KEM-768',
      endpoint: { ...reality(4434), encryption },
    },
    realitySigned: {
      engine: 'xray-26.3.27',
      note: 'signed with ML-DSA-65',
      endpoint: { ...reality(4435), mldsa65Verify },
    },
    // As its makers advise whoever has other clients than Xray's.
    realityNewest: { engine: 'xray-26.7.28', note: 'minClientVer 1.0.0', endpoint: reality(4436) },
    realityNewestGated: { engine: 'xray-26.7.28', note: 'as it comes', endpoint: reality(4437) },
    hysteria: { engine: 'hysteria-2.6.0', note: '', endpoint: hysteria(8443, pins) },
    hysteriaSingBox: { engine: 'sing-box-1.13.2', note: '', endpoint: hysteria(8444, pins) },
    // Nothing listens on the port itself: who connects has hopped.
    hysteriaHopping: {
      engine: 'sing-box-1.13.2',
      note: 'hopping over ports',
      endpoint: { ...hysteria(9, pins), hop: { from: 20_000, to: 20_100 } },
    },
    shadowsocks: { engine: 'xray-26.3.27', note: '', endpoint: shadowsocks(8388) },
    shadowsocksRust: { engine: 'shadowsocks-rust-1.25.0', note: '', endpoint: shadowsocks(8390) },
    shadowsocksSingBox: { engine: 'sing-box-1.13.2', note: '', endpoint: shadowsocks(8389) },
  }) satisfies Record<string, Server>;

/** Starts them all and waits until each listens. */
export async function startServers(
  network: Network,
  files: { key: string; certificate: string },
  { decryption, mldsa65Seed }: QuantumKeys,
) {
  const write = async (name: string, config: unknown): Promise<string> => {
    const path = join(network.folder, `${name}.json`);
    await writeFile(path, JSON.stringify(config));
    return path;
  };
  const xray = async (engine: Engine, name: string, inbounds: unknown[]) => {
    // From 26.4.15 on servers lead nobody to addresses that they take for private, unless told to.
    const freedom = { protocol: 'freedom', settings: { finalRules: [{ action: 'allow' }] } };
    const config = { log: { loglevel: 'warning' }, inbounds, outbounds: [freedom] };
    network.launch('server', name, [pathOf(engine), 'run', '-c', await write(name, config)]);
  };
  await xray('xray-26.3.27', 'server-xray-new', [
    realityInbound({ listen: '127.0.0.1', port: 20_443 }),
    realityInbound({ listen: serverAddress, port: 4432, minClientVer: '26.3.27' }),
    realityInbound({ listen: serverAddressV6, port: 4433 }),
    realityInbound({ listen: serverAddress, port: 4434, decryption }),
    realityInbound({ listen: serverAddress, port: 4435, mldsa65Seed }),
    shadowsocksInbound(8388),
  ]);
  await xray('xray-25.12.8', 'server-xray-old', [realityInbound({ listen: serverAddress, port: 4431 })]);
  if (isBuilt('xray-26.7.28'))
    await xray('xray-26.7.28', 'server-xray-newest', [
      realityInbound({ listen: serverAddress, port: 4436, minClientVer: '1.0.0' }),
      realityInbound({ listen: serverAddress, port: 4437 }),
    ]);
  if (isBuilt('shadowsocks-rust-1.25.0')) {
    const config = await write('server-shadowsocks', shadowsocksServer(8390));
    const program = `${pathOf('shadowsocks-rust-1.25.0')}-server`;
    network.launch('server', 'server-shadowsocks', [program, '--config', config]);
  }
  const singBox = await write('server-sing-box', singBoxServer(files));
  network.launch('server', 'server-sing-box', [pathOf('sing-box-1.13.2'), 'run', '-c', singBox]);
  const own = await write('server-hysteria', {
    listen: `${serverAddress}:8443`,
    tls: { cert: files.certificate, key: files.key },
    auth: { type: 'password', password: uuid },
    obfs: { type: 'salamander', salamander: { password: obfsPassword } },
  });
  network.launch('server', 'server-hysteria', [pathOf('hysteria-2.6.0'), 'server', '-c', own]);
  await network.ask('server', ['nft', hopRule]);
  const always = ['443', '20443', '4431', '4432', '4433', '4434', '4435', '8388', '8389', '8443', '8444'];
  const newest = isBuilt('xray-26.7.28') ? ['4436', '4437'] : [];
  const rust = isBuilt('shadowsocks-rust-1.25.0') ? ['8390'] : [];
  await untilOpen(network, [...always, ...newest, ...rust]);
}

/** As operators of Hysteria2 set hopping up: a range of ports leads to the one that the server listens on. */
const hopRule = `table ip hop { chain enter { type nat hook prerouting priority -100;
  udp dport 20000-20100 dnat to ${serverAddress}:8444; }; }`;

interface RealityInbound {
  listen: string;
  port: number;
  minClientVer?: string;
  decryption?: string;
  mldsa65Seed?: string;
}

function realityInbound({ minClientVer, decryption = 'none', mldsa65Seed, ...at }: RealityInbound) {
  return {
    ...at,
    protocol: 'vless',
    settings: { clients: [{ id: uuid, flow: 'xtls-rprx-vision' }], decryption },
    streamSettings: {
      network: 'tcp',
      security: 'reality',
      realitySettings: {
        // The old core knows only this name; the new one takes both.
        dest: `${backstageAddress}:443`,
        serverNames: ['www.example.com'],
        privateKey: realityKeys.privateKey,
        shortIds: ['0123456789abcdef'],
        ...(minClientVer !== undefined && { minClientVer }),
        ...(mldsa65Seed !== undefined && { mldsa65Seed }),
      },
    },
  };
}

function shadowsocksInbound(port: number) {
  return {
    listen: serverAddress,
    port,
    protocol: 'shadowsocks',
    settings: {
      method: '2022-blake3-aes-256-gcm',
      password: serverKey,
      clients: [{ password: keyOfUuid(uuid), email: 'person' }],
      network: 'tcp,udp',
    },
  };
}

function shadowsocksServer(port: number) {
  const users = [{ name: 'person', password: keyOfUuid(uuid) }];
  const at = { address: serverAddress, port, mode: 'tcp_and_udp' };
  return { servers: [{ ...at, method: '2022-blake3-aes-256-gcm', password: serverKey, users }] };
}

/** As the panel sets its own up: every person a user of both inbounds. */
function singBoxServer({ key, certificate }: { key: string; certificate: string }) {
  return {
    log: { level: 'warn' },
    dns: { servers: [{ tag: 'local', type: 'local' }] },
    inbounds: [
      {
        type: 'hysteria2',
        listen: serverAddress,
        listen_port: 8444,
        users: [{ name: 'person', password: uuid }],
        obfs: { type: 'salamander', password: obfsPassword },
        tls: { enabled: true, alpn: ['h3'], certificate_path: certificate, key_path: key },
      },
      {
        type: 'shadowsocks',
        listen: serverAddress,
        listen_port: 8389,
        method: '2022-blake3-aes-256-gcm',
        password: serverKey,
        users: [{ name: 'person', password: keyOfUuid(uuid) }],
      },
    ],
    outbounds: [{ type: 'direct' }],
    route: { default_domain_resolver: 'local' },
  };
}

async function untilOpen(network: Network, ports: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const open = await network.ask('server', [
      'ss',
      '--listening',
      '--tcp',
      '--udp',
      '--numeric',
      '--no-header',
    ]);
    if (ports.every((port) => open.includes(`:${port} `))) return;
    await pause(100);
  }
  throw new Error(`not every server listens: see the logs in ${network.folder}`);
}

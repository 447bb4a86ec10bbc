import { type Access, type HysteriaAccess, shadowsocksPassword } from '../protocols/access.ts';
import type { ServerDemand } from './capabilities.ts';
import { distinctNames, type Door } from '../door.ts';
import { localNetworks } from './xray.ts';

/**
 * A full configuration for mihomo (Clash Meta) as YAML with all doors and a choice among them. The same in both
 * modes: this core neither cuts packets nor tells torrents apart. Every entry is written as JSON, which YAML
 * contains: a short id such as `1234e567` would otherwise be read as a number.
 */
export function mihomoConfig(doors: readonly Door[], demand: ServerDemand): string {
  const names = distinctNames(doors, reserved);
  const proxies = doors.map(({ access }, index) => ({ name: names[index], ...proxy(access, demand) }));
  const lines = [
    'mixed-port: 7890',
    'allow-lan: false',
    'mode: rule',
    'log-level: warning',
    'ipv6: true',
    'proxies:',
    ...proxies.map(entry),
    'proxy-groups:',
    entry({ name: 'PROXY', type: 'select', proxies: [...names, 'DIRECT'] }),
    'rules:',
    ...localNetworks.map((network) => entry(`${ruleOf(network)},${network},DIRECT,no-resolve`)),
    entry('MATCH,PROXY'),
  ];
  return `${lines.join('\n')}\n`;
}

const reserved = ['PROXY', 'DIRECT', 'REJECT', 'REJECT-DROP', 'PASS', 'COMPATIBLE', 'GLOBAL'];

const entry = (value: unknown): string => `  - ${JSON.stringify(value)}`;

const ruleOf = (network: string): string => (network.includes(':') ? 'IP-CIDR6' : 'IP-CIDR');

function proxy(access: Access, demand: ServerDemand) {
  const server = { server: access.host, port: access.port };
  switch (access.protocol) {
    case 'reality':
      return {
        type: 'vless',
        ...server,
        uuid: access.uuid,
        network: 'tcp',
        udp: true,
        tls: true,
        flow: 'xtls-rprx-vision',
        'packet-encoding': 'xudp',
        servername: access.sni,
        'client-fingerprint': access.fingerprint,
        'reality-opts': {
          'public-key': access.publicKey,
          'short-id': access.shortId,
          ...(demand === 'mlkem' && { 'support-x25519mlkem768': true }),
        },
      };
    case 'hysteria2':
      return hysteria(access);
    case 'shadowsocks':
      return {
        type: 'ss',
        ...server,
        cipher: access.method,
        password: shadowsocksPassword(access),
        udp: true,
      };
  }
}

function hysteria({ host, port, hop, auth, obfsPassword, sni, certificate }: HysteriaAccess) {
  return {
    type: 'hysteria2',
    server: host,
    port,
    ...(hop !== undefined && { ports: `${hop.from}-${hop.to}` }),
    password: auth,
    ...(obfsPassword !== undefined && { obfs: 'salamander', 'obfs-password': obfsPassword }),
    sni: sni ?? host,
    alpn: ['h3'],
    ...(certificate.kind === 'pinned' && { fingerprint: certificate.sha256 }),
    'skip-cert-verify': certificate.kind === 'unchecked',
  };
}

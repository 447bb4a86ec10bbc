import { mihomoProxy } from '../protocols/access.rules.ts';
import type { ServerDemand } from '../protocols/demand.rules.ts';
import { distinctNames, type Tunnel } from './tunnel.rules.ts';
import { localNetworks } from './xray.rules.ts';

/**
 * A full configuration for mihomo (Clash Meta) as YAML with all tunnels and a choice among them. The same in both
 * modes: this core neither cuts packets nor tells torrents apart. Every entry is written as JSON, which YAML
 * contains: a short id such as `1234e567` would otherwise be read as a number.
 */
export function mihomoConfig(tunnels: readonly Tunnel[], demand: ServerDemand): string {
  const names = distinctNames(tunnels, reserved);
  const proxies = tunnels.map(({ access }, index) => ({
    name: names[index],
    ...mihomoProxy(access, demand),
  }));
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

import type { Node } from './nodes.ts';
import type { Profile } from './profile.ts';
import { shareLink } from './share-links.ts';

/** One share link per line, after a fake node that shows what is left; an inactive user gets fake nodes only. */
export function plainLinks(profile: Profile, nodes: readonly Node[]): string {
  const name = profile.newer ? `${profile.user.name} ${profile.summary}` : profile.summary;
  const encoded = encodeURIComponent(name);
  const fragment = profile.newer ? encoded : encoded.replaceAll('%2F', '/');
  const status = `trojan://1@${profile.fakeAddress}?sni=fake_ip_for_sub_link&security=tls#${fragment}`;
  const ended = `trojan://1@1.1.1.1#${encodeURIComponent('✖ Package Ended')}`;
  if (!profile.newer) {
    const rest = profile.active ? nodes.map((node) => shareLink(node, false)) : [ended];
    return [...profile.comments, status, ...rest].join('\n');
  }
  const rest = profile.active
    ? ['', ...nodes.map((node) => shareLink(node, true))]
    : ['#✖ Package Ended', ended];
  return [...profile.comments, `#${name}`, status, ...rest].join('\n');
}

/** sing-box JSON. Legacy gives it in full even to an inactive user: access is cut in the cores only. */
export function singbox(profile: Profile, nodes: readonly Node[]): string {
  const rest = [
    { tag: 'direct', type: 'direct' },
    { tag: 'block', type: 'block' },
  ];
  if (profile.newer && !profile.active) return JSON.stringify({ outbounds: rest }, undefined, 2);
  const tags = nodes.map((node) => node.name);
  const choice = [
    { type: 'selector', tag: 'Select', outbounds: ['Auto', ...tags], default: 'Auto' },
    { type: 'urltest', tag: 'Auto', outbounds: tags, url: 'http://cp.cloudflare.com', interval: '10m' },
  ];
  return JSON.stringify({ outbounds: [...choice, ...nodes.map(singboxOutbound), ...rest] }, undefined, 4);
}

function singboxOutbound(node: Node): Record<string, unknown> {
  const common = { tag: node.name, server: node.server, server_port: node.port };
  if (node.kind === 'shadowsocks') {
    const password = `${node.serverKey}:${node.userKey}`;
    return { ...common, type: 'shadowsocks', method: '2022-blake3-aes-256-gcm', password };
  }
  const tls = { enabled: true, server_name: node.sni };
  if (node.kind === 'hysteria2') {
    const obfs = { type: 'salamander', password: node.obfsPassword };
    return {
      ...common,
      type: 'hysteria2',
      password: node.uuid,
      obfs,
      tls: { ...tls, insecure: true, alpn: ['h3'] },
    };
  }
  const reality = { enabled: true, public_key: node.realityPublicKey, short_id: node.realityShortId };
  const utls = { enabled: true, fingerprint: 'chrome' };
  const rest = { uuid: node.uuid, flow: 'xtls-rprx-vision', tls: { ...tls, utls, reality } };
  return { ...common, type: 'vless', ...rest };
}

/** Xray JSON: an array of configurations, one object when there is but one. */
export function xray(profile: Profile, nodes: readonly Node[]): string {
  const known = nodes.filter((node) => node.kind === 'vless-reality');
  const status = { remarks: profile.summary, outbounds: [{ tag: 'direct', protocol: 'freedom' }] };
  const ended = { remarks: '✖ Package Ended', outbounds: [{ tag: 'direct', protocol: 'freedom' }] };
  const real = profile.newer && !profile.active ? [ended] : known.map(xrayConfig);
  return JSON.stringify([status, ...real], undefined, 2);
}

function xrayConfig(node: Node) {
  const user = { id: node.uuid, encryption: 'none', flow: 'xtls-rprx-vision' };
  const realitySettings = {
    serverName: node.sni,
    fingerprint: 'chrome',
    publicKey: node.realityPublicKey,
    shortId: node.realityShortId,
  };
  const proxy = {
    tag: 'proxy',
    protocol: 'vless',
    settings: { vnext: [{ address: node.server, port: node.port, users: [user] }] },
    streamSettings: { network: 'tcp', security: 'reality', realitySettings },
  };
  const socks = {
    tag: 'socks',
    port: 10808,
    listen: '127.0.0.1',
    protocol: 'socks',
    settings: { udp: true },
  };
  return {
    remarks: node.name,
    inbounds: [socks],
    outbounds: [proxy, { tag: 'direct', protocol: 'freedom' }],
  };
}

/** mihomo YAML, or plain Clash, which knows no VLESS. */
export function clash(nodes: readonly Node[], meta: boolean): string {
  const known = nodes.filter((node) => meta || node.kind === 'shadowsocks');
  const names = known.map((node) => `      - ${JSON.stringify(node.name)}`).join('\n');
  const groups = `proxy-groups:\n  - name: PROXY\n    type: select\n    proxies:\n${names}`;
  return `mixed-port: 7890\nmode: rule\nproxies:\n${known.map(clashProxy).join('\n')}\n${groups}\nrules:\n  - MATCH,PROXY\n`;
}

function clashProxy(node: Node): string {
  const fields: Record<string, unknown> = {
    name: node.name,
    server: node.server,
    port: node.port,
    ...clashRest(node),
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `  - ${lines.join('\n    ')}`;
}

function clashRest(node: Node): Record<string, unknown> {
  if (node.kind === 'shadowsocks') {
    return {
      type: 'ss',
      cipher: '2022-blake3-aes-256-gcm',
      password: `${node.serverKey}:${node.userKey}`,
      udp: true,
    };
  }
  if (node.kind === 'hysteria2') {
    const obfs = { obfs: 'salamander', 'obfs-password': node.obfsPassword };
    return { type: 'hysteria2', password: node.uuid, ...obfs, sni: node.sni, 'skip-cert-verify': true };
  }
  const reality = { 'public-key': node.realityPublicKey, 'short-id': node.realityShortId };
  const tls = { tls: true, servername: node.sni, 'client-fingerprint': 'chrome', 'reality-opts': reality };
  return { type: 'vless', uuid: node.uuid, network: 'tcp', flow: 'xtls-rprx-vision', udp: true, ...tls };
}

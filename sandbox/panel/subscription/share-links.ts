import type { Node } from './nodes.ts';

/** The share link of a node; v13 puts a slash before the query and writes `hy2://`. */
export function shareLink(node: Node, newer: boolean): string {
  if (node.kind === 'vless-reality') return vless(node, newer);
  if (node.kind === 'hysteria2') return hysteria2(node, newer);
  return shadowsocks(node);
}

function vless(node: Node, newer: boolean): string {
  const query = {
    hiddify: '1',
    sni: node.sni,
    type: 'tcp',
    alpn: 'http/1.1',
    host: node.sni,
    encryption: 'none',
    fp: 'chrome',
    headerType: 'none',
    flow: 'xtls-rprx-vision',
    security: 'reality',
    pbk: node.realityPublicKey,
    sid: node.realityShortId,
  };
  return `vless://${node.uuid}@${address(node, newer)}?${join(query)}#${encodeURIComponent(node.name)}`;
}

function hysteria2(node: Node, newer: boolean): string {
  const query = newer
    ? { insecure: '1', obfs: 'salamander', 'obfs-password': node.obfsPassword }
    : {
        hiddify: '1',
        obfs: 'salamander',
        'obfs-password': node.obfsPassword,
        sni: node.sni,
        insecure: '1',
        allow_insecure: '1',
      };
  const scheme = newer ? 'hy2' : 'hysteria2';
  return `${scheme}://${node.uuid}@${address(node, newer)}?${join(query)}#${encodeURIComponent(node.name)}`;
}

function shadowsocks(node: Node): string {
  const secret = `2022-blake3-aes-256-gcm:${node.serverKey}:${node.userKey}`;
  const encoded = Buffer.from(secret).toString('base64');
  return `ss://${encoded}@${node.server}:${node.port}#${encodeURIComponent(node.name)}`;
}

function address(node: Node, newer: boolean): string {
  return `${node.server}:${node.port}${newer ? '/' : ''}`;
}

function join(query: Record<string, string>): string {
  const pairs = Object.entries(query);
  return pairs.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2F', '/')}`).join('&');
}

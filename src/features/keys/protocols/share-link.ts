import type { Access } from './access.ts';
import { hysteriaLink, parseHysteriaLink } from './hysteria2/link.ts';
import type { Look } from '../formats/packet-cut.ts';
import { parseShadowsocksLink, shadowsocksLink } from './shadowsocks/link.ts';
import { parseVlessLink, vlessLink } from './reality/link.ts';

/** The share link of one person for one door. Enhanced changes only Reality: the others have no such handshake to cut. */
export function shareLink(access: Access, look: Look): string {
  switch (access.protocol) {
    case 'reality':
      return vlessLink(access, { uuid: access.uuid, ...look });
    case 'hysteria2':
      return hysteriaLink(access, look.name);
    case 'shadowsocks':
      return shadowsocksLink(access, look.name);
  }
}

/** What a link of any of the three protocols opens; `undefined` for every other link. */
export function readShareLink(link: string): { access: Access; name: string } | undefined {
  const vless = parseVlessLink(link);
  if (vless !== undefined)
    return { access: { ...vless.endpoint, uuid: vless.key.uuid }, name: vless.key.name };
  return parseHysteriaLink(link) ?? parseShadowsocksLink(link);
}

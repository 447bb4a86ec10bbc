import { createHash } from 'node:crypto';
import type { UserRecord } from '../users/records.ts';
import type { World } from '../world.ts';

/** One way into the network, with everything the formats need to describe it. */
export interface Node {
  readonly kind: 'vless-reality' | 'hysteria2' | 'shadowsocks';
  readonly name: string;
  readonly server: string;
  readonly port: number;
  readonly uuid: string;
  /** Server name, keys and passwords of this node. */
  readonly sni: string;
  readonly realityPublicKey: string;
  readonly realityShortId: string;
  readonly obfsPassword: string;
  readonly serverKey: string;
  readonly userKey: string;
}

/** The nodes of a user: VLESS Reality on Xray, Hysteria2 and Shadowsocks 2022 on sing-box. */
export function userNodes(world: World, user: UserRecord, host: string): readonly Node[] {
  const server = host.replace(/:\d+$/, '');
  const secrets = panelSecrets(world);
  const common = {
    server,
    uuid: user.uuid,
    ...secrets,
    userKey: digest('user', user.uuid).toString('base64'),
  };
  return [
    {
      ...common,
      kind: 'vless-reality',
      name: `${server} reality tcp direct vless`,
      port: 443,
      sni: 'www.example.org',
    },
    { ...common, kind: 'hysteria2', name: `${server} Hysteria2`, port: 38210, sni: server },
    { ...common, kind: 'shadowsocks', name: `${server} ShadowSocks2022`, port: 27391, sni: server },
  ];
}

/** Secrets of the whole panel; they follow from its path so that a restarted stand-in keeps its links. */
function panelSecrets(world: World) {
  return {
    realityPublicKey: digest('reality', world.clientPath).toString('base64url'),
    realityShortId: digest('short', world.clientPath).toString('hex').slice(0, 14),
    obfsPassword: digest('obfs', world.clientPath).toString('base64url').slice(0, 20),
    serverKey: digest('server', world.clientPath).toString('base64'),
  };
}

function digest(purpose: string, seed: string): Buffer {
  return createHash('sha256').update(`${purpose}:${seed}`).digest();
}

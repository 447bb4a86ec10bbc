import type { ServerDemand } from '../demand.rules.ts';
import type { RealityAccess } from './endpoint.rules.ts';

/** Not where clients must announce a recent Xray. VLESS Encryption is known of Xray alone. */
export const mihomo = {
  carries: ({ encryption }: RealityAccess, demand: ServerDemand) =>
    encryption === undefined && demand !== 'recent-xray',
  proxy: (access: RealityAccess, demand: ServerDemand) => ({
    type: 'vless',
    server: access.host,
    port: access.port,
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
  }),
};

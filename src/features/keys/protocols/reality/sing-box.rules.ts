import type { ServerDemand } from '../demand.rules.ts';
import type { RealityAccess } from './endpoint.rules.ts';

/** Not where the server gates Reality: sing-box announces an old version. VLESS Encryption is known of Xray alone. */
export const singBox = {
  carries: ({ encryption }: RealityAccess, demand: ServerDemand) =>
    encryption === undefined && demand === 'any',
  outbound: (access: RealityAccess) => ({
    type: 'vless',
    server: access.host,
    server_port: access.port,
    uuid: access.uuid,
    flow: 'xtls-rprx-vision',
    packet_encoding: 'xudp',
    tls: {
      enabled: true,
      server_name: access.sni,
      utls: { enabled: true, fingerprint: access.fingerprint },
      reality: { enabled: true, public_key: access.publicKey, short_id: access.shortId },
    },
  }),
};

import type { HysteriaAccess } from './endpoint.rules.ts';

/** Needs a core from 26.1.13 on; Xray refuses a certificate that nobody checks. */
export const xray = {
  carries: ({ certificate }: HysteriaAccess) => certificate.kind !== 'unchecked',
  outbound({ host, port, sni, auth, hop, obfsPassword, certificate }: HysteriaAccess) {
    const mask = maskOf({ hop, obfsPassword });
    return {
      protocol: 'hysteria',
      settings: { version: 2, address: host, port },
      streamSettings: {
        network: 'hysteria',
        security: 'tls',
        tlsSettings: {
          serverName: sni ?? host,
          alpn: ['h3'],
          ...(certificate.kind === 'pinned' && { pinnedPeerCertSha256: certificate.sha256 }),
        },
        hysteriaSettings: { version: 2, auth },
        ...(Object.keys(mask).length > 0 && { finalmask: mask }),
      },
    };
  },
};

/** Obfuscation and hopping stand in `finalmask`, outside of the protocol's own settings. */
function maskOf({ hop, obfsPassword }: Pick<HysteriaAccess, 'hop' | 'obfsPassword'>) {
  return {
    ...(obfsPassword !== undefined && {
      udp: [{ type: 'salamander', settings: { password: obfsPassword } }],
    }),
    ...(hop !== undefined && { quicParams: { udpHop: { ports: `${hop.from}-${hop.to}`, interval: 30 } } }),
  };
}

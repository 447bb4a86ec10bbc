import type { HysteriaAccess } from './endpoint.rules.ts';

export const mihomo = {
  carries: () => true,
  proxy: ({ host, port, hop, auth, obfsPassword, sni, certificate }: HysteriaAccess) => ({
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
  }),
};

import type { HysteriaAccess } from './endpoint.rules.ts';

/** Checks a pinned certificate only by its public key. */
export const singBox = {
  carries: ({ certificate }: HysteriaAccess) =>
    certificate.kind !== 'pinned' || certificate.publicKeySha256 !== undefined,
  outbound({ host, port, hop, auth, obfsPassword, sni, certificate }: HysteriaAccess) {
    const pin = certificate.kind === 'pinned' ? certificate.publicKeySha256 : undefined;
    return {
      type: 'hysteria2',
      server: host,
      ...(hop === undefined ? { server_port: port } : { server_ports: [`${hop.from}:${hop.to}`] }),
      password: auth,
      ...(obfsPassword !== undefined && { obfs: { type: 'salamander', password: obfsPassword } }),
      tls: {
        enabled: true,
        server_name: sni ?? host,
        alpn: ['h3'],
        ...(pin !== undefined && { certificate_public_key_sha256: [pin] }),
        ...(certificate.kind === 'unchecked' && { insecure: true }),
      },
    };
  },
};

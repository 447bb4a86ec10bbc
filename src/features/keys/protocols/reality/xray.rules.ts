import type { RealityAccess } from './endpoint.rules.ts';

/** Xray speaks all of it, in the spelling that cores of 2023 and of 2026 both read. */
export const xray = {
  carries: () => true,
  outbound(access: RealityAccess, isCut: boolean) {
    const user = { id: access.uuid, encryption: access.encryption ?? 'none', flow: 'xtls-rprx-vision' };
    return {
      protocol: 'vless',
      settings: { vnext: [{ address: access.host, port: access.port, users: [user] }] },
      streamSettings: {
        network: 'tcp',
        security: 'reality',
        realitySettings: {
          serverName: access.sni,
          fingerprint: access.fingerprint,
          publicKey: access.publicKey,
          shortId: access.shortId,
          spiderX: '/',
          ...(access.mldsa65Verify !== undefined && { mldsa65Verify: access.mldsa65Verify }),
        },
        ...(isCut && { sockopt: { dialerProxy: 'cut' } }),
      },
    };
  },
};

import { passwordOf, type ShadowsocksAccess } from './endpoint.rules.ts';

export const xray = {
  carries: () => true,
  outbound(access: ShadowsocksAccess) {
    const { host, port, method } = access;
    return {
      protocol: 'shadowsocks',
      settings: { servers: [{ address: host, port, method, password: passwordOf(access) }] },
    };
  },
};

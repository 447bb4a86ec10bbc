import { passwordOf, type ShadowsocksAccess } from './endpoint.rules.ts';

export const mihomo = {
  carries: () => true,
  proxy: (access: ShadowsocksAccess) => ({
    type: 'ss',
    server: access.host,
    port: access.port,
    cipher: access.method,
    password: passwordOf(access),
    udp: true,
  }),
};

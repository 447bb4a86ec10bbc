import { passwordOf, type ShadowsocksAccess } from './endpoint.rules.ts';

export const singBox = {
  carries: () => true,
  outbound: (access: ShadowsocksAccess) => ({
    type: 'shadowsocks',
    server: access.host,
    server_port: access.port,
    method: access.method,
    password: passwordOf(access),
  }),
};

import type { RealityEndpoint } from './reality/endpoint.ts';
import type { HysteriaEndpoint } from './hysteria2/endpoint.ts';
import { keyOfUuid, type ShadowsocksEndpoint } from './shadowsocks/endpoint.ts';

export const protocols = ['reality', 'hysteria2', 'shadowsocks'] as const;
export type Protocol = (typeof protocols)[number];

/** A door of the service, whatever it speaks. */
export type Endpoint = RealityEndpoint | HysteriaEndpoint | ShadowsocksEndpoint;

/** A door together with what opens it for one person. */
export type Access = RealityAccess | HysteriaAccess | ShadowsocksAccess;
export type RealityAccess = RealityEndpoint & { uuid: string };
export type HysteriaAccess = HysteriaEndpoint & { auth: string };
export type ShadowsocksAccess = ShadowsocksEndpoint & { userKey: string };

/** What the person with this uuid uses at an endpoint, as the panel derives it: one uuid opens all of them. */
export function accessOf(endpoint: Endpoint, uuid: string): Access {
  switch (endpoint.protocol) {
    case 'reality':
      return { ...endpoint, uuid };
    case 'hysteria2':
      return { ...endpoint, auth: uuid };
    case 'shadowsocks':
      return { ...endpoint, userKey: keyOfUuid(uuid) };
  }
}

/** The door without the key that opened it. */
export function endpointOf(access: Access): Endpoint {
  switch (access.protocol) {
    case 'reality': {
      const { uuid: _key, ...endpoint } = access;
      return endpoint;
    }
    case 'hysteria2': {
      const { auth: _key, ...endpoint } = access;
      return endpoint;
    }
    case 'shadowsocks': {
      const { userKey: _key, ...endpoint } = access;
      return endpoint;
    }
  }
}

/** The password as every engine takes it: the server's key, then the person's. */
export function shadowsocksPassword({ serverKey, userKey }: ShadowsocksAccess): string {
  return serverKey === undefined ? userKey : `${serverKey}:${userKey}`;
}

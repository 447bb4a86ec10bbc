import { defineSettings, optional, type ValuesOf } from '../../../../platform/setting.ts';
import { text } from '../../../../platform/setting-formats.ts';
import type { ServerPlace } from '../contract.rules.ts';
import type { HysteriaGiven } from './endpoint.rules.ts';

/** The Hysteria2 inbound, read field by field where keys are made. */
export const hysteria2Settings = defineSettings('VPN server', {
  port: optional({
    name: 'HYSTERIA2_PORT',
    purpose: 'Port of the Hysteria2 inbound (UDP). Unset: read from the panel.',
    format: 'whole number up to 65535',
    example: '8443',
    schema: text,
  }),
  hopPorts: optional({
    name: 'HYSTERIA2_HOP_PORTS',
    purpose:
      'Ports that Hysteria2 hops over, where the server listens on a range. Apps that do not know ranges stay on the first of them.',
    format: 'first-last',
    example: '20000-50000',
    schema: text,
  }),
  sni: optional({
    name: 'HYSTERIA2_SNI',
    purpose: 'Name in the certificate of the Hysteria2 inbound.',
    format: 'host name',
    otherwise: 'PANEL_DOMAIN',
    schema: text,
  }),
  obfsPassword: optional({
    name: 'HYSTERIA2_OBFS_PASSWORD',
    purpose: 'Password of the salamander obfuscation, where it is on.',
    format: 'text',
    secret: true,
    schema: text,
  }),
  certSha256: optional({
    name: 'HYSTERIA2_CERT_SHA256',
    purpose: 'SHA-256 of a self-signed certificate. Unset: the certificate is one that everybody trusts.',
    format: '64 hex digits',
    howToGet: '`openssl x509 -noout -fingerprint -sha256 -in server.crt`.',
    schema: text,
  }),
  publicKeySha256: optional({
    name: 'HYSTERIA2_PUBLIC_KEY_SHA256',
    purpose: 'SHA-256 of the public key in that certificate, which is all that sing-box can check.',
    format: 'base64, 44 characters',
    howToGet:
      '`openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`.',
    schema: text,
  }),
});

export type HysteriaTold = ValuesOf<typeof hysteria2Settings>;

/** Hysteria2 is described where its port is; the certificate is the panel's unless it is said to have another name. */
export function seedOf(
  { port, sni, ...told }: HysteriaTold,
  { host, domain }: ServerPlace,
): HysteriaGiven | undefined {
  return port === undefined ? undefined : { ...told, host, port, sni: sni ?? domain };
}

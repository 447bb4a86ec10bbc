import { defineSettings, optional, type ValuesOf } from '../../../../platform/setting.ts';
import { text } from '../../../../platform/setting-formats.ts';
import type { ServerPlace } from '../contract.rules.ts';
import type { ShadowsocksGiven } from './endpoint.rules.ts';

/** The Shadowsocks inbound, read field by field where keys are made. */
export const shadowsocksSettings = defineSettings('VPN server', {
  port: optional({
    name: 'SHADOWSOCKS_PORT',
    purpose: 'Port of the Shadowsocks-2022 inbound. Unset: read from the panel.',
    format: 'whole number up to 65535',
    example: '8388',
    schema: text,
  }),
  serverKey: optional({
    name: 'SHADOWSOCKS_SERVER_KEY',
    purpose: "The server's key; people's keys are derived from their uuid, as the panel does.",
    format: "44 characters of base64, or the panel's shared secret",
    secret: true,
    schema: text,
  }),
});

export type ShadowsocksTold = ValuesOf<typeof shadowsocksSettings>;

/** Shadowsocks is described where its port is. */
export function seedOf(
  { port, serverKey }: ShadowsocksTold,
  { host }: ServerPlace,
): ShadowsocksGiven | undefined {
  return port === undefined ? undefined : { host, port, serverKey: serverKey ?? '' };
}

import { defineSettings, optional } from '../../../../platform/setting.ts';
import { text } from '../../../../platform/setting-formats.ts';

/** The Shadowsocks inbound, read field by field where keys are made. */
export const shadowsocksSettings = defineSettings('VPN server', {
  port: optional({
    name: 'SHADOWSOCKS_PORT',
    purpose: 'Port of the Shadowsocks-2022 inbound. Unset: read from the panel.',
    format: 'port',
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

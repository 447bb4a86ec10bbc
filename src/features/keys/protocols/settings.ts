import { defineSettings, optional, type Settings } from '../../../platform/setting.ts';
import { text } from '../../../platform/setting-formats.ts';
import { type Protocol, protocols, rulesOf, type Shapes } from './registry.rules.ts';

/** The server that keys point at. */
export const serverSettings = defineSettings('VPN server', {
  host: optional({
    name: 'VPS_IP',
    purpose: 'Host that keys point at.',
    format: 'IP address or host name',
    otherwise: 'PANEL_DOMAIN',
    schema: text,
  }),
});

/** The values of each protocol's settings. */
export type Told = { readonly [P in Protocol]: Shapes[P]['told'] };

/** The settings of each protocol, as its folder describes them: the compiler cannot follow them through the loop. */
export const protocolSettings = Object.fromEntries(
  protocols.map((protocol) => [protocol, rulesOf[protocol].settings]),
) as { readonly [P in Protocol]: Settings<Shapes[P]['told']> };

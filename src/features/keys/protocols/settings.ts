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

type Described = { readonly [P in Protocol]: Settings<Shapes[P]['told']> };

/** The settings of each protocol, as its folder describes them. */
export const protocolSettings = describeAll();

function describeAll(): Described {
  const found = Object.fromEntries(protocols.map((protocol) => [protocol, rulesOf[protocol].settings]));
  if (!hasAll(found)) throw new Error('A protocol has no settings');
  return found;
}

/** Whether there is something for each: the compiler cannot follow them through the loop. */
function hasAll(found: Readonly<Record<string, object>>): found is Described {
  return protocols.every((protocol) => protocol in found);
}

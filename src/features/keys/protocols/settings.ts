import { defineSettings, optional } from '../../../platform/setting.ts';
import { text } from '../../../platform/setting-formats.ts';

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

import type { ProtocolRules } from '../contract.rules.ts';
import {
  closeAccess,
  type HysteriaGiven,
  type HysteriaAccess,
  type HysteriaEndpoint,
  openEndpoint,
  readEndpoint,
} from './endpoint.rules.ts';
import { readLink, writeLink } from './link.rules.ts';
import { mihomo } from './mihomo.rules.ts';
import { singBox } from './sing-box.rules.ts';
import { hysteria2Settings, seedOf, type HysteriaTold } from './settings.ts';
import { xray } from './xray.rules.ts';

/** Hysteria2 over QUIC, where nothing is cut: it has no greeting that TCP would carry. */
export const hysteria2: ProtocolRules<{
  told: HysteriaTold;
  given: HysteriaGiven;
  endpoint: HysteriaEndpoint;
  access: HysteriaAccess;
  typed: 'host' | 'port' | 'hopPorts' | 'sni';
}> = {
  label: 'Hysteria2',
  isCut: false,
  typed: ['host', 'port', 'hopPorts', 'sni'],
  settings: hysteria2Settings,
  seedOf,
  read: readEndpoint,
  open: openEndpoint,
  close: closeAccess,
  writeLink,
  readLink,
  formats: { xray, 'sing-box': singBox, mihomo },
};

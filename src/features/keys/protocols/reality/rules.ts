import type { ProtocolRules } from '../contract.rules.ts';
import {
  type RealityGiven,
  type RealityAccess,
  type RealityEndpoint,
  closeAccess,
  openEndpoint,
  readEndpoint,
} from './endpoint.rules.ts';
import { readDemandOf } from './demand.rules.ts';
import { readLink, writeLink } from './link.rules.ts';
import { mihomo } from './mihomo.rules.ts';
import { singBox } from './sing-box.rules.ts';
import { realitySettings, seedOf, type RealityTold } from './settings.ts';
import { xray } from './xray.rules.ts';

/** VLESS with Reality and Vision over TCP. */
export const reality: ProtocolRules<{
  told: RealityTold;
  given: RealityGiven;
  endpoint: RealityEndpoint;
  access: RealityAccess;
  typed: 'host' | 'port' | 'sni' | 'shortId' | 'fingerprint';
}> = {
  label: 'Reality',
  isCut: true,
  typed: ['host', 'port', 'sni', 'shortId', 'fingerprint'],
  settings: realitySettings,
  seedOf,
  read: readEndpoint,
  readDemand: readDemandOf,
  open: openEndpoint,
  close: closeAccess,
  writeLink,
  readLink,
  formats: { xray, 'sing-box': singBox, mihomo },
};

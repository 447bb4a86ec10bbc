import type { ProtocolRules } from '../contract.rules.ts';
import {
  closeAccess,
  type ShadowsocksGiven,
  openEndpoint,
  readEndpoint,
  type ShadowsocksAccess,
  type ShadowsocksEndpoint,
} from './endpoint.rules.ts';
import { readLink, writeLink } from './link.rules.ts';
import { mihomo } from './mihomo.rules.ts';
import { singBox } from './sing-box.rules.ts';
import { shadowsocksSettings, seedOf, type ShadowsocksTold } from './settings.ts';
import { xray } from './xray.rules.ts';

/** Shadowsocks of 2022, which looks like noise from its first byte on: there is no greeting to cut. */
export const shadowsocks: ProtocolRules<{
  told: ShadowsocksTold;
  given: ShadowsocksGiven;
  endpoint: ShadowsocksEndpoint;
  access: ShadowsocksAccess;
  typed: 'host' | 'port';
}> = {
  label: 'Shadowsocks',
  isCut: false,
  typed: ['host', 'port'],
  settings: shadowsocksSettings,
  seedOf,
  read: readEndpoint,
  open: openEndpoint,
  close: closeAccess,
  writeLink,
  readLink,
  formats: { xray, 'sing-box': singBox, mihomo },
};

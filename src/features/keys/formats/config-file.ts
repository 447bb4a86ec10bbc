import type { Access } from '../protocols/access.ts';
import type { ServerDemand } from './capabilities.ts';
import type { Door } from '../door.ts';
import { mihomoConfig } from './mihomo.ts';
import type { KeyMode, PacketCut } from './packet-cut.ts';
import { singBoxConfig } from './sing-box.ts';
import { xrayConfig } from './xray.ts';

export const formats = ['xray', 'sing-box', 'mihomo'] as const;
export type Format = (typeof formats)[number];

/** A file as it is handed to a person. */
export interface ConfigFile {
  filename: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface FileRequest {
  format: Format;
  mode: KeyMode;
  demand: ServerDemand;
  /** How Enhanced cuts, where the operator has chosen. */
  cut?: PacketCut | undefined;
}

/**
 * Whether apps of this format can really connect by this door: sing-box cannot where the server gates Reality, and
 * checks a pinned certificate only by its public key; mihomo cannot where clients must announce a recent Xray; VLESS
 * Encryption is known of Xray alone; Xray refuses a certificate that nobody checks.
 */
export function carries(format: Format, access: Access, demand: ServerDemand): boolean {
  if (format !== 'xray' && access.protocol === 'reality' && access.encryption !== undefined) return false;
  switch (format) {
    case 'xray':
      return access.protocol !== 'hysteria2' || access.certificate.kind !== 'unchecked';
    case 'sing-box':
      return isKnownToSingBox(access, demand);
    case 'mihomo':
      return access.protocol !== 'reality' || demand !== 'recent-xray';
  }
}

/**
 * A full configuration of the doors that the format carries: all of them, for Xray the first, since its apps take one
 * server for each file. `undefined` when it carries none.
 */
export function configFile(doors: readonly Door[], request: FileRequest): ConfigFile | undefined {
  const { format, mode, demand, cut } = request;
  const carried = doors.filter(({ access }) => carries(format, access, demand));
  const [first] = carried;
  if (first === undefined) return undefined;
  if (format === 'xray') return json('vpn', mode, xrayConfig(first.access, { name: first.name, mode, cut }));
  if (format === 'sing-box') return json('vpn-sing-box', mode, singBoxConfig(carried, mode));
  const bytes = Buffer.from(mihomoConfig(carried, demand));
  return { filename: `vpn-clash-${mode}.yaml`, contentType: 'application/yaml', bytes };
}

function json(name: string, mode: KeyMode, config: unknown): ConfigFile {
  return {
    filename: `${name}-${mode}.json`,
    contentType: 'application/json',
    bytes: Buffer.from(`${JSON.stringify(config, undefined, 2)}\n`),
  };
}

function isKnownToSingBox(access: Access, demand: ServerDemand): boolean {
  if (access.protocol === 'reality') return demand === 'any';
  if (access.protocol !== 'hysteria2' || access.certificate.kind !== 'pinned') return true;
  return access.certificate.publicKeySha256 !== undefined;
}

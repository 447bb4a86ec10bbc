import { carries } from '../protocols/access.rules.ts';
import type { Format } from '../protocols/contract.rules.ts';
import type { ServerDemand } from '../protocols/demand.rules.ts';
import type { Tunnel } from './tunnel.rules.ts';
import { mihomoConfig } from './mihomo.rules.ts';
import type { KeyMode, PacketCut } from '../protocols/packet-cut.rules.ts';
import { fitsSingBox, singBoxConfig, type SingBoxVersion } from './sing-box.rules.ts';
import { xrayConfig } from './xray.rules.ts';

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
  /** Of sing-box; the newest, where nobody says which. */
  version?: SingBoxVersion | undefined;
}

/**
 * A full configuration of the tunnels that the format carries: all of them, for Xray the first, since its apps take one
 * server for each file. `undefined` when it carries none.
 */
export function configFile(tunnels: readonly Tunnel[], request: FileRequest): ConfigFile | undefined {
  const { format, mode, demand, cut, version = '1.13' } = request;
  const carried = tunnels
    .filter(({ access }) => carries(format, access, demand))
    .filter(({ access }) => format !== 'sing-box' || fitsSingBox(access, version));
  const [first] = carried;
  if (first === undefined) return undefined;
  if (format === 'xray') return json('vpn', mode, xrayConfig(first.access, { name: first.name, mode, cut }));
  if (format === 'sing-box') return json('vpn-sing-box', mode, singBoxConfig(carried, mode, version));
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

import { type Access, shareLink } from '../../../src/features/keys/protocols/access.rules.ts';
import { configFile } from '../../../src/features/keys/formats/config-file.rules.ts';
import type { Format } from '../../../src/features/keys/protocols/contract.rules.ts';
import type { KeyMode } from '../../../src/features/keys/protocols/packet-cut.rules.ts';
import type { Import } from './clients.ts';
import type { Engine } from './engines.ts';

/** What of an outbound of Xray is changed on purpose. */
export interface Outbound {
  tag: string;
  settings?: { fragment?: Record<string, unknown> };
  streamSettings: Record<string, unknown>;
}

export const name = 'Аня 🦊 "VPN"';

/** Our file for an engine, as a person gets it. */
export function fileFor(engine: Engine, given: Access, mode: KeyMode): Import {
  const format = engine.replace(/-[\d.]+$/, '') as Format;
  const file = configFile([{ access: given, name }], { format, mode, demand: 'any' });
  if (file === undefined) throw new Error(`no file for ${engine}`);
  return { kind: 'file', bytes: file.bytes, filename: file.filename };
}

export const linkFor = (given: Access, mode: KeyMode): Import => ({
  kind: 'link',
  link: shareLink(given, { name, mode }),
});

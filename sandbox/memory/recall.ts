import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { clusterDir } from '@hiddify-vpn-bot/embedded-postgres/cluster.ts';
import { type PanelSnapshot, readPanelSnapshot } from '../panel/snapshot.ts';
import { readWorldSnapshot } from '../telegram/snapshot/read-snapshot.ts';
import type { WorldSnapshot } from '../telegram/snapshot/world-snapshot.ts';
import type { Places } from './places.ts';

export interface Memory {
  world: WorldSnapshot;
  panel: PanelSnapshot;
}

/**
 * What the last start left behind, with the bot's database beside it. World, panel and database fit only together:
 * when one of them is missing or cannot be read, nothing is recalled and `say` is told why.
 */
export function recall(places: Places, say: (line: string) => void): Memory | undefined {
  const parts = [places.world, places.panel, clusterDir({ dataDir: places.database })];
  const missing = parts.filter((part) => !existsSync(part));
  if (missing.length === parts.length) return undefined;
  try {
    if (missing[0] !== undefined) throw new Error(`${missing[0]} is missing`);
    return {
      world: read(places.world, readWorldSnapshot),
      panel: read(places.panel, readPanelSnapshot),
    };
  } catch (error) {
    say(`The sandbox begins anew: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** The content of a saved file by its id. */
export function readContent(places: Places, fileId: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path.join(places.files, fileId)));
  } catch {
    return undefined;
  }
}

function read<Snapshot>(file: string, readSnapshot: (value: unknown) => Snapshot): Snapshot {
  try {
    return readSnapshot(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'it is no JSON' : (cause as Error).message;
    throw new Error(`${file} cannot be read (${why})`, { cause });
  }
}

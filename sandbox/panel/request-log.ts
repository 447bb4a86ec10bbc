import { createGrowingLog } from '../kit/growing-log.ts';
import type { World } from './world.ts';

/** One request as the log keeps it: no secret path, no whole uuid, no body. */
export interface LoggedRequest {
  at: string;
  method: string;
  path: string;
  status: number | 'none';
}

const kept = 500;

export interface RequestLog {
  add: (entry: { method: string; path: string; status: number | 'none' }) => void;
  entries: () => LoggedRequest[];
  clear: () => void;
}

/** The last few hundred requests, oldest first, with their secrets cut away. */
export function createRequestLog(world: World): RequestLog {
  const log = createGrowingLog<LoggedRequest>(kept);
  return {
    add({ method, path, status }) {
      log.add({ at: world.clock.now().toISOString(), method, path: shorten(world, path), status });
    },
    entries: () => log.last(kept),
    clear: log.clear,
  };
}

function shorten(world: World, path: string): string {
  return path
    .replaceAll(world.adminPath, '<admin>')
    .replaceAll(world.clientPath, '<client>')
    .replace(/([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '$1…');
}

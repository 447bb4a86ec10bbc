import { createHash } from 'node:crypto';
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Cache, longestMs } from './cache/cache.ts';
import type { Events } from './events.ts';
import type { Seal } from './seal.ts';

/**
 * Copies of what PostgreSQL said less than a minute ago, for what is shown. Roles, blocks, balances, prices and stock
 * are never decided from one.
 */
export interface Copies {
  /** The copy of that name, else what `read` answers now; it is kept for the next who asks, unless it is not `worthy`. */
  of<T>(name: string, read: () => Promise<T>, worthy?: (value: T) => boolean): Promise<T>;
  /** From now on nobody is answered by what was read before. */
  forget(names: readonly string[]): Promise<void>;
}

/** For one process without a cache that others share: everything is asked of PostgreSQL. */
export const noCopies: Copies = { of: async (_name, read) => await read(), forget: async () => {} };

/** A read takes no longer than this, or it is not kept: with the time that it is kept it makes the minute. */
const leaseMs = 5_000;
const keptMs = longestMs - leaseMs;

/** Sealed, so that no key, link or name lies readable in the cache, and nobody else can put one there. */
export function createCopies(parts: {
  cache: Cache;
  seal: Seal;
  events: Pick<Events, 'cacheAnswered'>;
}): Copies {
  const { cache, seal, events } = parts;
  return { of, forget: (names) => cache.delete(names) };

  async function of<T>(name: string, read: () => Promise<T>, worthy?: (value: T) => boolean): Promise<T> {
    const found = await cache.lookUp(name, leaseMs);
    const known = found !== undefined && 'text' in found ? open<T>(name, found.text) : undefined;
    events.cacheAnswered(name.split('.')[0] ?? '', known === undefined ? 'miss' : 'hit');
    if (known !== undefined) return known.value;
    // Read under the lease: a change from now on makes it worthless.
    const value = await read();
    if (found !== undefined && 'lease' in found && worthy?.(value) !== false)
      await cache.fill(name, {
        lease: found.lease,
        text: seal.close(written({ value }), name),
        ttlMs: keptMs,
      });
    return value;
  }

  /** What our own key has sealed under this name we have written, in the form that the name stands for. */
  function open<T>(name: string, text: string): { value: T } | undefined {
    const opened = seal.open(text, name);
    return opened === undefined ? undefined : (withMoments(JSON.parse(opened)) as { value: T });
  }
}

const stamps = new WeakMap<PgTable, string>();

/**
 * The name of the copy of something in a table. The columns are part of the name: a version of ours with other
 * columns neither finds this copy nor leaves one that we would misread.
 */
export function copyName(table: PgTable, id: number | string): string {
  const stamp = stamps.get(table) ?? stampOf(table);
  stamps.set(table, stamp);
  return `${getTableName(table)}.${stamp} ${id}`;
}

function stampOf(table: PgTable): string {
  const columns = Object.entries(getTableColumns(table)).map(
    ([name, column]) => `${name} ${column.dataType}`,
  );
  return createHash('sha256').update(columns.join()).digest('hex').slice(0, 8);
}

/** JSON, but a moment comes back as one. */
function written(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, json: unknown) {
    const raw = this[key];
    return raw instanceof Date ? { '@': raw.getTime() } : json;
  });
}

/** In place: JSON.parse with a function of its own takes five times as long. */
function withMoments(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('@' in value && typeof value['@'] === 'number') return new Date(value['@']);
  const record: Record<string, unknown> = Object.assign(value);
  for (const key of Object.keys(record)) {
    const inner = record[key];
    if (typeof inner === 'object' && inner !== null) record[key] = withMoments(inner);
  }
  return value;
}

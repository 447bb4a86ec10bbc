import type { z } from 'zod';
import type { range } from './params.ts';
import { noSuch } from './problem.ts';

interface ListParams {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  created?: z.output<typeof range> | undefined;
}

interface Row {
  id: string;
  created: number;
}

/** A page of the rows, newest first; they are given oldest first. */
export function listOf<T extends Row>(
  rows: readonly T[],
  params: ListParams,
  kind: { object: string; url: string },
): { object: 'list'; data: T[]; has_more: boolean; url: string } {
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = params.created ?? {};
  const sorted = rows.toReversed().toSorted((a, b) => b.created - a.created);
  const wanted = sorted.filter(({ created: at }) => at > gt && at >= gte && at < lt && at <= lte);
  const limit = params.limit ?? 10;
  const place = (id: string, param: string) => {
    const index = sorted.findIndex((row) => row.id === id);
    if (index < 0) throw noSuch(kind.object, id, param);
    return index;
  };
  let from = wanted;
  if (params.starting_after !== undefined) {
    const after = place(params.starting_after, 'starting_after');
    from = wanted.filter((row) => sorted.indexOf(row) > after);
  }
  if (params.ending_before !== undefined) {
    const before = place(params.ending_before, 'ending_before');
    from = wanted.filter((row) => sorted.indexOf(row) < before);
    return { object: 'list', data: from.slice(-limit), has_more: from.length > limit, url: kind.url };
  }
  return { object: 'list', data: from.slice(0, limit), has_more: from.length > limit, url: kind.url };
}

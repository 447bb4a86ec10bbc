import type { GrantRow } from './books.ts';

const dayMs = 86_400_000;

export interface Sum {
  fromMs: number;
  toMs: number;
  bytes: number;
  /** Some of it has a limit, and some has none. */
  isMixed: boolean;
}

interface Part {
  place: number;
  leftMs: number;
  ranMs: number;
  heldFrom: number;
  bytes: number;
  isLive: boolean;
  stretch: number | undefined;
}

/**
 * Plays a person's grants in its own way: at every moment at which something was given or taken, the first in line has
 * run for as long as the moment before is ago. Infinities for what never ends.
 */
export function sumOf(grants: readonly GrantRow[]): Sum | undefined {
  const parts = new Map<string, Part>();
  const starts: number[] = [];
  let line: Part[] = [];
  let now = Number.NEGATIVE_INFINITY;
  let current = -1;
  let overAt = now;

  const run = (until: number) => {
    while (line.length > 0 && now < until) {
      const first = line[0] as Part;
      // What no panel held did not run.
      now = Math.min(until, Math.max(now, first.heldFrom));
      const ran = Math.min(first.leftMs, until - now);
      first.leftMs -= ran;
      first.ranMs += ran;
      now += ran;
      if (first.leftMs === 0) line.shift();
      if (line.length === 0) overAt = now;
    }
    now = until;
  };

  for (const { at, root, place, row } of changesOf(grants)) {
    run(at);
    const part = parts.get(root) ?? {
      place,
      leftMs: 0,
      ranMs: 0,
      heldFrom: 0,
      bytes: 0,
      isLive: false,
      stretch: undefined,
    };
    parts.set(root, part);
    const wholeMs = row === undefined ? 0 : (row.days ?? Number.POSITIVE_INFINITY) * dayMs;
    part.isLive = row !== undefined;
    part.heldFrom = row?.begun_at?.getTime() ?? 0;
    part.leftMs = Math.max(0, wholeMs - part.ranMs);
    part.bytes = row === undefined ? 0 : (row.traffic_bytes ?? Number.POSITIVE_INFINITY);
    const wasRunning = line.length > 0;
    if (part.leftMs === 0) line = line.filter((one) => one !== part);
    if (wasRunning && line.length === 0) overAt = now;
    if (part.leftMs > 0 && line.length === 0) {
      current = part.stretch ?? starts.push(Math.max(now, part.heldFrom)) - 1;
      line = [part];
    } else if (part.leftMs > 0 && !line.includes(part)) {
      const [first, ...rest] = line as [Part, ...Part[]];
      line = [first, ...[...rest, part].toSorted((a, b) => a.place - b.place)];
    }
    if (line.length > 0 && (part.leftMs > 0 || part.stretch === undefined)) part.stretch = current;
  }
  const live = [...parts.values()].filter(({ stretch, isLive }) => stretch === current && isLive);
  const fromMs = starts[current];
  if (fromMs === undefined || live.length === 0) return undefined;
  const runsFrom = Math.max(now, line[0]?.heldFrom ?? 0);
  const toMs = line.length === 0 ? overAt : line.reduce((end, { leftMs }) => end + leftMs, runsFrom);
  const unlimited = live.filter(({ bytes }) => bytes === Number.POSITIVE_INFINITY);
  const isMixed = unlimited.length > 0 && unlimited.length < live.length;
  return { fromMs, toMs, isMixed, bytes: live.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** What each thing is worth from which moment on; without a row: nothing. */
function changesOf(grants: readonly GrantRow[]) {
  const rows = grants.toSorted((a, b) => a.id - b.id);
  const rootOf = ({ reason }: GrantRow) => reason.split(' after version ')[0] as string;
  const givenOf = (row: GrantRow) => {
    const before = rows.filter((one) => one.id < row.id && rootOf(one) === rootOf(row)).at(-1);
    return (row.given_at ?? before?.revoked_at ?? row.granted_at).getTime();
  };
  const changes = rows.flatMap((row) => {
    const next = rows.find((one) => one.id > row.id && rootOf(one) === rootOf(row));
    const end = row.revoked_at?.getTime();
    const goesOn = end === undefined || (next !== undefined && givenOf(next) <= end);
    const place = (rows.find((one) => rootOf(one) === rootOf(row)) as GrantRow).granted_at.getTime();
    const change = { root: rootOf(row), place };
    return [
      { ...change, at: givenOf(row), row: row as GrantRow | undefined },
      ...(goesOn ? [] : [{ ...change, at: Math.max(end, givenOf(row)), row: undefined }]),
    ];
  });
  return changes.toSorted((a, b) => a.at - b.at || a.place - b.place);
}

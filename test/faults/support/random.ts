/** Numbers that a seed repeats: mulberry32. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  between(low: number, high: number): number;
  shuffle<T>(items: readonly T[]): T[];
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    next,
    between: (low, high) => low + next() * (high - low),
    shuffle: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .sort((one, other) => one.place - other.place)
        .map(({ item }) => item),
  };
}

export const long = process.env['LONG'] === '1';

/** The seeds of a run: the same few each time, more and fresh ones with LONG=1, or those that SEEDS names: `7`, `1-100`. */
export function seeds(short: number): number[] {
  const named = /^(\d+)(?:-(\d+))?$/.exec(process.env['SEEDS'] ?? '');
  if (named !== null) return range(Number(named[1]), Number(named[2] ?? named[1]) - Number(named[1]) + 1);
  const first = long ? Math.floor(Math.random() * 1_000_000) : 1;
  return range(first, long ? short * 10 : short);
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

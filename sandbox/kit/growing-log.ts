export interface GrowingLog<Entry> {
  readonly entries: readonly Entry[];
  add(entry: Entry): void;
  last(count: number): Entry[];
  clear(): void;
}

/** Keeps entries oldest first; the oldest are forgotten when there are very many. */
export function createGrowingLog<Entry>(maxEntries = 20_000): GrowingLog<Entry> {
  const entries: Entry[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > maxEntries) entries.splice(0, maxEntries / 10);
    },
    last: (count) => entries.slice(-count),
    clear: () => void entries.splice(0),
  };
}

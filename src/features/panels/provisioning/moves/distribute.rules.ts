/** A panel that may take people over. */
export interface Target {
  id: number;
  weight: number;
  /** How many more it takes; null: any number. */
  room: number | null;
}

/** Somebody to be moved, and the panels that cannot be theirs now. */
export interface Mover {
  userId: number;
  barred: ReadonlySet<number>;
}

/** Says who goes where, by weight and never beyond the room; whoever is left out has no place. */
export function distribute(people: readonly Mover[], targets: readonly Target[]): Map<number, number> {
  const given = new Map(targets.map(({ id }) => [id, 0]));
  const placed = new Map<number, number>();
  for (const { userId, barred } of people) {
    const open = targets.filter(
      ({ id, room }) => !barred.has(id) && (room ?? Infinity) > (given.get(id) ?? 0),
    );
    const best = open.toSorted((left, right) => share(left) - share(right))[0];
    if (best === undefined) continue;
    given.set(best.id, (given.get(best.id) ?? 0) + 1);
    placed.set(userId, best.id);
  }
  return placed;

  /** How full the panel would be, relative to its weight. */
  function share({ id, weight }: Target): number {
    return ((given.get(id) ?? 0) + 1) / weight;
  }
}

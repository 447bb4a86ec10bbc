import type { Environment } from './environment.ts';

/** Settings that nobody reads, called nearly as one that is read: somebody has mistyped, and thinks that it holds. */
export function nearNames(
  environment: Environment,
  known: readonly string[],
): { name: string; meant: string }[] {
  const names = new Set(known.flatMap((name) => [name, `${name}_FILE`]));
  return Object.keys(environment)
    .filter((name) => isLongEnough(name) && !names.has(name))
    .flatMap((name) => {
      const meant = known.find((one) => isLongEnough(one) && isNear(name.replace(/_FILE$/, ''), one));
      return meant === undefined ? [] : [{ name, meant }];
    });
}

/** Short names are near to many that have nothing to do with us. */
function isLongEnough(name: string): boolean {
  return name.length >= 8;
}

const furthest = 2;

/** The same but for case and two letters: wrong, missing, too many or swapped. */
function isNear(left: string, right: string): boolean {
  const [a, b] = [left.toUpperCase(), right];
  if (Math.abs(a.length - b.length) > furthest) return false;
  return distance(a, b) <= furthest;
}

/** The edits that make one of the other, a swap of neighbours counting as one (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cheapest(rows, row, { a, b, i, j }));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? Infinity;
}

function cheapest(
  rows: readonly number[][],
  row: readonly number[],
  { a, b, i, j }: { a: string; b: string; i: number; j: number },
): number {
  const at = (line: readonly number[] | undefined, column: number) => line?.[column] ?? Infinity;
  const above = rows[i - 1];
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return Math.min(
    at(above, j) + 1,
    at(row, j - 1) + 1,
    at(above, j - 1) + same,
    isSwapped ? at(rows[i - 2], j - 2) + 1 : Infinity,
  );
}

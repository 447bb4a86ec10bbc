/**
 * The names that leave the house are random: whoever reads, guesses or repeats the number of an order names nothing by
 * it. What a version before made is named by its order, as `order:7`.
 */
export function referenceOf({ key, reference }: { key: string; reference?: string }): string {
  return reference ?? key;
}

/** The name of what an older version made for the order of this number; undefined where that is no number. */
export function formerReference(orderNumber: string | null | undefined): string | undefined {
  return /^\d{1,15}$/.test(orderNumber ?? '') ? `order:${orderNumber}` : undefined;
}

/** The order whose number is the name of what an older version made. */
export function formerOrderOf(reference: string): number | undefined {
  const [, id] = /^order:(\d{1,15})$/.exec(reference) ?? [];
  return id === undefined ? undefined : Number(id);
}

/** One line of the table: a value, and what the same machine allows at most, measured in the same minutes. */
export interface Row {
  name: string;
  unit: string;
  /** One per round; the limit's stand beside them. */
  values: number[];
  limits?: number[];
  limitName?: string;
}

export interface Summary {
  name: string;
  unit: string;
  value: number;
  limit: number | undefined;
  /** Median of the rounds' own ratios, which is steadier than the ratio of the medians. */
  ratio: number | undefined;
  /** Half the distance between the highest and the lowest value, as a share of the median. */
  spread: number;
  limitName: string | undefined;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** The value below which the share lies, such as 0.99. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function summarize({ name, unit, values, limits, limitName }: Row): Summary {
  const value = median(values);
  const ratios = limits?.map((limit, round) => (values[round] ?? Number.NaN) / limit);
  return {
    name,
    unit,
    value,
    limit: limits && median(limits),
    ratio: ratios && median(ratios),
    spread: (Math.max(...values) - Math.min(...values)) / 2 / value,
    limitName,
  };
}

export function printTable(summaries: readonly Summary[]): string {
  const cells = summaries.map((row) => [
    row.name,
    number(row.value),
    row.unit,
    row.limit === undefined ? '' : number(row.limit),
    row.ratio === undefined ? '' : row.ratio.toFixed(2),
    `±${Math.round(row.spread * 100)} %`,
    row.limitName ?? '',
  ]);
  const rows = [['measurement', 'value', 'unit', 'limit', 'ratio', 'spread', 'the limit is'], ...cells];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

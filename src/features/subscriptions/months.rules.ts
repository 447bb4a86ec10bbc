/** As the panel counts: thirty days, whatever the calendar calls a month. */
export const monthMs = 30 * 24 * 60 * 60 * 1000;

/** How many months so much time has. What is less than half of one is part of the month before: a year has twelve. */
function monthsIn(wholeMs: number): number {
  return Math.max(1, Math.round(wholeMs / monthMs));
}

/** Which month of so much time runs when some of it has run; the first is 0. */
export function monthOf(ranMs: number, wholeMs: number): number {
  return Math.min(monthsIn(wholeMs) - 1, Math.floor(ranMs / monthMs));
}

/** When the month that runs is over, as time that has run by then; infinity: with the whole. */
export function endOfMonth(month: number, wholeMs: number): number {
  return month + 1 < monthsIn(wholeMs) ? (month + 1) * monthMs : Number.POSITIVE_INFINITY;
}

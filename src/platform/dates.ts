/** The calendar date at `moment` in `timeZone`, as `YYYY-MM-DD`. */
export function localDate(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment);
}

/** Whole days from one calendar date to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The moment at which a calendar date (`YYYY-MM-DD`) begins in `timeZone`. */
export function startOfDate(date: string, timeZone: string): Date {
  const midnightUtc = Date.parse(`${date}T00:00:00Z`);
  // Zones are at most 14 hours from UTC, and midnight may be skipped: the first quarter of an hour that is on the date.
  for (let offset = -14 * 60; offset <= 14 * 60; offset += 15) {
    const moment = new Date(midnightUtc + offset * 60_000);
    if (localDate(moment, timeZone) === date) return moment;
  }
  throw new RangeError(`No moment is on ${date}`);
}

/** Whether it is the name of a time zone, such as `Europe/Moscow`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The hour of the day at `moment` in `timeZone`, 0–23. */
export function localHour(moment: Date, timeZone: string): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(moment),
  );
}

/** Making one takes longer than a hundred uses of it, and whole lists of accounts are compared by their dates. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

/** The calendar date at `moment` in `timeZone`, as `YYYY-MM-DD`. */
export function localDate(moment: Date, timeZone: string): string {
  return formatIn(timeZone).format(moment);
}

/** Whether `YYYY-MM-DD HH:MM:SS` is a moment that a calendar and a clock can show. */
export function isWallClock(text: string): boolean {
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text) ?? [];
  const moment = new Date(`${date}T${time}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === `${date}T${time}.000Z`;
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

/** The calendar date so many days later, both as `YYYY-MM-DD`. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A date typed as `31.12.2026` or `2026-12-31`, as `YYYY-MM-DD`; undefined when there is no such day. */
export function readDate(text: string): string | undefined {
  const typed = text.trim();
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(typed) ?? [];
  const date = year === '' ? typed : [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) return undefined;
  return dateAfter(date, 0) === date ? date : undefined;
}

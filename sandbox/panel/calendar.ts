const dayMilliseconds = 86_400_000;

/** Making one takes longer than a hundred uses of it, and every answer about an account holds several times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, made);
  return made;
}

/** The moment as the panel's server writes it, `YYYY-MM-DD HH:MM:SS` in its own time zone. */
export function panelTime(moment: Date, timeZone: string): string {
  return formatIn(timeZone).format(moment).replace(',', '');
}

/** The panel's local date, `YYYY-MM-DD`: every expiry rule of the panel is counted in these. */
export function panelDate(moment: Date, timeZone: string): string {
  return panelTime(moment, timeZone).slice(0, 10);
}

/** Whole days from one `YYYY-MM-DD` to another, negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMilliseconds);
}

/** Seconds since 1970 at 00:00 UTC of `date` moved by `days`. */
export function unixMidnightUtc(date: string, days: number): number {
  return Date.parse(date) / 1000 + days * 86_400;
}

/** True for a real calendar date written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

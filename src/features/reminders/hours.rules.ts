import { dateAfter, localDate, localHour, startOfDate } from '../../platform/dates.ts';

const hourMs = 60 * 60 * 1_000;
/** From 10:00 until 21:00 nobody minds a message. */
const decent = { from: 10, until: 21 } as const;

/**
 * When something that is due is told: at once in decent hours of the zone, else at the next 10:00, but before the quiet hours
 * where it would come too late then.
 */
export function tellingTime(due: Date, zone: string, tooLateAt?: Date): Date {
  const hour = localHour(due, zone);
  if (hour >= decent.from && hour < decent.until) return due;
  const date = localDate(due, zone);
  const isEvening = hour >= decent.until;
  const next = momentAt(isEvening ? dateAfter(date, 1) : date, decent.from, zone);
  if (tooLateAt === undefined || next < tooLateAt) return next;
  return momentAt(isEvening ? date : dateAfter(date, -1), decent.until - 1, zone);
}

/** The first moment of a date at which it is this hour; where a clock change leaves it out, the hour after. */
function momentAt(date: string, hour: number, zone: string): Date {
  const start = startOfDate(date, zone).getTime();
  for (let hours = hour - 2; hours <= hour + 2; hours++) {
    const moment = new Date(start + hours * hourMs);
    if (localHour(moment, zone) >= hour) return moment;
  }
  throw new RangeError(`It is never ${hour} o'clock on ${date}`);
}

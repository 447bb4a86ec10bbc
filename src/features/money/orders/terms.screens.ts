import type { Voice } from '../../../texts/voice.ts';

/** How long something is for, in the person's words. */
export function daysText({ t, format }: Voice, days: number | null): string {
  return days === null ? t.general.forEver : format.days(days);
}

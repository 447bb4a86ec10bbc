import { oneLine } from './one-line.ts';
import { Refusal } from './refusal.ts';

/** It is shown whole in one message, beside what it is the reason of. */
export const longestReason = 300;

/** Why somebody of the staff does something, in their own words on one line; nothing when it says nothing or is too long. */
export function readReason(text: string): string | undefined {
  const reason = oneLine(text);
  return reason === '' || reason.length > longestReason ? undefined : reason;
}

/** The same where there must be one. Refuses `reason.missing`. */
export function demandReason(text: string): string {
  const reason = readReason(text);
  if (reason === undefined) throw new Refusal('invalid', 'reason.missing');
  return reason;
}

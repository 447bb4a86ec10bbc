import { z } from 'zod';
import { isWallClock } from '../../../platform/dates.ts';
import { coercedNumber, loose } from './coercion.ts';

export type ResetMode = 'no_reset' | 'monthly' | 'weekly' | 'daily';

/** An account on the panel in our words. Private keys never get this far. */
export interface PanelUser {
  uuid: string;
  name: string;
  /** The switch an admin turns; see `isActive` for whether access works. */
  enable: boolean;
  usageLimitBytes: number;
  currentUsageBytes: number;
  packageDays: number;
  /** `YYYY-MM-DD` in the panel's time zone; `undefined` until the first traffic. */
  startDate: string | undefined;
  mode: ResetMode | undefined;
  telegramId: number | undefined;
  comment: string;
  /** `YYYY-MM-DD HH:MM:SS` in the panel's time zone; `undefined` when never seen. */
  lastOnline: string | undefined;
  /** The panel's own verdict: enabled, not expired, not over quota. */
  isActive: boolean;
  /** The fields whose values no calendar knows, read as if they were not there; absent: none. */
  odd?: readonly string[];
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const bytesPerGigabyte = 1024 ** 3;

/** Everything but the uuid may be missing, null or of a wrong type: rows outlive many panel versions. */
const userAnswer = z.object({
  uuid: z.string().regex(uuidPattern),
  name: loose(z.string()),
  enable: loose(z.boolean()),
  usage_limit_GB: loose(coercedNumber),
  current_usage_GB: loose(coercedNumber),
  package_days: loose(coercedNumber),
  start_date: loose(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)),
  mode: loose(z.enum(['no_reset', 'monthly', 'weekly', 'daily'])),
  telegram_id: loose(coercedNumber.pipe(z.number().int())),
  comment: loose(z.string()),
  last_online: loose(z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/)),
  is_active: loose(z.boolean()),
  deleted: loose(z.boolean()),
});

/** Reads one user, or `undefined` when the row has no usable uuid or is a v13 row marked as deleted. */
export function parsePanelUser(answer: unknown): PanelUser | undefined {
  const parsed = userAnswer.safeParse(answer);
  if (!parsed.success || parsed.data.deleted === true) return undefined;
  const row = parsed.data;
  const lastOnline =
    row.last_online?.startsWith('0001-') === true ? undefined : row.last_online?.slice(0, 19);
  const isSeen = lastOnline === undefined || isWallClock(lastOnline);
  const isBegun = row.start_date === undefined || isWallClock(`${row.start_date} 00:00:00`);
  const odd = [...(isSeen ? [] : ['last_online']), ...(isBegun ? [] : ['start_date'])];
  return {
    uuid: row.uuid.toLowerCase(),
    name: row.name ?? '',
    enable: row.enable ?? false,
    usageLimitBytes: gigabytesToBytes(row.usage_limit_GB ?? 0),
    currentUsageBytes: gigabytesToBytes(row.current_usage_GB ?? 0),
    packageDays: row.package_days ?? 0,
    startDate: isBegun ? row.start_date : undefined,
    mode: row.mode,
    telegramId: row.telegram_id === 0 ? undefined : row.telegram_id,
    comment: row.comment ?? '',
    lastOnline: isSeen ? lastOnline : undefined,
    isActive: row.is_active ?? false,
    ...(odd.length > 0 && { odd }),
  };
}

/**
 * The panel counts in GiB as floating point and stores whole bytes, so rounding gives back the exact byte:
 * up to its limit of a million GiB a double holds every byte.
 */
export function gigabytesToBytes(gigabytes: number): number {
  const bytes = Math.round(gigabytes * bytesPerGigabyte);
  return Math.min(Math.max(bytes, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** Exact: dividing by a power of two only moves the exponent. */
export function bytesToGigabytes(bytes: number): number {
  return bytes / bytesPerGigabyte;
}

/** Whether a value looks like a uuid, of any version and case. */
export function isUuid(value: string): boolean {
  return uuidPattern.test(value);
}

import { z } from 'zod';
import { PanelError } from './panel-error.ts';
import { bytesToGigabytes } from './panel-user.ts';
import type { ResetMode } from './panel-user.ts';

/** The account as it should be: absolute values only, so sending it twice changes nothing. */
export interface WantedPanelUser {
  /** Chosen and stored by us before the first call; canonical lower-case v4, or the panel invents another. */
  uuid: string;
  name: string;
  enable: boolean;
  usageLimitBytes: number;
  packageDays: number;
  /** `YYYY-MM-DD`. Absent: the period begins with the first traffic, and a date the panel has set since is kept. */
  startDate?: string | undefined;
  /** `no_reset` unless said otherwise. */
  mode?: ResetMode | undefined;
  telegramId?: number | undefined;
  comment?: string | undefined;
  /** What was used of the limit before, for an account that has to be made anew; one that stands keeps its own count. */
  usedBytes?: number | undefined;
}

/** Absolute changes to a user; what is left out stays as it is. */
export interface PanelUserPatch {
  /** Replaces the uuid: the old link stops working. */
  uuid?: string;
  name?: string;
  enable?: boolean;
  usageLimitBytes?: number;
  currentUsageBytes?: number;
  /** Always both: panels 10–12 drop a start date that comes without the days. `null` clears the start date. */
  period?: { packageDays: number; startDate: string | null };
  mode?: ResetMode;
  /** `null` clears it, except on v13, which cannot. */
  telegramId?: number | null;
  /** An empty text clears it, except on v13, which cannot. */
  comment?: string;
}

/** The panel caps a limit here silently, and a capped value would never compare equal. */
const maxLimitBytes = 1_000_000 * 1024 ** 3;

const date = z.iso.date();
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
/** A failed creation leaves a user called "unknown", so nobody else may be called that. */
const name = z
  .string()
  .min(1)
  .max(100)
  .refine((value) => value.trim() === value && value.toLowerCase() !== 'unknown');
const days = z.int().min(0).max(100_000);
const bytes = z.int().min(0).max(maxLimitBytes);
const mode = z.enum(['no_reset', 'monthly', 'weekly', 'daily']);
const telegramId = z.int().positive();
const comment = z.string().max(500);

const wantedSchema = z.object({
  uuid,
  name,
  enable: z.boolean(),
  usageLimitBytes: bytes,
  packageDays: days,
  startDate: date.optional(),
  mode: mode.optional(),
  telegramId: telegramId.optional(),
  comment: comment.optional(),
  usedBytes: bytes.optional(),
});

const patchSchema = z.object({
  uuid: uuid.optional(),
  name: name.optional(),
  enable: z.boolean().optional(),
  usageLimitBytes: bytes.optional(),
  currentUsageBytes: bytes.optional(),
  period: z.object({ packageDays: days, startDate: date.nullable() }).optional(),
  mode: mode.optional(),
  telegramId: telegramId.nullable().optional(),
  comment: comment.optional(),
});

/** The body of a creation; values the panel would take and then mangle are refused here as `invalid`. */
export function createBody(wanted: WantedPanelUser): Record<string, unknown> {
  check(wantedSchema, wanted, 'create user');
  return {
    uuid: wanted.uuid,
    name: wanted.name,
    enable: wanted.enable,
    usage_limit_GB: bytesToGigabytes(wanted.usageLimitBytes),
    current_usage_GB: bytesToGigabytes(wanted.usedBytes ?? 0),
    package_days: wanted.packageDays,
    start_date: wanted.startDate ?? null,
    mode: wanted.mode ?? 'no_reset',
    ...(wanted.telegramId !== undefined && { telegram_id: wanted.telegramId }),
    ...(wanted.comment !== undefined && { comment: wanted.comment }),
  };
}

/** The body of a change, under the panel's names; `invalid` as in a creation. */
export function patchBody(patch: PanelUserPatch): Record<string, unknown> {
  check(patchSchema, patch, 'patch user');
  return {
    ...(patch.uuid !== undefined && { uuid: patch.uuid }),
    ...(patch.name !== undefined && { name: patch.name }),
    ...(patch.enable !== undefined && { enable: patch.enable }),
    ...(patch.usageLimitBytes !== undefined && { usage_limit_GB: bytesToGigabytes(patch.usageLimitBytes) }),
    ...(patch.currentUsageBytes !== undefined && {
      current_usage_GB: bytesToGigabytes(patch.currentUsageBytes),
    }),
    ...(patch.period && { package_days: patch.period.packageDays, start_date: patch.period.startDate }),
    ...(patch.mode !== undefined && { mode: patch.mode }),
    ...(patch.telegramId !== undefined && { telegram_id: patch.telegramId ?? 0 }),
    ...(patch.comment !== undefined && { comment: patch.comment }),
  };
}

function check(schema: z.ZodType, value: unknown, operation: string): void {
  const checked = schema.safeParse(value);
  if (checked.success) return;
  const fields = [...new Set(checked.error.issues.map((issue) => issue.path.join('.')))];
  throw new PanelError({ class: 'invalid', operation, reason: `fields: ${fields.join(' ')}` });
}

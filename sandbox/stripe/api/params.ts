import { z } from 'zod';
import { StripeProblem } from './problem.ts';

/** A number as a form carries it. */
export const whole = z
  .string()
  .regex(/^-?\d{1,15}$/, 'parameter_invalid_integer')
  .transform(Number);
export const yesOrNo = z.enum(['true', 'false']).transform((word) => word === 'true');
export const short = z.string().min(1, 'parameter_invalid_empty').max(5000);
export const webAddress = z
  .string()
  .max(5000)
  .regex(/^https?:\/\/\S+$/, 'url_invalid');

/** At most fifty, keys to forty, values to five hundred characters. */
export const metadata = z
  .record(
    z.string().max(40, 'metadata key over 40 characters'),
    z.string().max(500, 'metadata value over 500 characters'),
  )
  .refine((entries) => Object.keys(entries).length <= 50, 'more than 50 metadata keys');

export const expand = z.array(z.string());

export const range = z.union([
  whole.transform((moment) => ({ gte: moment, lte: moment, gt: undefined, lt: undefined })),
  z
    .strictObject({ gt: whole, gte: whole, lt: whole, lte: whole })
    .partial()
    .transform((given) => ({ gt: given.gt, gte: given.gte, lt: given.lt, lte: given.lte })),
]);

/** What every list takes. */
export const listParams = {
  limit: whole.refine((limit) => limit >= 1 && limit <= 100, 'Invalid integer: between 1 and 100').optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: range.optional(),
  expand: expand.optional(),
};

/** Reads parameters strictly; the first thing wrong is answered in Stripe's words. */
export function readParams<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues);
  const param = bracketed(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = bracketed([...issue.path, issue.keys[0] ?? '']);
    throw new StripeProblem({
      code: 'parameter_unknown',
      message: `Received unknown parameter: ${unknown}`,
      param: unknown,
    });
  }
  if (issue.code === 'invalid_type' && issue.message.includes('received undefined'))
    throw new StripeProblem({
      code: 'parameter_missing',
      message: `Missing required param: ${param}.`,
      param,
    });
  const isCode = /^[a-z_]+$/.test(issue.message);
  throw new StripeProblem({
    ...(isCode && { code: issue.message }),
    message: `Invalid ${param}: ${issue.message}`,
    param,
  });
}

function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [first] = issues;
  if (!first) throw new Error('an error without an issue');
  if (first.code !== 'invalid_union') return first;
  const inner = first.errors.flat()[0];
  return inner ? { ...inner, path: [...first.path, ...inner.path] } : first;
}

function bracketed(path: readonly PropertyKey[]): string {
  const [first = '', ...rest] = path.map(String);
  return first + rest.map((name) => `[${name}]`).join('');
}

import { z } from 'zod';

/** A finite number, or a string that is one: the panel sends the same value in both forms. */
export const coercedNumber = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
  z.number(),
);

/** A field the panel may leave out, null or fill with something else: all of these read as `undefined`. */
export function loose<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

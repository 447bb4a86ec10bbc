import { z } from 'zod';

/** The body of a request is not what its route takes; answered with 400. */
class BodyError extends Error {
  readonly statusCode = 400;
}

/** Values that are not there are absent, never undefined. */
export type Given<Schema extends z.ZodType> = {
  [Key in keyof z.output<Schema>]: Exclude<z.output<Schema>[Key], undefined>;
};

/** Reads a body by its schema; an empty body is an empty object. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): Given<Schema> {
  const { success, data, error } = schema.safeParse(body ?? {});
  if (!success) throw new BodyError(z.prettifyError(error));
  return data as Given<Schema>;
}

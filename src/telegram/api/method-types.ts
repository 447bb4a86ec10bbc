import type { APIMethodParams, APIMethodReturn, APIMethods } from '@gramio/types';
import type { InputFile } from './input-file.ts';

export type Method = keyof APIMethods;
export type Result<M extends Method> = APIMethodReturn<M>;

/**
 * The published types with our `InputFile` where they say Blob, and without "anything that has toString", which
 * every object has and which would reach Telegram as JSON.
 */
type WithInputFiles<T> = T extends string | number | boolean | undefined
  ? T
  : T extends Blob
    ? InputFile
    : T extends readonly (infer Item)[]
      ? readonly WithInputFiles<Item>[]
      : 'toString' extends keyof T
        ? never
        : { [Key in keyof T]: WithInputFiles<T[Key]> };

/** The payload that a method takes; `{}` when it takes nothing. */
export type Payload<M extends Method> = [NonNullable<APIMethodParams<M>>] extends [never]
  ? Record<string, never>
  : WithInputFiles<NonNullable<APIMethodParams<M>>>;

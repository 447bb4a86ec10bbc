import type { z } from 'zod';

/** The words on a setting for somebody who fills it in. */
export interface SettingWords {
  /** The environment variable; `NAME_FILE` names a file that holds it. */
  name: string;
  purpose: string;
  format: string;
  example?: string;
  howToGet?: string;
  /** The value is never shown, neither in a mistake nor in the log. */
  secret?: boolean;
}

/** One environment variable: what it is for, how it is written, and how its text becomes a value. */
export interface Setting<Value> extends SettingWords {
  isNeeded: boolean;
  /** A needed setting that is not missed where the one of this name is given. */
  instead?: string;
  /** What is said of the value that holds when none is given. */
  defaultWords?: string;
  /** That value as it could be typed; not every default can. */
  defaultText?: string;
  /** The value when none is given; a needed setting has none. */
  absent?: { value: Value };
  /** The value that a text stands for, or, where there is more to say than its format, what it is not. */
  read(text: string): Reading<Value>;
}

export type Reading<Value> = { ok: true; value: Value } | { ok: false; reason: string | undefined };

/** The settings of one house, by the names its code knows them under. */
export interface Settings<Values> {
  /** The heading they stand under in `.env.example`; several houses may share one. */
  group: string;
  each: { readonly [Key in keyof Values]: Setting<Values[Key]> };
}

/** The values of a house's settings, as it is handed them. */
export type ValuesOf<Described> = Described extends Settings<infer Values> ? Values : never;

/** Describes the settings of a house; the types of their values follow from the formats. */
export function defineSettings<Values extends object>(
  group: string,
  each: Settings<Values>['each'],
): Settings<Values> {
  return { group, each };
}

type Described<Value> = SettingWords & { schema: z.ZodType<Value> };

/** A setting without which nothing starts. */
export function needed<Value>({ schema, ...words }: Described<Value>): Setting<Value> {
  return { ...words, isNeeded: true, read: reader(schema) };
}

/** A setting without which nothing starts, unless the one named `instead` is given. */
export function neededUnless<Value>(
  instead: string,
  { schema, ...words }: Described<Value>,
): Setting<Value | undefined> {
  return { ...words, isNeeded: true, instead, absent: { value: undefined }, read: reader(schema) };
}

/** A setting that may be left out; `otherwise` says in words what holds then. */
export function optional<Value>({
  schema,
  otherwise,
  ...words
}: Described<Value> & { otherwise?: string }): Setting<Value | undefined> {
  const said = otherwise === undefined ? {} : { defaultWords: otherwise };
  return { ...words, ...said, isNeeded: false, absent: { value: undefined }, read: reader(schema) };
}

/** A setting with a default, written as one would type it; `otherwise` where there is more to say of it. */
export function withDefault<Value>({
  schema,
  default: text,
  otherwise,
  ...words
}: Described<Value> & { default: string; otherwise?: string }): Setting<Value> {
  const said =
    otherwise === undefined ? { defaultWords: text, defaultText: text } : { defaultWords: otherwise };
  return { ...words, ...said, isNeeded: false, absent: { value: schema.parse(text) }, read: reader(schema) };
}

function reader<Value>(schema: z.ZodType<Value>) {
  return (text: string): Reading<Value> => {
    // Only our own words: what the library says by itself speaks of its types.
    const checked = schema.safeParse(text, { error: () => '' });
    if (checked.success) return { ok: true, value: checked.data };
    return { ok: false, reason: checked.error.issues[0]?.message || undefined };
  };
}

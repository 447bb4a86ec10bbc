/** One argument of a button: how it is written, and read back: undefined for what is none. */
export interface Argument<Value> {
  readonly isOptional?: boolean;
  write(value: Value): string;
  read(text: string): Value | undefined;
}

/** An argument that may be left out. Only the last ones of a button may. */
interface OptionalArgument<Value> extends Argument<Value> {
  readonly isOptional: true;
}

/** The values that a button with these arguments carries. */
export type CarriedValues<Arguments extends readonly unknown[]> = Arguments extends readonly [
  OptionalArgument<infer Value>,
  ...infer Rest,
]
  ? [Value?, ...CarriedValues<Rest>]
  : Arguments extends readonly [Argument<infer Value>, ...infer Rest]
    ? [Value, ...CarriedValues<Rest>]
    : [];

/** A whole number from nought: an id, a count, a place in a list. */
export const whole: Argument<number> = {
  write: String,
  read: (text) => (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
};

/** The same in fewer letters, where a button has little room. */
export const short: Argument<number> = {
  write: (value) => value.toString(36),
  read: (text) => {
    const value = /^[0-9a-z]{1,11}$/.test(text) ? Number.parseInt(text, 36) : Number.NaN;
    return Number.isSafeInteger(value) ? value : undefined;
  },
};

/** Any text without a colon: a code, a name, an answer as it would be typed. */
export const text: Argument<string> = { write: (value) => value, read: (written) => written };

/** Yes as `1`, no as `0`. */
export const flag: Argument<boolean> = {
  write: (value) => (value ? '1' : '0'),
  read: (written) => (written === '1' ? true : written === '0' ? false : undefined),
};

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Argument<Word> {
  return { write: (word) => word, read: (written) => words.find((word) => word === written) };
}

/** The same, where a button may go without it. */
export function optional<Value>({ write, read }: Argument<Value>): OptionalArgument<Value> {
  return { isOptional: true, write, read };
}

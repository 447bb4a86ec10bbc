import { isCalendarDate } from '../calendar.ts';
import { FieldProblem, type Reader } from './body-rules.ts';
import { decimalShape, readNumber } from './marshmallow.ts';
import { isCanonicalUuid, isLowercaseUuid } from './records.ts';

/** Field readers with the strictness and the wording of pydantic, which validates bodies from v13 on. */

export const text: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new FieldProblem('Input should be a valid string');
  return value;
};

export const whole: Reader<number> = (value) => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = readNumber(value, /^\s*[+-]?\d+(\.0+)?\s*$/);
  if (number === undefined)
    throw new FieldProblem(`Input should be a valid integer${unparsable(value, 'integer')}`);
  if (!Number.isInteger(number)) {
    throw new FieldProblem('Input should be a valid integer, got a number with a fractional part');
  }
  return number;
};

export const decimal: Reader<number> = (value) => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = readNumber(value, decimalShape);
  if (number === undefined)
    throw new FieldProblem(`Input should be a valid number${unparsable(value, 'number')}`);
  return number;
};

export const truth: Reader<boolean> = (value) => {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if ([true, 1, 'true', 't', 'yes', 'y', 'on', '1'].includes(word as string)) return true;
  if ([false, 0, 'false', 'f', 'no', 'n', 'off', '0'].includes(word as string)) return false;
  throw new FieldProblem('Input should be a valid boolean, unable to interpret input');
};

export const day: Reader<string> = (value) => {
  if (typeof value !== 'string' || !isCalendarDate(value)) throw refused('date', value);
  return value;
};

export const moment: Reader<string> = (value) => {
  const given = typeof value === 'string' && isCalendarDate(value) ? `${value} 00:00:00` : value;
  if (typeof given !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(given))
    throw refused('datetime', value);
  return given;
};

export const strictUuid: Reader<string> = (value) => {
  if (!isCanonicalUuid(value)) throw refused('uuid', value);
  return value;
};

/** v14 no longer asks for version 4. */
export const anyUuid: Reader<string> = (value) => {
  if (!isLowercaseUuid(value)) throw refused('uuid', value);
  return value;
};

export function oneOf<T extends string>(allowed: readonly T[]): Reader<T> {
  const quoted = allowed.map((one) => `'${one}'`);
  const list = `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
  return (value) => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new FieldProblem(`Input should be ${list}`);
    return found;
  };
}

function refused(kind: string, value: unknown): FieldProblem {
  const shown = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  return new FieldProblem(`Value error, Invalid ${kind}: ${shown}`);
}

function unparsable(value: unknown, kind: 'integer' | 'number'): string {
  const article = kind === 'integer' ? 'an' : 'a';
  return typeof value === 'string' ? `, unable to parse string as ${article} ${kind}` : '';
}

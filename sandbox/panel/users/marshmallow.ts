import { isCalendarDate } from '../calendar.ts';
import { FieldProblem, type Reader } from './body-rules.ts';
import { isCanonicalUuid } from './records.ts';

/** Field readers with the tolerance and the wording of marshmallow, which validates bodies before v13. */

export const text: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new FieldProblem('Not a valid string.');
  return value;
};

/** 1.5 becomes 1, and "30" is as good as 30. */
export const whole: Reader<number> = (value) => {
  const number = readNumber(value, /^\s*[+-]?\d+\s*$/);
  if (number === undefined) throw new FieldProblem('Not a valid integer.');
  return Math.trunc(number);
};

export const decimal: Reader<number> = (value) => {
  const number = readNumber(value, decimalShape);
  if (number === undefined) throw new FieldProblem('Not a valid number.');
  return number;
};

const truthy: unknown[] = ['t', 'T', 'true', 'True', 'TRUE', 'on', 'y', 'yes', '1', 1, true];
const falsy: unknown[] = ['f', 'F', 'false', 'False', 'FALSE', 'off', 'n', 'no', '0', 0, false];

export const truth: Reader<boolean> = (value) => {
  if (truthy.includes(value)) return true;
  if (falsy.includes(value)) return false;
  throw new FieldProblem('Not a valid boolean.');
};

/** `2026-11-23`, and the compact `20261123` that Python 3.11 learned. */
export const day: Reader<string> = (value) => {
  const given = typeof value === 'string' ? value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : '';
  if (!isCalendarDate(given)) throw new FieldProblem('Not a valid date.');
  return given;
};

/** An identifier the panel does not like is not refused but dropped, and a random one takes its place. */
export const forgivingUuid: Reader<string> = (value) => (isCanonicalUuid(value) ? value : '');

export function oneOf<T extends string>(allowed: readonly T[]): Reader<T> {
  return (value) => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new FieldProblem(`Must be one of: ${allowed.join(', ')}.`);
    return found;
  };
}

export const decimalShape = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

export function readNumber(value: unknown, shape: RegExp): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && shape.test(value) ? Number(value) : undefined;
}

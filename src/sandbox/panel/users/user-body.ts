import { isCalendarDate } from '../calendar.ts';
import type { ProfileTraits } from '../profiles.ts';
import { type BodyRules, FieldProblem, type Reader, readBody } from './body-rules.ts';
import { isCanonicalUuid, type UserMode, userModes } from './records.ts';

/** The body of a create or a change, in the panel's own field names; null means "sent as null". */
export interface UserBody {
  uuid?: string | null;
  name?: string | null;
  usage_limit_GB?: number | null;
  package_days?: number | null;
  mode?: UserMode | null;
  last_online?: string | null;
  start_date?: string | null;
  current_usage_GB?: number | null;
  last_reset_time?: unknown;
  last_modified_time?: string | null;
  comment?: string | null;
  added_by_uuid?: string | null;
  telegram_id?: number | null;
  ed25519_private_key?: string | null;
  ed25519_public_key?: string | null;
  wg_pk?: string | null;
  wg_pub?: string | null;
  wg_psk?: string | null;
  lang?: string | null;
  enable?: boolean | null;
  deleted?: boolean | null;
  is_active?: boolean | null;
  id?: number | null;
}

export const languages = ['en', 'fa', 'ru', 'pt', 'zh', 'my'] as const;

/** Reads a user body by the rules of the profile; a bad one is a 422. */
export function readUserBody(raw: unknown, traits: ProfileTraits, action: 'create' | 'change'): UserBody {
  const rules = traits.schema === 'marshmallow' ? marshmallowRules(action) : pydanticRules(action);
  return readBody<UserBody>(raw, rules);
}

const text: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new FieldProblem('Not a valid string.');
  return value;
};

const whole: Reader<number> = (value) => {
  const number = readNumber(value, /^\s*[+-]?\d+\s*$/);
  if (number === undefined) throw new FieldProblem('Not a valid integer.');
  return Math.trunc(number);
};

const decimal: Reader<number> = (value) => {
  const number = readNumber(value, /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i);
  if (number === undefined) throw new FieldProblem('Not a valid number.');
  return number;
};

const truth: Reader<boolean> = (value) => {
  if (['t', 'true', 'on', 'y', 'yes', '1', 'True', 'TRUE', true, 1].includes(value as string)) return true;
  if (['f', 'false', 'off', 'n', 'no', '0', 'False', 'FALSE', false, 0].includes(value as string))
    return false;
  throw new FieldProblem('Not a valid boolean.');
};

const day: Reader<string> = (value) => {
  if (typeof value !== 'string' || !isCalendarDate(value)) throw new FieldProblem('Not a valid date.');
  return value;
};

/** An identifier the panel does not like is not refused but dropped, and a random one takes its place. */
const forgivingUuid: Reader<string> = (value) => (isCanonicalUuid(value) ? value : '');

const strictUuid: Reader<string> = (value) => {
  if (!isCanonicalUuid(value)) throw new FieldProblem(`Value error, Invalid uuid: '${String(value)}'`);
  return value;
};

function oneOf<T extends string>(allowed: readonly T[]): Reader<T> {
  return (value) => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw new FieldProblem(`Must be one of: ${allowed.join(', ')}.`);
    return found;
  };
}

const common: BodyRules<UserBody>['readers'] = {
  uuid: forgivingUuid,
  name: text,
  usage_limit_GB: decimal,
  package_days: whole,
  mode: oneOf(userModes),
  last_online: (value) => String(value),
  start_date: day,
  current_usage_GB: decimal,
  last_reset_time: (value) => value,
  last_modified_time: (value) => String(value),
  comment: text,
  added_by_uuid: forgivingUuid,
  telegram_id: whole,
  ed25519_private_key: text,
  ed25519_public_key: text,
  wg_pk: text,
  wg_pub: text,
  wg_psk: text,
  lang: oneOf(languages),
  enable: truth,
  deleted: truth,
  is_active: truth,
  id: whole,
};

function marshmallowRules(action: 'create' | 'change'): BodyRules<UserBody> {
  const { deleted: _deleted, last_modified_time: _modified, ...readers } = common;
  return {
    readers: readers as BodyRules<UserBody>['readers'],
    required: action === 'create' ? ['name'] : [],
    refusesNull: action === 'create' ? ['name', 'enable', 'is_active', 'id'] : ['enable', 'is_active', 'id'],
    unknownFields: 'refused',
    words: { missing: 'Missing data for required field.', empty: 'Field may not be null.' },
  };
}

function pydanticRules(action: 'create' | 'change'): BodyRules<UserBody> {
  return {
    readers: { ...common, uuid: strictUuid, added_by_uuid: strictUuid },
    required: action === 'create' ? ['name'] : [],
    refusesNull: action === 'create' ? ['name'] : [],
    unknownFields: 'ignored',
    words: { missing: 'Field required', empty: 'Input should be a valid string' },
  };
}

function readNumber(value: unknown, shape: RegExp): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && shape.test(value) ? Number(value) : undefined;
}

import { botApi } from './load-schema.ts';
import type { Field, Fields, TypeRef } from './schema-types.ts';

const scalars: Record<string, (value: unknown) => boolean> = {
  Integer: (value) => Number.isSafeInteger(value),
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  True: (value) => value === true,
  InputFile: () => false,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How a type is called in a message. */
function typeWord(type: TypeRef): string {
  if (typeof type === 'string') return type;
  if ('array' in type) return `Array of ${typeWord(type.array)}`;
  if ('enum' in type) return `one of ${type.enum.map((word) => JSON.stringify(word)).join(', ')}`;
  return type.anyOf.map(typeWord).join(' or ');
}

const measures = {
  characters: (value: unknown) => (typeof value === 'string' ? value.length : undefined),
  bytes: (value: unknown) => (typeof value === 'string' ? Buffer.byteLength(value) : undefined),
  items: (value: unknown) => (Array.isArray(value) ? value.length : undefined),
  value: (value: unknown) => (typeof value === 'number' ? value : undefined),
} as const;

/** Says how a value breaks the range its description gives; texts counted after parsing are left to the text rules. */
export function findRangeProblem(name: string, field: Field, value: unknown): string | undefined {
  const { min = 0, max = Number.POSITIVE_INFINITY, unit, afterParsing } = field;
  if (!unit || afterParsing) return undefined;
  const size = measures[unit](value);
  if (size === undefined || (size >= min && size <= max)) return undefined;
  const range = unit === 'value' ? `between ${min} and ${max}` : `${min}-${max} ${unit} long`;
  return `field "${name}" must be ${range}, it is ${size}`;
}

/** The server has its own words for their lengths; the rules of keyboards and commands check them. */
const checkedByRules = new Set(['callback_data', 'command']);

function findFieldProblem(name: string, field: Field, value: unknown): string | undefined {
  if (value === undefined) return field.required ? `can't find field "${name}"` : undefined;
  const problem = findProblem(field.type, value, name);
  return problem ?? (checkedByRules.has(name) ? undefined : findRangeProblem(name, field, value));
}

function findObjectProblem(fields: Fields, value: unknown, name: string): string | undefined {
  if (!isObject(value)) return `field "${name}" must be of type Object`;
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined) return `unknown field "${unknown}" in "${name}"`;
  for (const [key, field] of Object.entries(fields)) {
    const problem = findFieldProblem(key, field, value[key]);
    if (problem) return problem;
  }
  return undefined;
}

/** Of several types that all fail, the one whose fixed words (such as `type: "photo"`) fit tells the problem. */
function findUnionProblem(types: TypeRef[], value: unknown, name: string): string | undefined {
  const problems: string[] = [];
  for (const type of types) {
    const problem = findProblem(type, value, name);
    if (!problem) return undefined;
    if (fitsFixedWords(type, value)) problems.unshift(problem);
    else problems.push(`field "${name}" must be of type ${typeWord({ anyOf: types })}`);
  }
  return problems[0];
}

function fitsFixedWords(type: TypeRef, value: unknown): boolean {
  const fields = typeof type === 'string' ? botApi.objects[type] : undefined;
  if (!fields || !isObject(value)) return false;
  const words = Object.entries(fields).filter(
    ([, field]) => typeof field.type === 'object' && 'enum' in field.type,
  );
  const own = Object.keys(fields).filter((key) => fields[key]?.required);
  if (words.length === 0) return own.every((key) => key in value);
  return words.every(([key, field]) => value[key] === undefined || !findProblem(field.type, value[key], key));
}

/** Says what is wrong with a value of a type of the Bot API, strictly: unknown fields and wrong types are problems. */
export function findProblem(type: TypeRef, value: unknown, name: string): string | undefined {
  if (typeof type === 'object') {
    if ('anyOf' in type) return findUnionProblem(type.anyOf, value, name);
    if ('enum' in type)
      return type.enum.some((word) => word === value)
        ? undefined
        : `field "${name}" must be ${typeWord(type)}`;
    if (!Array.isArray(value)) return `field "${name}" must be of type Array`;
    for (const item of value) {
      const problem = findProblem(type.array, item, name);
      if (problem) return problem;
    }
    return undefined;
  }
  const isScalar = scalars[type];
  if (isScalar) return isScalar(value) ? undefined : `field "${name}" must be of type ${type}`;
  const union = botApi.unions[type];
  if (union !== undefined) return findProblem(union, value, name);
  return findObjectProblem(botApi.objects[type] ?? {}, value, name);
}

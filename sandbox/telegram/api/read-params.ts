import { findProblem, findRangeProblem } from '../schema/check-value.ts';
import { botApi } from '../schema/load-schema.ts';
import type { Field, Fields, TypeRef } from '../schema/schema-types.ts';
import { badRequest } from './api-error.ts';
import { Upload, type RawParams } from './read-request.ts';

/** How the real server calls an absent parameter, where it has its own words. */
const absentWords: Record<string, string> = {
  chat_id: 'chat_id is empty',
  text: 'message text is empty',
  message_id: 'message identifier is not specified',
  photo: 'there is no photo in the request',
  document: 'there is no document in the request',
  media: 'there is no media in the request',
};

const flatten = (type: TypeRef): TypeRef[] => {
  const named = typeof type === 'string' ? botApi.unions[type] : undefined;
  if (named !== undefined) return flatten(named);
  return typeof type === 'object' && 'anyOf' in type ? type.anyOf.flatMap(flatten) : [type];
};

const isStructure = (type: TypeRef): boolean =>
  typeof type === 'object' ? 'array' in type : type in botApi.objects;

function fromText(type: TypeRef, text: string): unknown {
  if ((type === 'Integer' || type === 'Float') && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (type === 'Boolean' || type === 'True')
    return { true: true, false: false, '1': true, '0': false }[text.toLowerCase()];
  if (typeof type === 'object' && 'enum' in type) return type.enum.find((word) => String(word) === text);
  if (!isStructure(type)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Forms carry strings only, and JSON bodies may carry nested values as strings: both mean the value written in them. */
function readText(name: string, types: TypeRef[], text: string): unknown {
  for (const type of types) {
    const value = fromText(type, text);
    if (value !== undefined) return value;
  }
  if (types.includes('String')) return text;
  if (types.some(isStructure)) throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`);
  return text;
}

interface Reading {
  name: string;
  field: Field;
  raw: unknown;
}

function readParam({ name, field, raw }: Reading): unknown {
  const types = flatten(field.type);
  if (raw instanceof Upload) {
    if (!types.includes('InputFile')) throw badRequest(`parameter "${name}" must not be a file`);
    return raw;
  }
  const value = typeof raw === 'string' ? readText(name, types, raw) : raw;
  if (types.includes('InputFile') && typeof value === 'string') return value;
  const problem = findProblem(field.type, value, name) ?? findRangeProblem(name, field, value);
  if (problem)
    throw badRequest(
      types.some(isStructure) ? `can't parse ${name.replaceAll('_', ' ')}: ${problem}` : problem,
    );
  return value;
}

/** Names of files that other parameters refer to as `attach://<name>`. */
function attachedNames(raw: RawParams): Set<string> {
  const texts = Object.values(raw).filter((value) => !(value instanceof Upload));
  const found = JSON.stringify(texts).matchAll(/attach:\/\/([^"\\]+)/g);
  return new Set([...found].map(([, name]) => name ?? ''));
}

function refuseUnknown(fields: Fields, raw: RawParams): void {
  const attached = attachedNames(raw);
  for (const [name, value] of Object.entries(raw)) {
    if (Object.hasOwn(fields, name) || (value instanceof Upload && attached.has(name))) continue;
    throw badRequest(`unknown parameter "${name}"`);
  }
}

/** Some clients repeat the method's name among its parameters. */
function withoutOwnName(method: string, { method: name, ...raw }: RawParams): RawParams {
  return name === undefined || name === method ? raw : { ...raw, method: name };
}

export interface ReadParams {
  params: Record<string, unknown>;
  /** Files under the names that `attach://` refers to. */
  attachments: Map<string, Upload>;
}

/**
 * Reads a method's parameters into the types of its description.
 * Stricter than Telegram: unknown parameters, wrong types and broken ranges are refused with 400.
 */
export function readParams(method: string, given: RawParams): ReadParams {
  const raw = withoutOwnName(method, given);
  const fields = botApi.methods[method] ?? {};
  refuseUnknown(fields, raw);
  const params: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = raw[name];
    if (value === undefined) {
      if (field.required) throw badRequest(absentWords[name] ?? `parameter "${name}" is required`);
    } else params[name] = readParam({ name, field, raw: value });
  }
  const uploads = Object.entries(raw).filter(
    (entry): entry is [string, Upload] => entry[1] instanceof Upload,
  );
  return { params, attachments: new Map(uploads) };
}

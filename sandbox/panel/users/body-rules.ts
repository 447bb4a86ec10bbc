import { PanelFailure } from '../answers.ts';

/** Turns one JSON value into what the panel keeps, or throws a FieldProblem worded like the panel's. */
export type Reader<T> = (value: unknown) => T;

/** Why one field was refused. */
export class FieldProblem extends Error {}

/** How the body of one route is read. */
export interface BodyRules<T extends object> {
  readers: { [K in keyof T]-?: Reader<Exclude<T[K], null | undefined>> };
  required: readonly (keyof T)[];
  refusesNull: readonly (keyof T)[];
  unknownFields: 'refused' | 'ignored';
  words: { missing: string; empty: string; notAnObject: string };
}

/** Reads a JSON object by the rules; anything wrong is one 422 naming every field. */
export function readBody<T extends object>(raw: unknown, rules: BodyRules<T>): Partial<T> {
  if (raw !== undefined && !isObject(raw)) throw invalid({ _schema: [rules.words.notAnObject] });
  const given = raw ?? {};
  const problems: Record<string, string[]> = {};
  const value: Partial<T> = {};

  for (const field of rules.required) {
    if (!(field in given)) problems[String(field)] = [rules.words.missing];
  }
  for (const [field, content] of Object.entries(given)) {
    const problem = readField(field, content, { rules, value });
    if (problem !== undefined) problems[field] = [problem];
  }
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return value;
}

function invalid(problems: Record<string, string[]>): PanelFailure {
  return new PanelFailure(422, 'Validation error', { json: problems });
}

function readField<T extends object>(
  field: string,
  content: unknown,
  into: { rules: BodyRules<T>; value: Partial<T> },
): string | undefined {
  const { rules, value } = into;
  if (!isKnown(field, rules)) return rules.unknownFields === 'refused' ? 'Unknown field.' : undefined;
  if (content === null) {
    if (rules.refusesNull.includes(field)) return rules.words.empty;
    Object.assign(value, { [field]: null });
    return undefined;
  }
  try {
    Object.assign(value, { [field]: rules.readers[field](content) });
    return undefined;
  } catch (problem) {
    if (problem instanceof FieldProblem) return problem.message;
    throw problem;
  }
}

function isKnown<T extends object>(field: string, rules: BodyRules<T>): field is keyof T & string {
  return Object.hasOwn(rules.readers, field);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

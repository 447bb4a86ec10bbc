import { readFileSync } from 'node:fs';
import type { Setting } from '../platform/setting.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting as the environment has it. */
export type ReadSetting<Value> =
  | { kind: 'read'; value: Value }
  | { kind: 'absent' }
  | { kind: 'mistake'; problem: string };

/** Reads one setting: `NAME`, or the content of the file that `NAME_FILE` names (how containers hand over secrets). */
export function ask<Value>(setting: Setting<Value>, environment: Environment): ReadSetting<Value> {
  const { name } = setting;
  const file = environment[`${name}_FILE`];
  // Compose files pass what is not set as an empty text.
  const given = environment[name]?.trim();
  if (given || !file) return understand(setting, given ?? '');
  try {
    return understand(setting, readFileSync(file, 'utf8').trim());
  } catch (error) {
    const problem = `${name}: the file that ${name}_FILE names cannot be read (${codeOf(error)})`;
    return { kind: 'mistake', problem };
  }
}

/** The problem of a needed setting that nobody gave. */
export function missing({ name, purpose, format, howToGet }: Setting<unknown>): string {
  return `${name}: is missing. ${purpose} Write it as: ${format}.${howToGet === undefined ? '' : ` ${howToGet}`}`;
}

function understand<Value>(setting: Setting<Value>, text: string): ReadSetting<Value> {
  if (text === '') return { kind: 'absent' };
  if (text.startsWith('CHANGE_ME')) return { kind: 'mistake', problem: mistake(setting) };
  const reading = setting.read(text);
  if (reading.ok) return { kind: 'read', value: reading.value };
  return { kind: 'mistake', problem: mistake(setting, reading.reason) };
}

function mistake(
  { name, format, example }: Setting<unknown>,
  reason = 'still holds the placeholder',
): string {
  return `${name}: ${reason}. Write it as: ${format}${example === undefined ? '' : `, for example ${example}`}.`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

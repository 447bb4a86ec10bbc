import { readFileSync } from 'node:fs';
import { fileWords } from '../platform/file-words.ts';
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
    const problem = `${name}: the file that ${name}_FILE names, ${file}, cannot be read: ${fileWords(error)}.`;
    return { kind: 'mistake', problem };
  }
}

/** The problem of a needed setting that nobody gave. */
export function missing(setting: Setting<unknown>): string {
  return mistake(setting, `is missing. ${setting.purpose.replace(/\.$/, '')}`);
}

function understand<Value>(setting: Setting<Value>, text: string): ReadSetting<Value> {
  if (text === '') return { kind: 'absent' };
  if (text.startsWith('CHANGE_ME'))
    return { kind: 'mistake', problem: mistake(setting, 'still holds the placeholder') };
  const reading = setting.read(text);
  if (reading.ok) return { kind: 'read', value: reading.value };
  const { reason } = reading;
  return {
    kind: 'mistake',
    problem: mistake(setting, reason === undefined ? 'does not fit' : `is not ${reason}`),
  };
}

/** Never with the value: what stands in the wrong place may be a secret. */
function mistake({ name, format, example, howToGet }: Setting<unknown>, what: string): string {
  const like = example === undefined ? '' : `, for example ${example}`;
  return `${name}: ${what}. Write it as: ${format}${like}.${howToGet === undefined ? '' : ` ${howToGet}`}`;
}

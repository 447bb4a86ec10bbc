import type { Setting } from '../../src/config/setting.ts';

const heading = `# Copy to .env and fill in. What is not commented out is required; everything else has a default.
# Each NAME may also be given as NAME_FILE, the path of a file that holds the value.
`;

/** Renders `.env.example`: settings by group, required ones to fill in, the others commented out. */
export function renderEnvExample(settings: readonly Setting[]): string {
  const groups = Map.groupBy(settings, ({ group }) => group);
  const parts = [...groups].map(([group, list]) => `# --- ${group} ---\n\n${list.map(entry).join('\n')}`);
  return [heading, ...parts].join('\n');

  function entry(setting: Setting): string {
    const comment = [...description(setting)].map((line) => `# ${line}\n`).join('');
    const line = `${setting.name}=${value(setting)}\n`;
    return comment + (setting.required === 'production' ? line : `# ${line}`);
  }

  function value(setting: Setting): string {
    if (setting.required === 'production') return 'CHANGE_ME';
    return isValue(setting) ? setting.default : '';
  }

  /** Some defaults are said in words ("derived from the token"): they must not be taken for a value. */
  function isValue(setting: Setting): setting is Setting & { default: string } {
    if (setting.default === undefined || /\s/.test(setting.default)) return false;
    return (
      !settings.some(({ name }) => name === setting.default) &&
      setting.schema.safeParse(setting.default).success
    );
  }
}

function* description({
  purpose,
  format,
  required,
  howToGet,
  example,
  secret,
  ...rest
}: Setting): Generator<string> {
  const need = required === 'production' ? ' Required.' : '';
  yield `${purpose}${need}${secret ? ' Secret.' : ''}`;
  yield `Format: ${format}${example === undefined ? '' : `, for example ${example}`}`;
  if (rest.default !== undefined) yield `Default: ${rest.default}`;
  if (howToGet !== undefined) yield `How to get it: ${howToGet}`;
}

/** Lines only in the one (`-`) or only in the other (`+`), in order; empty when the texts are the same. */
export function differences(present: string, wanted: string): string[] {
  if (present === wanted) return [];
  const before = present.split('\n');
  const after = wanted.split('\n');
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  const come = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  return gone.length + come.length > 0 ? [...gone, ...come] : ['(the same lines in another order)'];
}

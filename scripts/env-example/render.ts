import type { ListedSetting } from '../../src/config/all-settings.ts';

const heading = `# Copy to .env and fill in. What is not commented out is required; everything else has a default.
# Each NAME may also be given as NAME_FILE, the path of a file that holds the value.
`;

/** Renders `.env.example`: settings by group, required ones to fill in, the others commented out. */
export function renderEnvExample(settings: readonly ListedSetting[]): string {
  const groups = Map.groupBy(settings, ({ group }) => group);
  const parts = [...groups].map(([group, list]) => `# --- ${group} ---\n\n${list.map(entry).join('\n')}`);
  return [heading, ...parts].join('\n');
}

function entry(setting: ListedSetting): string {
  const comment = [...description(setting)].map((line) => `# ${line}\n`).join('');
  const value = setting.isNeeded ? 'CHANGE_ME' : (setting.defaultText ?? '');
  const line = `${setting.name}=${value}\n`;
  return comment + (setting.isNeeded ? line : `# ${line}`);
}

function* description(setting: ListedSetting): Generator<string> {
  const { purpose, format, isNeeded, howToGet, example, secret, defaultWords } = setting;
  yield `${purpose}${isNeeded ? ' Required.' : ''}${secret ? ' Secret.' : ''}`;
  yield `Format: ${format}${example === undefined ? '' : `, for example ${example}`}`;
  if (defaultWords !== undefined) yield `Default: ${defaultWords}`;
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

import { spawnSync } from 'node:child_process';
import path from 'node:path';

/**
 * `npm run test:faults`, with words of its own for its length: `--long` more seeds, fresh ones, and real waits;
 * `--seeds 7` or `--seeds 1-100` these seeds. Everything else is for vitest.
 */
const given = process.argv.slice(2);
const rest: string[] = [];
const environment = { ...process.env };
while (given.length > 0) {
  const word = given.shift() ?? '';
  const [name, value] = word.split('=');
  if (name === '--long') environment['LONG'] = '1';
  else if (name === '--seeds') environment['SEEDS'] = value ?? given.shift() ?? '';
  else rest.push(word);
}
const vitest = path.resolve(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const words = [vitest, 'run', '--config', 'vitest.faults.config.ts', ...rest];
const { status } = spawnSync(process.execPath, words, { stdio: 'inherit', env: environment });
process.exit(status ?? 1);

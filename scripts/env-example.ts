// Writes .env.example from the settings; with --check only says whether it is up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { settingsInOrder } from '../src/config/all-settings.ts';
import { differences, renderEnvExample } from './env-example/render.ts';

const path = resolve(import.meta.dirname, '../.env.example');
const wanted = renderEnvExample(settingsInOrder);

if (process.argv.includes('--check')) {
  const present = await readFile(path, 'utf8').catch(() => '');
  const lines = differences(present, wanted);
  if (lines.length > 0) {
    console.error(['.env.example is out of date: run `npm run env:example`.', ...lines].join('\n'));
    process.exit(1);
  }
  console.log('.env.example is up to date');
} else {
  await writeFile(path, wanted);
  console.log(`wrote .env.example: ${settingsInOrder.length} settings`);
}

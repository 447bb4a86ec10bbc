// Takes reports of the contract suite over into docs/panels.md: node scripts/panel-table.ts REPORT.json …
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { withTable } from './panel-table/render.ts';
import { takeReport, type Verified } from './panel-table/results.ts';

const page = resolve(import.meta.dirname, '../docs/panels.md');
const store = resolve(import.meta.dirname, '../docs/panels.json');

let verified = JSON.parse(await readFile(store, 'utf8').catch(() => '{"panels":{},"cases":{}}')) as Verified;
for (const report of process.argv.slice(2)) verified = takeReport(verified, await readFile(report, 'utf8'));
await writeFile(store, `${JSON.stringify(verified, undefined, 2)}\n`);
await writeFile(page, withTable(await readFile(page, 'utf8'), verified));
console.log(`${Object.keys(verified.panels).length} panels, ${Object.keys(verified.cases).length} cases`);

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startBot } from './support/bot.ts';
import { startDatabase } from './support/database.ts';
import { printTable, type Row, summarize } from './support/rows.ts';
import { measureAccepting } from './accepting.ts';
import { measureCheckouts } from './checkouts.ts';
import { measureCopying } from './copying.ts';
import { measureBuilding, measureServing } from './configs.ts';
import { measureHandling } from './handling.ts';
import { measureLedger } from './ledger.ts';
import { measureFlood } from './money.ts';
import { measurePanels } from './panels.ts';
import { measureMemory } from './remembering.ts';
import { measureStarting } from './starting.ts';

/** `npm run bench -- [accepting|handling|starting|configs|copies|memory|events|checkouts|ledger|panels …] [--rounds 5] [--short]` */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, short: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
const seconds = values.short ? 2 : 5;

const database = await startDatabase();
const measurements: Record<string, () => Promise<Row[]>> = {
  accepting: () => measureAccepting(database, rounds, seconds),
  handling: () => measureHandling(database, rounds, values.short ? 1_000 : 5_000),
  starting: () => measureStarting(database, rounds * 2),
  configs: async () => [
    ...measureBuilding(rounds, seconds),
    ...(await measureServing(database, rounds, seconds)),
  ],
  copies: () => measureCopying(database, rounds),
  memory: () => measureMemory(database, Math.ceil(rounds / 2), seconds),
  events: () => measureFlood(database, Math.ceil(rounds / 2), values.short ? 1_000 : 5_000),
  checkouts: () => measureCheckouts(database, rounds, values.short ? 200 : 1_000),
  ledger: () => measureLedger(database, rounds, values.short ? 100_000 : 1_000_000),
  panels: () => measurePanels(database, Math.ceil(rounds / 2), values.short),
};

try {
  const unknown = positionals.filter((name) => !(name in measurements));
  if (unknown.length > 0)
    throw new Error(`${unknown.join()}: choose from ${Object.keys(measurements).join(', ')}`);
  const setUp = await startBot({ databaseUrl: database.url, apiRoot: 'http://127.0.0.1:9' });
  await setUp.stop();
  await database.letEverybodyIn();
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(measurements)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    process.stdout.write(`${name} …\n`);
    rows.push(...(await measure()));
  }
  report(rows);
} finally {
  await database.stop();
}

function report(rows: readonly Row[]): void {
  const summaries = rows.map(summarize);
  const at = new Date().toISOString();
  const host = {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model,
    node: process.version,
    load: loadavg(),
  };
  const folder = new URL('./results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${at.replaceAll(':', '-')}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ at, host, summaries, rows }, undefined, 2)}\n`);
  process.stdout.write(`\n${printTable(summaries)}\n\n${file.pathname}\n`);
}

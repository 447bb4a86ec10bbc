import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { changedLines } from './mutants/changed.ts';
import { readReport } from './mutants/report.ts';
import { mutantRooms } from './mutants/rooms.ts';

/**
 * `npm run mutants -- ROOM…` makes small changes in the sources of these rooms, one at a time, and asks their tests whether they notice; without
 * a name in all rooms. `--since COMMIT` tries only lines that have changed since, `--seconds N` ends it then. Ends with 1 when less than nine of
 * ten are killed or named in `scripts/mutants/survivors.ts`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { since: { type: 'string' }, seconds: { type: 'string', default: '86400' } },
});
const tools = path.resolve(import.meta.dirname, 'mutants');
const results = path.resolve('test-results/mutants');
const copies = path.join('.cache/mutants', String(process.pid));
const deadline = Date.now() + Number(values.seconds) * 1_000;

function prepareTools(): void {
  if (existsSync(path.join(tools, 'node_modules/.bin/stryker'))) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: tools,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('Stryker could not be installed');
}

/** What Stryker is told to change: whole files, or `file:first-last` for each run of changed lines. */
function targetsOf(sources: readonly string[]): string[] {
  const left = new Set(
    sources.flatMap((source) => (source.startsWith('!') ? globSync(source.slice(1)) : [])),
  );
  const files = sources
    .flatMap((source) => (source.startsWith('!') ? [] : globSync(source)))
    .filter((file) => !left.has(file));
  return values.since === undefined ? files : changedLines(values.since, files);
}

function settingsOf(room: string, targets: readonly string[]): string {
  const file = path.join(results, `${room}.config.json`);
  const settings = {
    testRunner: 'vitest',
    plugins: [path.join(tools, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
    vitest: { configFile: 'vitest.mutants.config.ts', related: false },
    // Stryker would read it by TypeScript's own interface, which TypeScript 7 has not.
    tsconfigFile: 'none.json',
    // An empty text in place of another is a log line, or refused by the compiler.
    mutator: { excludedMutations: ['StringLiteral'] },
    ignorePatterns: ['.data', 'bench/results', 'test-results', 'docs/images'],
    mutate: targets,
    concurrency: 1,
    timeoutMS: 30_000,
    tempDirName: copies,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: path.join(results, `${room}.json`) },
  };
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

type RoomOutcome = 'clean' | 'alive' | 'late' | 'broken';

function examine(room: string): RoomOutcome {
  const { sources = [], tests = [] } = mutantRooms[room] ?? {};
  const targets = targetsOf(sources);
  if (targets.length === 0) return 'clean';
  console.log(`\n=== ${room}: ${targets.join(' ')}`);
  const { status, error } = spawnSync(
    process.execPath,
    [path.join(tools, 'node_modules/.bin/stryker'), 'run', settingsOf(room, targets)],
    {
      stdio: 'inherit',
      timeout: Math.max(1, deadline - Date.now()),
      env: { ...process.env, MUTANTS_TESTS: tests.join(',') },
    },
  );
  rmSync(copies, { recursive: true, force: true });
  // Told to end, it ends with a code of its own.
  if (error !== undefined && 'code' in error && error.code === 'ETIMEDOUT') return 'late';
  if (status !== 0) return 'broken';
  const { total, unnamed } = readReport(path.join(results, `${room}.json`));
  console.log(`${room}: ${total} mutants, ${unnamed.length} alive that nobody has named`);
  for (const line of unnamed) console.log(`  ${line}`);
  return unnamed.length > Math.max(1, total / 10) ? 'alive' : 'clean';
}

const unknown = positionals.filter((room) => !(room in mutantRooms));
if (unknown.length > 0) {
  console.error(`There is no room ${unknown.join(', ')}. There are: ${Object.keys(mutantRooms).join(', ')}`);
  process.exit(1);
}
mkdirSync(results, { recursive: true });
prepareTools();
for (const room of positionals.length > 0 ? positionals : Object.keys(mutantRooms)) {
  const outcome = examine(room);
  if (outcome === 'alive' || outcome === 'broken') process.exitCode = 1;
  if (outcome !== 'late') continue;
  console.log(`The time is over at ${room}: run the rest by hand, npm run mutants -- ${room}`);
  break;
}

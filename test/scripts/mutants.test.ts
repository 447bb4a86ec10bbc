import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readReport } from '../../scripts/mutants/report.ts';
import { mutantRooms } from '../../scripts/mutants/rooms.ts';
import { knownSurvivors } from '../../scripts/mutants/survivors.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe.each(Object.entries(mutantRooms))('the room %s', (_name, { sources, tests }) => {
  it.each([...sources, ...tests].map((pattern) => pattern.replace(/^!/, '')))('has %s', (pattern) => {
    expect(globSync(pattern, { cwd: root }).length).toBeGreaterThan(0);
  });
});

it.each(knownSurvivors)('the mutant of «$was» in $file that may live is still there to be made', (known) => {
  expect(readFileSync(path.join(root, known.file), 'utf8')).toContain(known.was);
});

it('a mutant that lives is told by its line, unless it is named', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [known] = knownSurvivors;
  if (known === undefined) throw new Error('nothing is named');
  const at = (line: number, first: number, end: number) => ({
    start: { line, column: first },
    end: { line, column: end },
  });
  const source = `if (${known.was}) stop();\nif (paid > asked) stop();`;
  const mutants = [
    { status: 'Killed', mutatorName: 'a', replacement: 'true', location: at(2, 5, 17) },
    { status: 'Survived', mutatorName: 'a', replacement: 'paid >= asked', location: at(2, 5, 17) },
    {
      status: 'Survived',
      mutatorName: 'a',
      replacement: known.became,
      location: at(1, 5, 5 + known.was.length),
    },
    { status: 'RuntimeError', mutatorName: 'a', replacement: 'x', location: at(1, 1, 2) },
  ];
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ files: { [known.file]: { source, mutants } } }));
  expect(readReport(file)).toEqual({
    total: 3,
    unnamed: [`${known.file}:2 paid > asked → paid >= asked`],
  });
});

import { readFileSync } from 'node:fs';
import { knownSurvivors } from './survivors.ts';

interface Position {
  line: number;
  column: number;
}

interface Mutant {
  status: string;
  mutatorName: string;
  replacement?: string;
  location: { start: Position; end: Position };
}

interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

/** How a room's mutants fared. */
export interface MutantTally {
  total: number;
  /** Those that live without a reason, each as a line to read. */
  unnamed: string[];
}

/** Reads what Stryker has written down; mutants that cannot run do not count. */
export function readReport(file: string): MutantTally {
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const tried = Object.entries(files).flatMap(([name, { source, mutants }]) =>
    mutants
      .filter(({ status }) => ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status))
      .map((mutant) => ({ ...mutant, name, was: textAt(source, mutant.location) })),
  );
  const alive = tried.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const unnamed = alive.filter(
    ({ name, was, replacement }) =>
      !knownSurvivors.some(
        (known) => known.file === name && known.was === was && known.became === replacement,
      ),
  );
  return {
    total: tried.length,
    unnamed: unnamed.map(
      ({ name, location, was, replacement = '', status }) =>
        `${name}:${location.start.line} ${brief(was)} → ${brief(replacement)}${status === 'NoCoverage' ? ' (no test runs it)' : ''}`,
    ),
  };
}

function brief(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 100);
}

function textAt(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined))
    .join('\n');
}

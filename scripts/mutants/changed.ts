import { execFileSync } from 'node:child_process';

/** The lines of these files that are new or different since a commit, as `file:first-last`. */
export function changedLines(since: string, files: readonly string[]): string[] {
  if (files.length === 0) return [];
  const diff = execFileSync('git', ['diff', '--unified=0', '--no-color', since, '--', ...files], {
    encoding: 'utf8',
  });
  let file = '';
  return diff.split('\n').flatMap((line) => {
    file = /^\+\+\+ b\/(.+)$/.exec(line)?.[1] ?? file;
    const [, first, count = '1'] = /^@@ \S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (first === undefined || count === '0') return [];
    return [`${file}:${first}-${Number(first) + Number(count) - 1}`];
  });
}

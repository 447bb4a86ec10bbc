import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const script = resolve(import.meta.dirname, '../../scripts/count-results.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(suite: string, ...files: { status: string; tests: string[] }[]): void {
  const testResults = files.map(({ status, tests }) => ({
    name: `${suite}.test.ts`,
    status,
    assertionResults: tests.map((each, index) => ({ fullName: `${suite} ${index}`, status: each })),
  }));
  writeFileSync(join(folder, `${suite}.json`), JSON.stringify({ testResults }));
}

function count(...suites: string[]): { code: number | null; last: string | undefined; text: string } {
  const { status, stdout } = spawnSync(process.execPath, [script, folder, ...suites], { encoding: 'utf8' });
  return { code: status, last: stdout.trimEnd().split('\n').at(-1), text: stdout };
}

it('the last line adds up all suites', () => {
  write('unit', { status: 'passed', tests: ['passed', 'passed'] }, { status: 'passed', tests: ['passed'] });
  write('redis', { status: 'passed', tests: ['passed'] });
  expect(count('unit', 'redis')).toMatchObject({ code: 0, last: '4 passed, 0 failed' });
});

it('a failed test is named and fails the run', () => {
  write('unit', { status: 'failed', tests: ['passed', 'failed'] });
  const { code, last, text } = count('unit');
  expect([code, last]).toEqual([1, '1 passed, 1 failed']);
  expect(text).toContain('failed: unit 1');
});

it('a file that did not load is a failure', () => {
  write('unit', { status: 'passed', tests: ['passed'] }, { status: 'failed', tests: [] });
  expect(count('unit')).toMatchObject({ code: 1, last: '1 passed, 1 failed' });
});

it('a suite that wrote no result fails the run', () => {
  write('unit', { status: 'passed', tests: ['passed'] });
  expect(count('unit', 'browser')).toMatchObject({ code: 1, last: '1 passed, 0 failed' });
});

it('a suite without a single test fails the run', () => {
  write('unit', { status: 'passed', tests: ['passed'] });
  write('redis');
  expect(count('unit', 'redis').code).toBe(1);
});

it.each(['skipped', 'pending', 'todo'])('a %s test without a reason fails the run', (status) => {
  write('unit', { status: 'passed', tests: ['passed', status] });
  expect(count('unit')).toMatchObject({ code: 1, last: '1 passed, 0 failed' });
});

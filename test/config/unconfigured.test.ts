import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settingsInOrder } from '../../src/config/all-settings.ts';
import { environment } from '../support/environment.ts';
import { endOfMain } from '../support/main.ts';

it('a process that does not reach its database says so in one sentence and ends with 1: it may be there later', () => {
  const cwd = mkdtempSync(path.join(tmpdir(), 'unconfigured-'));
  const env = { ...environment, DATABASE_URL: 'postgres://bot:canary@127.0.0.1:9/bot' };
  const { status, stderr, stdout } = endOfMain(cwd, env);
  expect(stderr).toMatch(
    /^The start failed\. DATABASE_URL .*: nobody answers at 127\.0\.0\.1:9\. Is PostgreSQL running/,
  );
  expect(stderr + stdout).not.toMatch(/canary|\bat .*\.ts:/);
  expect(status).toBe(1);
});

it('a data folder that cannot be one is said by the name of its setting', () => {
  const cwd = mkdtempSync(path.join(tmpdir(), 'unconfigured-'));
  const file = path.join(cwd, 'file');
  writeFileSync(file, '');
  const env = { ...environment, DATABASE_URL: 'embedded', DATA_DIR: file };
  const { status, stderr } = endOfMain(cwd, env);
  expect(stderr).toBe(
    `The start failed. DATA_DIR: the embedded PostgreSQL could not be started in ${file}: a part of its path is a file.\n`,
  );
  expect(status).toBe(1);
});

it('a process without settings ends with 78 and names everything that it needs', () => {
  // An empty folder: no .env of somebody's is read.
  const cwd = mkdtempSync(path.join(tmpdir(), 'unconfigured-'));
  const { status, stderr } = endOfMain(cwd, {});
  expect(status).toBe(78);
  const needed = settingsInOrder.filter(({ isNeeded }) => isNeeded).map(({ name }) => name);
  expect([...stderr.matchAll(/^ {2}([A-Z_]+): is missing/gm)].map(([, name]) => name)).toEqual(needed);
});

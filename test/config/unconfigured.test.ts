import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settingsInOrder } from '../../src/config/all-settings.ts';

it('a process without settings ends with 78 and names everything that it needs', () => {
  const main = path.resolve(import.meta.dirname, '../../src/main.ts');
  // An empty folder: no .env of somebody's is read.
  const cwd = mkdtempSync(path.join(tmpdir(), 'unconfigured-'));
  const { status, stderr } = spawnSync(process.execPath, [main], { cwd, env: {}, encoding: 'utf8' });
  expect(status).toBe(78);
  const needed = settingsInOrder.filter(({ isNeeded }) => isNeeded).map(({ name }) => name);
  expect([...stderr.matchAll(/^ {2}([A-Z_]+): is missing/gm)].map(([, name]) => name)).toEqual(needed);
});

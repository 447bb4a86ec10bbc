import { spawnSync } from 'node:child_process';
import path from 'node:path';

const main = path.resolve(import.meta.dirname, '../../src/main.ts');

/**
 * What the process of production says and with which code it ends, started in this folder with nothing but these settings.
 * One that does not end is ended after a minute, and its status is null: the worker that waits could not be stopped by vitest.
 */
export function endOfMain(cwd: string, env: Readonly<Record<string, string>>) {
  const limits = { timeout: 60_000, killSignal: 'SIGKILL' } as const;
  return spawnSync(process.execPath, [main], { cwd, env, encoding: 'utf8', ...limits });
}

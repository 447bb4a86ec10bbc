import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

export interface CompilerError {
  /** 1 for the first line of the file. */
  readonly line: number;
  /** Such as `TS2345`. */
  readonly code: string;
  readonly message: string;
}

/**
 * Compiles the sources as files of a folder beside `src`, with this project's rules and the compiler that checks it,
 * all at once; answers what was found by the file's name.
 */
export async function compile(
  sources: Readonly<Record<string, string>>,
): Promise<Map<string, CompilerError[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'wrong-uses-'));
  try {
    for (const name of ['node_modules', 'package.json', 'src'])
      await symlink(join(project, name), join(folder, name));
    // Nothing imports what houses say of their refusals: it is merged into one interface.
    const include = ['*.ts', 'src/features/*/refusals.ts'];
    const config = { extends: join(project, 'tsconfig.json'), include };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, name), source);
    return byName(await run(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(folder: string): Promise<string> {
  const program = join(project, 'node_modules/typescript/bin/tsc');
  return new Promise((done, fail) => {
    // Several checkers, the default, check much of it several times over.
    const args = [program, '--checkers', '1', '--pretty', 'false'];
    execFile(process.execPath, args, { cwd: folder }, (error, stdout) => {
      // The exit code only says that something was found, which is what is wanted here.
      if (error && stdout === '') fail(new Error('the compiler did not run', { cause: error }));
      else done(stdout);
    });
  });
}

function byName(output: string): Map<string, CompilerError[]> {
  const found = new Map<string, CompilerError[]>();
  for (const text of output.split(/\n(?! )/)) {
    const [, name, line, code, message] = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/s.exec(text) ?? [];
    if (name === undefined || code === undefined || message === undefined) continue;
    found.set(name, [...(found.get(name) ?? []), { line: Number(line), code, message }]);
  }
  return found;
}

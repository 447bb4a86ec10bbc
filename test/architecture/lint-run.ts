import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

export interface Finding {
  readonly rule: string;
  readonly message: string;
}

/**
 * Lays the sources out in a project of their own, runs oxlint with this project's configuration over them once,
 * and answers what it found, by path.
 */
export async function lint(sources: Readonly<Record<string, string>>): Promise<Map<string, Finding[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'layers-'));
  try {
    await layOut(folder, sources);
    return byPath(await run(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function layOut(folder: string, sources: Readonly<Record<string, string>>): Promise<void> {
  for (const name of ['.oxlintrc.json', 'tsconfig.json'])
    await copyFile(join(project, name), join(folder, name));
  for (const name of ['node_modules', 'scripts']) await symlink(join(project, name), join(folder, name));
  for (const [path, source] of Object.entries(sources)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), source);
  }
}

function run(folder: string): Promise<string> {
  const program = join(project, 'node_modules/oxlint/bin/oxlint');
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [program, '--format=json', 'src', 'sandbox', 'packages'],
      { cwd: folder },
      (error, stdout) => {
        // Exit code 1 only says that something was found, which is what is wanted here.
        if (error && error.code !== 1) fail(new Error(`oxlint did not run: ${stdout}`, { cause: error }));
        else done(stdout);
      },
    );
  });
}

function byPath(output: string): Map<string, Finding[]> {
  const report = JSON.parse(output) as {
    diagnostics: { filename: string; code?: string; message: string }[];
  };
  const found = new Map<string, Finding[]>();
  for (const { filename, code = '', message } of report.diagnostics) {
    const findings = found.get(filename) ?? [];
    findings.push({ rule: code, message });
    found.set(filename, findings);
  }
  return found;
}

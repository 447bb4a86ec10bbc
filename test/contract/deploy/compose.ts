import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseRegularYaml, type Yaml } from './regular-yaml.ts';

const project = resolve(import.meta.dirname, '../../..');
const command = promisify(execFile);

/** What docker-compose makes of the project's file with this `.env`. Throws with its complaint when it refuses. */
export async function readCompose(variables: Readonly<Record<string, string>>): Promise<Yaml> {
  const folder = await mkdtemp(join(tmpdir(), 'compose-'));
  try {
    const file = join(folder, 'infrastructure/docker-compose.yml');
    await mkdir(join(folder, 'infrastructure'));
    await copyFile(join(project, 'infrastructure/docker-compose.yml'), file);
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(folder, '.env'), lines.join(''));
    const { stdout } = await command(
      'docker-compose',
      ['--env-file', join(folder, '.env'), '-f', file, 'config'],
      {
        env: { PATH: process.env['PATH'], HOME: folder },
        cwd: folder,
      },
    );
    return parseRegularYaml(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '../../..');

export interface Image {
  /** `WORKDIR` of what would run. */
  folder: string;
  remove(): void;
}

interface Stage {
  name: string;
  folder: string;
}

/**
 * Does by hand what infrastructure/Dockerfile does, from what .dockerignore lets through, in folders of its own: its
 * COPY lines and `npm ci`. Throws for a line that it cannot follow.
 */
export function buildImage(): Image {
  const root = mkdtempSync(path.join(tmpdir(), 'image-'));
  // As in the image, everybody may look in: PostgreSQL's own account too.
  chmodSync(root, 0o755);
  const context = path.join(root, 'context');
  for (const file of sentFiles()) place(path.join(project, file), path.join(context, file));
  const stages: Stage[] = [];
  for (const line of instructions()) follow(line, { root, context, stages });
  return { folder: last(stages).folder, remove: () => rmSync(root, { recursive: true }) };
}

/** The files of the project that `docker build` would send: those in git that no later rule leaves out again. */
export function sentFiles(): string[] {
  const rules = linesOf('.dockerignore');
  const files = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: project });
  return files
    .toString()
    .split('\0')
    .filter((file) => file !== '' && isSent(file, rules));
}

/** As Docker does it: the last rule that fits the path, or a folder above it, decides. */
function isSent(file: string, rules: string[]): boolean {
  const parts = file.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const ruling = rules.findLast((rule) => {
    const pattern = patternOf(rule.replace(/^!/, ''));
    return above.some((part) => pattern.test(part));
  });
  return ruling === undefined || ruling.startsWith('!');
}

/** `*` is anything within a folder, a leading dot too; `**` any number of folders. */
function patternOf(glob: string): RegExp {
  const plain = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  const pattern = plain.replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${pattern}$`);
}

/** Instructions of the Dockerfile, continued lines joined. */
function instructions(): string[] {
  return linesOf('infrastructure/Dockerfile')
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');
}

function linesOf(file: string): string[] {
  const lines = readFileSync(path.join(project, file), 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

interface Build {
  root: string;
  context: string;
  stages: Stage[];
}

function follow(line: string, { root, context, stages }: Build): void {
  const [instruction = '', ...words] = line.trim().split(/\s+/);
  if (instruction === 'FROM') {
    const folder = path.join(root, `stage-${stages.length}`);
    mkdirSync(folder);
    stages.push({ name: words[2] ?? '', folder });
  }
  if (instruction === 'COPY') copy(words, { context, stages });
  if (instruction === 'RUN' && words[0] === 'npm')
    execFileSync('npm', [...words.slice(1), '--prefer-offline'], { cwd: last(stages).folder, stdio: 'pipe' });
}

function copy(words: string[], { context, stages }: Pick<Build, 'context' | 'stages'>): void {
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  const to = paths.pop() ?? '';
  if (paths.length === 0 || !to.startsWith('./'))
    throw new Error(`COPY ${words.join(' ')} is not followed here`);
  const source = from === undefined ? context : stages.find(({ name }) => name === from)?.folder;
  for (const name of paths) {
    const file = path.join(source ?? '', name.replace(/^\/app\//, ''));
    const target = path.join(last(stages).folder, to);
    place(
      file,
      to.endsWith('/') && statSync(file).isFile() ? path.join(target, path.basename(file)) : target,
    );
  }
}

function place(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function last(stages: Stage[]): Stage {
  const stage = stages.at(-1);
  if (stage === undefined) throw new Error('the Dockerfile begins without FROM');
  return stage;
}

import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A complete copy of the package in the OS temporary directory that every account can read, made by hard links
 * where possible (60 MB in 0.06 s) and shared by later starts. Answers its root.
 */
export function copyEngine(root: string, version: string): string {
  const shared = path.join(tmpdir(), `embedded-postgres-${version}-${process.getuid?.() ?? 'user'}`);
  if (isTrustworthy(shared) && isComplete(root, shared)) return shared;
  const fresh = mkdtempSync(path.join(tmpdir(), 'embedded-postgres-'));
  copyTree(root, fresh);
  try {
    if (isTrustworthy(shared)) rmSync(shared, { recursive: true, force: true });
    renameSync(fresh, shared);
    return shared;
  } catch {
    // Another starter was faster, or someone else's directory has the name: then our own one has to serve.
    if (!isTrustworthy(shared) || !isComplete(root, shared)) return fresh;
    rmSync(fresh, { recursive: true, force: true });
    return shared;
  }
}

/** Anybody may create a directory of this name: only our own, writable by nobody else, may be executed. */
function isTrustworthy(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/** Cleaners of the temporary directory remove old files one by one. */
function isComplete(source: string, copy: string): boolean {
  return listFiles(source).every((file) => {
    const size = statSync(path.join(copy, file), { throwIfNoEntry: false })?.size;
    return size === statSync(path.join(source, file)).size;
  });
}

function copyTree(source: string, target: string): void {
  chmodSync(target, 0o755);
  for (const file of listFiles(source)) {
    const folder = path.dirname(path.join(target, file));
    if (!statSync(folder, { throwIfNoEntry: false })) makeReadable(folder, target);
    linkOrCopy(path.join(source, file), path.join(target, file));
  }
}

function makeReadable(folder: string, top: string): void {
  mkdirSync(folder, { recursive: true });
  for (let each = folder; each !== top; each = path.dirname(each)) chmodSync(each, 0o755);
}

function linkOrCopy(source: string, target: string): void {
  // A link shares the original's mode, so a file private to its owner has to be copied.
  if ((statSync(source).mode & 0o004) !== 0) {
    try {
      linkSync(source, target);
      return;
    } catch {
      // Another file system.
    }
  }
  copyFileSync(source, target);
  chmodSync(target, (statSync(source).mode & 0o100) === 0 ? 0o644 : 0o755);
}

function listFiles(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

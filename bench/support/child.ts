import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Child {
  /** From the spawn to the line that was waited for. */
  startMs: number;
  /** The line itself. */
  line: string;
  /** Resident memory now, in MB. Linux only; NaN elsewhere. */
  rssMb(): number;
  stop(): Promise<void>;
}

// Whoever interrupts a benchmark leaves nothing behind.
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Runs a file in a process of its own and waits until one of its lines holds `words`. */
export async function startChild(given: {
  file: URL;
  words: string;
  nodeOptions?: readonly string[];
  environment?: Record<string, string>;
}): Promise<Child> {
  const { file, words, nodeOptions = [], environment = {} } = given;
  const { PATH = '', HOME = '' } = process.env;
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, file.pathname], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const line = await findLine(child, words);
  return {
    startMs: performance.now() - startedMs,
    line,
    rssMb: () => readRssMb(child.pid),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function findLine(child: ChildProcess, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${lines.slice(-10).join('\n')}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (lines.length < 200) lines.push(line);
      if (line.includes(words)) resolve(line);
    });
  });
}

function readRssMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

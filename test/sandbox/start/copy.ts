import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { databaseFolder } from '@hiddify-vpn-bot/sandbox/environment.ts';
import type { ControlState } from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';
import { eventually } from '../../support/eventually.ts';

const entry = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url));

export interface Running {
  pageUrl: string;
  /** Everything printed so far. */
  output(): string;
  /** The process of the bot and that of its database. */
  pids(): Promise<{ bot: number; database: number }>;
  control<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  state(): Promise<ControlState>;
  /** Sends the signal and gives the exit code once it has ended. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Copy {
  folder: string;
  port: number;
  /** Resolves when the page's address is printed; rejects with the output when the process ends before. */
  start(args?: string[], settings?: Record<string, string>): Promise<Running>;
  /** A start that fails: what it prints and its exit code. */
  fail(args?: string[], settings?: Record<string, string>): Promise<{ code: number | null; output: string }>;
}

interface Spawned {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

/** A copy of the sandbox as somebody starts it in a folder of their own; with the test, or whatever `atEnd` says, it ends and leaves nothing. */
export async function openCopy(atEnd: (clean: () => Promise<void>) => void = onTestFinished): Promise<Copy> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'sandbox-')));
  const port = await freePort();
  const database = databaseFolder(port, folder);
  const started: Spawned[] = [];
  atEnd(async () => {
    for (const { child, ended } of started) {
      child.kill('SIGTERM');
      await ended;
    }
    await eventually(() => rmSync(database, { recursive: true, force: true }));
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (args: string[], settings: Record<string, string>): Spawned => {
    const { PATH = '', HOME = '' } = process.env;
    const given = args.includes('--port') ? args : ['--port', String(port), ...args];
    const child = spawn(process.execPath, [entry, ...given], {
      cwd: folder,
      env: { PATH, HOME, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const spawned = { child, output: () => output, ended };
    started.push(spawned);
    return spawned;
  };
  return {
    folder,
    port,
    async start(args = [], settings = {}) {
      const spawned = run(args, settings);
      return watch(spawned, await untilReady(spawned), database);
    },
    async fail(args = [], settings = {}) {
      const { ended, output } = run(args, settings);
      return { code: await ended, output: output() };
    },
  };
}

async function untilReady({ output, ended }: Spawned): Promise<string> {
  let over = false;
  void ended.then(() => (over = true));
  return await eventually(() => {
    if (over) return '';
    const address = /^ +(http:\/\/127\.0\.0\.1:\d+)\/$/m.exec(output())?.[1];
    if (address === undefined || !output().includes('Ctrl-C')) throw new Error('not ready yet');
    return address;
  }, 90_000).then((address) => {
    if (address === '') throw new Error(`the sandbox ended:\n${output()}`);
    return address;
  });
}

function watch({ child, output, ended }: Spawned, pageUrl: string, database: string): Running {
  const control: Running['control'] = async <Answer>(method: string, where: string, body?: unknown) => {
    const answer = await fetch(`${pageUrl}/control${where}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${where} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  return {
    pageUrl,
    output,
    control,
    state: () => control<ControlState>('GET', '/state'),
    async pids() {
      const { pid } = await control<{ pid: number }>('GET', '/bot');
      const note = readFileSync(path.join(database, 'pgdata', 'postmaster.pid'), 'utf8');
      return { bot: pid, database: Number(note.split('\n')[0]) };
    },
    async end(signal) {
      child.kill(signal);
      return await ended;
    },
  };
}

/** Waits until no process has this number. */
export async function untilGone(pid: number): Promise<void> {
  await eventually(() => {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    throw new Error(`process ${pid} is still there`);
  }, 30_000);
}

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  ms: number;
}

/** `src/main.ts` in a process of its own, as production runs it. */
export interface BotProcess {
  /** Resolves when the bot says so: `ready` takes updates, `connected` handles them too. Rejects when it ends first. */
  start(until?: 'ready' | 'connected'): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Kills it and lets nobody start it again. */
  close(): Promise<void>;
  /** Asks it to stop. */
  stop(): Promise<Ending>;
  /** Freezes or thaws it. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Every line of its log, of all its lives. */
  log(): readonly string[];
}

const sentences = { ready: '"msg":"ready"', connected: '"msg":"connected to Telegram"' };

export function createBot(environment: NodeJS.ProcessEnv): BotProcess {
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  let closed = false;
  // A test process that ends early leaves no bot behind.
  process.once('exit', () => child?.kill('SIGKILL'));

  async function start(until: 'ready' | 'connected' = 'connected'): Promise<void> {
    if (closed) throw new Error('The stage is closed');
    const started = spawn(process.execPath, [entry], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const said = Promise.withResolvers<void>();
    for (const stream of [started.stdout, started.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (line.includes(sentences[until])) said.resolve();
      });
    }
    started.once('exit', () => said.reject(new Error(`The bot ended:\n${lines.slice(-20).join('\n')}`)));
    await said.promise;
  }

  async function end(signal: NodeJS.Signals): Promise<Ending> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null)
      return { code: ending?.exitCode ?? null, signal: ending?.signalCode ?? null, ms: 0 };
    const startedMs = performance.now();
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
    return { code: ending.exitCode, signal: ending.signalCode, ms: performance.now() - startedMs };
  }

  return {
    start,
    async kill() {
      await end('SIGKILL');
    },
    async close() {
      closed = true;
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    signal: (name) => void child?.kill(name),
    log: () => lines,
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyPluginAsync } from 'fastify';

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface BotProcess {
  /** Resolves when the bot answers that it is ready; rejects with its last words when it ends before. */
  start(): Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  status(): { running: boolean; pid?: number; startedAt?: string; healthUrl: string };
}

/** Runs `src/main.ts` as production does, in a process of its own that may be killed and started again. */
export function createBotProcess(options: {
  url: string;
  environment: () => NodeJS.ProcessEnv;
  logFile: string;
}): BotProcess {
  const { url, environment, logFile } = options;
  let child: ChildProcess | undefined;
  let startedAt: Date | undefined;
  let lastWords = '';

  async function start(): Promise<void> {
    if (child !== undefined) return;
    const started = spawn(process.execPath, [entry], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    startedAt = new Date();
    const log = createWriteStream(logFile, { flags: 'a' });
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        log.write(chunk);
        lastWords = (lastWords + chunk.toString()).slice(-4_000);
      });
    }
    const ended = new Promise<void>((resolve) => started.once('exit', () => resolve()));
    void ended.then(() => {
      child = undefined;
      log.end();
    });
    await untilReady(ended);
  }

  async function untilReady(ended: Promise<void>): Promise<void> {
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!over) {
      const answer = await fetch(`${url}/health`).catch(() => undefined);
      const { status } = ((await answer?.json().catch(() => undefined)) ?? {}) as { status?: string };
      if (status === 'pass') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The bot did not start:\n${lastWords}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    if (running === undefined) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill(signal);
    await ended;
  }

  return {
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    status: () => ({
      running: child !== undefined,
      healthUrl: `${url}/health`,
      ...(child?.pid === undefined ? {} : { pid: child.pid }),
      ...(startedAt === undefined ? {} : { startedAt: startedAt.toISOString() }),
    }),
  };
}

/** The page's buttons for the bot itself: `/control/bot`, `…/kill`, `…/start`, `…/restart`. */
export function botProcessRoutes(bot: BotProcess): FastifyPluginAsync {
  return async (scope) => {
    scope.get('/control/bot', async () => bot.status());
    scope.post('/control/bot/kill', async () => {
      await bot.kill();
      return bot.status();
    });
    scope.post('/control/bot/start', async () => {
      await bot.start();
      return bot.status();
    });
    scope.post('/control/bot/restart', async () => {
      await bot.stop();
      await bot.start();
      return bot.status();
    });
  };
}

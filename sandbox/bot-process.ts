import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyPluginAsync } from 'fastify';
import { guardedControl } from './kit/guarded.ts';
import { lastWords } from './last-words.ts';
import { StartProblem } from './start-problem.ts';

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** Loaded into the bot's process before it; production code knows nothing of them. */
const companions = [
  new URL('./compiled.ts', import.meta.url),
  new URL('./end-with-parent.ts', import.meta.url),
  new URL('./follow-clock.ts', import.meta.url),
].flatMap(({ href }) => ['--import', href]);
/** As infrastructure/Dockerfile runs it. */
const nodeOptions = ['--max-semi-space-size=1'];

/** The bot ends its own shutdown after 15 s; one that does not is ended. */
const stopLimitMs = 20_000;
/** The bot lets an address ask for its health 20 times a second. */
const askEveryMs = 100;
/** The page is answered by then, whatever keeps the bot from being ready. */
const pagePatienceMs = 15_000;

export interface BotProcess {
  /**
   * Resolves when the bot takes updates and has reached Telegram; rejects with its last words when it ends before.
   * What else is wrong, such as a panel that is away, is the bot's own affair.
   */
  start(): Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  status(): BotStatus;
  /** Puts the bot's clock so far ahead of the machine's. */
  putAhead(ms: number): void;
}

export interface BotStatus {
  running: boolean;
  /** It takes updates and has reached Telegram since it was started. */
  ready: boolean;
  pid?: number;
  startedAt?: string;
  healthUrl: string;
}

export interface BotProcessOptions {
  url: string;
  environment: () => NodeJS.ProcessEnv;
  /** How far the sandbox's clock is ahead of the machine's when the bot starts. */
  aheadMs: () => number;
  logFile: string;
  /** Asked at each start; the answer tells whether the bot has reached Telegram since then. */
  watchConnection: () => () => boolean;
  /** Told at each start when it answers for the first time: its database is up. */
  onAnswering?: () => void;
}

interface Running {
  child: ChildProcess;
  startedAt: Date;
  ended: Promise<void>;
  ready: Promise<void>;
  isReady: boolean;
}

/**
 * Runs `src/main.ts` as production does, in a process of its own that may be killed and started again. It stops when
 * this process ends, however that comes about.
 */
export function createBotProcess(options: BotProcessOptions): BotProcess {
  const { url, environment, aheadMs, logFile, watchConnection, onAnswering } = options;
  let running: Running | undefined;

  function launch(): Running {
    const isConnected = watchConnection();
    const log = openLog(logFile);
    const child = spawn(process.execPath, [...nodeOptions, ...companions, entry], {
      env: { ...environment(), SANDBOX_AHEAD_MS: String(aheadMs()) },
      stdio: ['pipe', log.fd, log.fd],
    });
    closeSync(log.fd);
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    void ended.then(() => {
      running = undefined;
    });
    let isAnswering = false;
    const isReady = async (): Promise<boolean> => {
      const answer = await askReadiness(url);
      if (answer !== 'silent' && !isAnswering) onAnswering?.();
      isAnswering ||= answer !== 'silent';
      return answer === 'ready' && isConnected();
    };
    const ready = untilReady(ended, isReady).then((isUp) => {
      if (!isUp)
        throw new StartProblem(`The bot did not start. Its last words:\n\n${lastWords(log.readNew())}\n`);
    });
    const launched = { child, startedAt: new Date(), ended, ready, isReady: false };
    // Whoever asked for the start hears of a failure; nobody else has to.
    ready.then(
      () => (launched.isReady = true),
      () => {},
    );
    return launched;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (running === undefined) return;
    const { child, ended } = running;
    child.kill(signal);
    const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await ended;
    clearTimeout(limit);
  }

  return {
    start: () => (running ??= launch()).ready,
    stop: () => end('SIGTERM'),
    putAhead: (ms) => void running?.child.stdin?.write(`${ms}\n`),
    kill: () => end('SIGKILL'),
    status: () => ({
      running: running !== undefined,
      ready: running?.isReady ?? false,
      healthUrl: `${url}/health`,
      ...(running?.child.pid === undefined ? {} : { pid: running.child.pid }),
      ...(running === undefined ? {} : { startedAt: running.startedAt.toISOString() }),
    }),
  };
}

/** The bot writes its log itself, so that its last words are not lost with this process. */
function openLog(logFile: string): { fd: number; readNew: () => string } {
  const fd = openSync(logFile, 'a');
  const { size } = fstatSync(fd);
  return { fd, readNew: () => readFileSync(logFile).subarray(size).toString('utf8') };
}

/** True as soon as it is ready, false when it has ended. */
async function untilReady(ended: Promise<void>, isReady: () => Promise<boolean>): Promise<boolean> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    if (await isReady()) return true;
    await delay(askEveryMs);
  }
  return false;
}

async function askReadiness(url: string): Promise<'silent' | 'not yet' | 'ready'> {
  const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
  await answer?.body?.cancel();
  if (answer === undefined) return 'silent';
  return answer.ok ? 'ready' : 'not yet';
}

/** The page's buttons for the bot itself: `/control/bot`, `…/kill`, `…/start`, `…/restart`. */
export function botProcessRoutes(bot: BotProcess): FastifyPluginAsync {
  const start = () => Promise.race([bot.start(), delay(pagePatienceMs, undefined, { ref: false })]);
  return guardedControl((scope) => {
    scope.get('/control/bot', async () => bot.status());
    scope.post('/control/bot/kill', async () => {
      await bot.kill();
      return bot.status();
    });
    scope.post('/control/bot/start', async () => {
      await start();
      return bot.status();
    });
    scope.post('/control/bot/restart', async () => {
      await bot.stop();
      await start();
      return bot.status();
    });
  });
}

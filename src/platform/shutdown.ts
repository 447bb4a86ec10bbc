import type { BaseLogger } from 'pino';
import { createClosers } from './closers.ts';

export interface ShutdownOptions {
  logger: Pick<BaseLogger, 'info' | 'error' | 'fatal'>;
  /** `process.exit` when not given. */
  exit?: (code: number) => void;
  /** After so long the process ends with 1, whatever is still running; 15 s when not given. */
  limitMs?: number;
}

export interface Shutdown {
  /** Registers what has to be stopped; what was started last is stopped first. */
  onStop(name: string, stop: () => unknown): void;
  /** Stops everything and ends the process: with 1 when a step fails or `code` says so. Once; later calls wait for it. */
  stop(reason: string, code?: number): Promise<void>;
}

/** `npm start` and the terminal both pass a Ctrl-C on, within a millisecond: that is one wish, not two. */
const sameWishMs = 1_000;

/**
 * Ends this process in order on SIGINT, SIGTERM and SIGHUP, and with code 1 on an error that nobody caught. A second
 * signal after the first second, or `limitMs`, end it at once with code 1.
 */
export function createShutdown(options: ShutdownOptions): Shutdown {
  const { logger, exit = (code) => process.exit(code), limitMs = 15_000 } = options;
  const steps = createClosers((step, error) =>
    logger.error({ err: error, step }, 'a step of the shutdown failed'),
  );
  let startedAtMs: number | undefined;
  let stopped: Promise<void> | undefined;
  let exitCode = 0;

  function stop(reason: string, code = 0): Promise<void> {
    exitCode = Math.max(exitCode, code);
    stopped ??= begin(reason);
    return stopped;
  }

  async function begin(reason: string): Promise<void> {
    startedAtMs = performance.now();
    logger.info({ reason }, 'stopping');
    setTimeout(() => giveUp('took too long'), limitMs).unref();
    if (!(await steps.close())) exitCode = 1;
    logger.info('stopped');
    exit(exitCode || Number(process.exitCode ?? 0));
  }

  function giveUp(reason: string): void {
    logger.error({ reason, left: steps.left() }, 'stopping at once');
    exit(1);
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (startedAtMs === undefined) void stop(signal);
    else if (performance.now() - startedAtMs > sameWishMs) giveUp(`a second ${signal}`);
  }

  function onFault(error: unknown): void {
    logger.fatal({ err: error }, 'an error that nobody caught');
    void stop('an error that nobody caught', 1);
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  return { onStop: (name, stopStep) => steps.add(name, stopStep), stop };
}

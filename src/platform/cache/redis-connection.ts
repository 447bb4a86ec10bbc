import { createClient } from 'redis';
import { scripts } from './scripts.ts';

export type CacheFault = 'away' | 'timeout' | 'error';

export interface ConnectionOptions {
  url: string;
  /** Told of every call that Redis did not answer. */
  onFault: (fault: CacheFault) => void;
  /** Told of connection errors. */
  onError: (error: Error) => void;
}

const answerLimitMs = 200;
const pauseAfterTimeoutMs = 1_000;

/** A client that connects by itself, for ever, and whose commands either are answered soon or count as failed. */
export function openRedis({ url, onFault, onError }: ConnectionOptions) {
  const client = createClient({
    url,
    scripts,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 5_000,
    maintNotifications: 'disabled',
    // A dead peer that never resets the connection is found out within 3 s.
    pingInterval: 1_000,
    socket: { connectTimeout: 2_000, socketTimeout: 3_000, reconnectStrategy: pauseMs },
  });
  client.on('error', onError);
  client.connect().catch(onError);
  let pausedUntilMs = 0;

  /** Runs the command; undefined when Redis is away, refuses or does not answer in time. */
  async function ask<T>(command: (redis: typeof client) => Promise<T>): Promise<{ answer: T } | undefined> {
    // While it hangs, only one call a second finds out; the others are not held up.
    if (!client.isReady || performance.now() < pausedUntilMs) return failed('away');
    try {
      const answer = await withinLimit(command(client));
      if (answer === late) {
        pausedUntilMs = performance.now() + pauseAfterTimeoutMs;
        return failed('timeout');
      }
      return { answer };
    } catch {
      return failed('error');
    }
  }

  function failed(fault: CacheFault): undefined {
    onFault(fault);
    return undefined;
  }

  return { client, ask, isReady: () => client.isReady && performance.now() >= pausedUntilMs };
}

const late = Symbol('late');

async function withinLimit<T>(answer: Promise<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, answerLimitMs, late);
  });
  // It may still fail after we have stopped waiting.
  answer.catch(() => {});
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Soon at first, then every 2 s; spread, so that all replicas do not come back at once. */
function pauseMs(retries: number): number {
  return Math.min(2_000, 50 * 2 ** Math.min(retries, 6)) * (0.5 + Math.random() / 2);
}

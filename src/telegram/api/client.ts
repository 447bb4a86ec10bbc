import type { Events } from '../../platform/events.ts';
import type { AnswerHearing } from '../../platform/clock-watch.ts';
import type { Clock } from '../../platform/clock.ts';
import { createAdmission } from './admission.ts';
import { readApiAddress } from './api-address.ts';
import { type CallReport, createAttempt } from './attempt.ts';
import { type CallOptions, createCalls } from './calls.ts';
import { downloadFrom, type FilePlace } from './download.ts';
import { openConnections } from './exchange.ts';
import type { Method, Payload, Result } from './method-types.ts';
import { createPace, defaultPace, noPace, type PaceLimits } from './pace.ts';
import { TelegramError } from './telegram-error.ts';
import { createPassingTime, realWait, type Wait } from './waiting.ts';

/** The bot's only way to the Bot API. */
export interface TelegramClient {
  /**
   * Calls one method and returns its `result`. Calls to one chat go one after the other, in order, and none inside
   * a flood window. Throws `TelegramError`, or the signal's reason when it was aborted.
   */
  call<M extends Method>(method: M, payload: Payload<M>, options?: CallOptions): Promise<Result<M>>;
  /** The bytes of a file somebody sent; throws `TelegramError` of kind too-big above `maxBytes`. */
  downloadFile(fileId: string, maxBytes: number, options?: CallOptions): Promise<Buffer>;
  /** Ends what waits, lets what is under way finish for up to 5 s, then closes the connections. */
  close(): Promise<void>;
}

export interface TelegramClientOptions {
  token: string;
  /** Default https://api.telegram.org; may have a path. */
  apiRoot?: string;
  clock: Clock;
  /** For one attempt, default 20 000; uploads get 10 ms more per kilobyte. */
  timeoutMs?: number;
  /** Default 64. */
  connections?: number;
  /** Our own brake on new messages; `off` leaves only Telegram's. */
  pace?: PaceLimits | 'off';
  /** How waiting is done; for tests that move the clock. */
  wait?: Wait;
  /** Called after every attempt. */
  onCall?: (report: CallReport) => void;
  /** Told of the headers of every answer to a call. */
  hearing?: AnswerHearing;
  /** Told of every 429. */
  events?: Pick<Events, 'telegramMadeWait'>;
}

const closeWithinMs = 5_000;

export function createTelegramClient(options: TelegramClientOptions): TelegramClient {
  const { timeoutMs = 20_000, wait = realWait, pace = defaultPace, onCall, hearing, events } = options;
  const address = readApiAddress(options.apiRoot ?? 'https://api.telegram.org', options.token);
  const pool = openConnections(address.origin, options.connections ?? 64);
  const nowMs = createPassingTime(options.clock);
  const closing = new AbortController();
  const send = createCalls({
    attempt: createAttempt({ pool, address, timeoutMs, onCall, hearing }),
    admission: createAdmission({ pace: pace === 'off' ? noPace : createPace(pace, nowMs), nowMs, wait }),
    nowMs,
    wait,
    closing: closing.signal,
    events,
  });

  return {
    async call<M extends Method>(method: M, payload: Payload<M>, callOptions: CallOptions = {}) {
      // The one place where the published types are taken at their word.
      return (await send(method, payload, callOptions)) as Result<M>;
    },
    async downloadFile(fileId, maxBytes, callOptions = {}) {
      const file = (await send('getFile', { file_id: fileId }, callOptions)) as FilePlace;
      return downloadFrom({ pool, address, timeoutMs }, file, { maxBytes, signal: callOptions.signal });
    },
    async close() {
      closing.abort(new TelegramError({ method: 'any', kind: 'network', code: 0, description: 'closed' }));
      const limit = setTimeout(() => void pool.destroy(), closeWithinMs);
      await pool.close().catch(() => {});
      clearTimeout(limit);
    },
  };
}

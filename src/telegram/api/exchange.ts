import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { AnswerHearing } from '../../platform/clock-watch.ts';
import { TelegramError } from './telegram-error.ts';

export interface ExchangeRequest {
  /** Named in errors instead of the path, which holds the token. */
  label: string;
  verb: 'GET' | 'POST';
  path: string;
  content?: string | Buffer;
  headers?: Record<string, string>;
  /** Everything together: waiting for a connection, sending, the whole answer. */
  timeoutMs: number;
  maxAnswerBytes: number;
  signal?: AbortSignal | undefined;
  /** Told of the headers of the answer. */
  hearing?: AnswerHearing | undefined;
}

export interface ExchangeAnswer {
  status: number;
  retryAfter: string | undefined;
  body: Buffer;
}

/**
 * Keep-alive connections to one origin. Idle ones are given up after 30 s, before the server does: a request
 * written into a connection just closed cannot be told from one that was carried out. The long attempt time is
 * for hosts with a slow or dead IPv6, HTTP/1.1 because one lost HTTP/2 connection would fail every call in flight.
 */
export function openConnections(origin: string, connections: number): Pool {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: buildConnector({
      allowH2: false,
      timeout: 10_000,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 2_000,
    }),
  });
}

/**
 * One HTTP request without redirects. Throws `TelegramError` of kind network, timeout or too-big, with `mayHaveHappened`
 * only when the request had begun to go out, or the signal's reason when the caller gave up.
 */
export async function exchange(pool: Pool, request: ExchangeRequest): Promise<ExchangeAnswer> {
  request.signal?.throwIfAborted();
  const flight = createFlight(request);
  const giveUp = (): void => flight.fail(request.signal?.reason);
  const timer = setTimeout(
    () => flight.fail(flight.failure('timeout', 'no answer in time')),
    request.timeoutMs,
  );
  request.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    pool.dispatch(
      {
        path: request.path,
        method: request.verb,
        headers: request.headers ?? null,
        body: request.content ?? null,
      },
      flight.handler,
    );
    return await flight.answer;
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', giveUp);
  }
}

interface Flight {
  answer: Promise<ExchangeAnswer>;
  handler: Dispatcher.DispatchHandler;
  fail(reason: unknown): void;
  failure(kind: 'network' | 'timeout' | 'too-big', description: string): TelegramError;
}

function createFlight({ label, maxAnswerBytes, hearing }: ExchangeRequest): Flight {
  const hear = hearing?.();
  const { promise, resolve, reject } = Promise.withResolvers<ExchangeAnswer>();
  const chunks: Buffer[] = [];
  const answer = { status: 0, retryAfter: undefined as string | undefined, bytes: 0 };
  let controller: Dispatcher.DispatchController | undefined;
  let over = false;

  const failure: Flight['failure'] = (kind, description) =>
    new TelegramError({
      method: label,
      kind,
      code: 0,
      description,
      mayHaveHappened: controller !== undefined,
    });
  const fail = (reason: unknown): void => {
    over = true;
    reject(reason);
    controller?.abort(new Error('given up'));
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      if (over) started.abort(new Error('given up'));
      else controller = started;
    },
    onResponseStart(_controller, status, headers) {
      hear?.(headers);
      answer.status = status;
      answer.retryAfter = [headers['retry-after']].flat()[0];
    },
    onResponseData(_controller, chunk) {
      answer.bytes += chunk.length;
      if (answer.bytes > maxAnswerBytes) fail(failure('too-big', `answer over ${maxAnswerBytes} bytes`));
      else chunks.push(chunk);
    },
    onResponseEnd() {
      resolve({ status: answer.status, retryAfter: answer.retryAfter, body: Buffer.concat(chunks) });
    },
    onResponseError(_controller, error) {
      const code = codeOf(error);
      reject(failure(/TIMEOUT|TIMEDOUT/.test(code) ? 'timeout' : 'network', code));
    },
  };
  return { answer: promise, handler, fail, failure };
}

/** Only the code: a parser error's message quotes what was received. */
function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return /^\w{1,60}$/.test(code) ? code : 'connection failed';
}

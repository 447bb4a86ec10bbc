import type { Pool } from 'undici';
import type { AnswerHearing } from '../../platform/clock-watch.ts';
import { readAnswer } from './answer.ts';
import type { ApiAddress } from './api-address.ts';
import { exchange } from './exchange.ts';
import type { RequestBody } from './request-body.ts';
import { TelegramError } from './telegram-error.ts';

/** The report on one attempt: the code of the answer, 0 when the caller gave up, or that there was no usable answer. */
export interface CallReport {
  method: string;
  code: number | 'network' | 'timeout';
  seconds: number;
}

/** Posts once and reads the answer: the result, a `TelegramError`, or the reason of an aborted signal. */
export type CallAttempt = (
  method: string,
  body: RequestBody,
  signal: AbortSignal | undefined,
) => Promise<unknown>;

export interface AttemptParts {
  pool: Pool;
  address: ApiAddress;
  timeoutMs: number;
  onCall?: ((report: CallReport) => void) | undefined;
  hearing?: AnswerHearing | undefined;
}

const maxAnswerBytes = 4 * 1024 * 1024;
/** Uploads get as long as 100 kB/s would take. */
const uploadBytesPerMs = 100;

export function createAttempt({ pool, address, timeoutMs, onCall, hearing }: AttemptParts): CallAttempt {
  return async (method, body, signal) => {
    const startedMs = performance.now();
    const report = (code: CallReport['code']): void =>
      onCall?.({ method, code, seconds: (performance.now() - startedMs) / 1000 });
    try {
      const answer = await exchange(pool, {
        label: method,
        verb: 'POST',
        path: address.methodPath(method),
        content: body.content,
        headers: body.headers,
        timeoutMs: timeoutMs + body.fileBytes / uploadBytesPerMs,
        maxAnswerBytes,
        signal,
        hearing,
      });
      const result = readAnswer(method, answer, address.hideToken);
      report(200);
      return result;
    } catch (error) {
      report(codeOf(error));
      throw error;
    }
  };
}

function codeOf(error: unknown): CallReport['code'] {
  if (!(error instanceof TelegramError)) return 0;
  if (error.kind === 'timeout') return 'timeout';
  return error.kind === 'network' || error.code === 0 ? 'network' : error.code;
}

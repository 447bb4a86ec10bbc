import type { Events } from '../../platform/events.ts';
import type { Admission, Entrant } from './admission.ts';
import type { CallAttempt } from './attempt.ts';
import type { Priority } from './pace.ts';
import { encodePayload, type RequestBody } from './request-body.ts';
import { findPauseMs, type RetryPolicy } from './retry.ts';
import { TelegramError } from './telegram-error.ts';
import { createTurns } from './turns.ts';
import type { Wait } from './waiting.ts';

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Default safe. */
  retry?: RetryPolicy;
  /** Default interactive. */
  priority?: Priority;
  /** How long pace, flood windows and pauses may hold the call back in all. Default 60, bulk 300. */
  maxWaitSeconds?: number;
}

export interface CallParts {
  attempt: CallAttempt;
  admission: Admission;
  nowMs: () => number;
  wait: Wait;
  /** Aborted when the client closes: ends everything that waits. */
  closing: AbortSignal;
  events?: Pick<Events, 'telegramMadeWait'> | undefined;
}

export type Call = (method: string, payload: object, options: CallOptions) => Promise<unknown>;

/** Turns attempts into calls: in order within a chat, never inside a flood window, repeated where that is safe. */
export function createCalls({ attempt, admission, nowMs, wait, closing, events }: CallParts): Call {
  const turns = createTurns();

  const noteFlood = (entrant: Entrant, error: TelegramError): void => {
    const seconds = error.parameters.retry_after ?? 1;
    admission.noteFlood(entrant, seconds);
    events?.telegramMadeWait(seconds);
  };

  const untilSettled = async (
    entrant: Entrant,
    body: RequestBody,
    options: CallOptions,
  ): Promise<unknown> => {
    for (let failures = 0; ; ) {
      await admission.enter(entrant);
      try {
        return await attempt(entrant.method, body, options.signal);
      } catch (error) {
        if (!(error instanceof TelegramError)) throw error;
        if (error.kind === 'flood') noteFlood(entrant, error);
        else failures += 1;
        const pauseMs = findPauseMs(error, failures, options.retry ?? 'safe');
        if (pauseMs === undefined || nowMs() + pauseMs > entrant.deadlineMs) throw error;
        await wait(pauseMs, entrant.signal);
      }
    }
  };

  return async (method, payload, options) => {
    const body = encodePayload(payload);
    const priority = options.priority ?? 'interactive';
    const maxWaitSeconds = options.maxWaitSeconds ?? (priority === 'bulk' ? 300 : 60);
    const signal = options.signal ? AbortSignal.any([options.signal, closing]) : closing;
    const chat = chatOf(payload);
    const entrant = { method, chat, priority, signal, deadlineMs: nowMs() + maxWaitSeconds * 1000 };
    const endTurn = await turns.take(needsOrder(method) ? chat : undefined, signal);
    try {
      return await untilSettled(entrant, body, options);
    } finally {
      endTurn();
    }
  };
}

function chatOf(payload: object): string | undefined {
  if (!('chat_id' in payload)) return undefined;
  const { chat_id: chat } = payload;
  return typeof chat === 'number' || typeof chat === 'string' ? String(chat) : undefined;
}

/** Reading, and the typing status, need not wait behind an upload to the same chat. */
function needsOrder(method: string): boolean {
  return !method.startsWith('get') && method !== 'sendChatAction';
}

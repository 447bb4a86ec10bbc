import { createFloodWindows } from './flood-windows.ts';
import type { Pace, PacedCall } from './pace.ts';
import { TelegramError } from './telegram-error.ts';
import type { Wait } from './waiting.ts';

export interface Entrant extends PacedCall {
  /** On the passing time. */
  deadlineMs: number;
  signal: AbortSignal;
}

/** The admission of calls to Telegram: the flood windows of the server, and our own pace before them. */
export interface Admission {
  /** Resolves when the call may go; throws kind flood with `retry_after` when that is after its deadline. */
  enter(entrant: Entrant): Promise<void>;
  /** Remembers a 429 for the chat, or for the method when there is no chat. */
  noteFlood(entrant: Entrant, seconds: number): void;
}

export interface AdmissionParts {
  pace: Pace;
  nowMs: () => number;
  wait: Wait;
}

export function createAdmission({ pace, nowMs, wait }: AdmissionParts): Admission {
  const windows = createFloodWindows(nowMs);

  const refuseIfLate = (entrant: Entrant, delayMs: number): void => {
    if (nowMs() + delayMs > entrant.deadlineMs) throw tooLate(entrant.method, delayMs);
  };
  const keepPace = async (entrant: Entrant): Promise<void> => {
    const delayMs = pace.delayMs(entrant);
    refuseIfLate(entrant, delayMs);
    pace.take(entrant);
    if (delayMs > 0) await wait(delayMs, entrant.signal);
  };

  return {
    async enter(entrant) {
      const key = windowKey(entrant);
      await keepPace(entrant);
      const delayNow = () => windows.delayMs(key, entrant.priority);
      for (let delayMs = delayNow(); delayMs > 0; delayMs = delayNow()) {
        refuseIfLate(entrant, delayMs);
        // Spread over a quarter of a second: a pause of the whole bot shall not end in a volley.
        await wait(delayMs + Math.random() * 250, entrant.signal);
      }
    },
    noteFlood: (entrant, seconds) => windows.note(windowKey(entrant), seconds),
  };
}

function windowKey({ chat, method }: PacedCall): string {
  return chat ?? `method ${method}`;
}

function tooLate(method: string, delayMs: number): TelegramError {
  const seconds = Math.ceil(delayMs / 1000);
  const description = `not sent: the next call is allowed in ${seconds} s`;
  return new TelegramError({
    method,
    kind: 'flood',
    code: 429,
    description,
    parameters: { retry_after: seconds },
  });
}

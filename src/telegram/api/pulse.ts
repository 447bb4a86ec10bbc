import type { CallReport } from './attempt.ts';

/** The pulse of Telegram: whether it serves us, judged by what the last calls came to. */
export interface Pulse {
  note(report: Pick<CallReport, 'code'>): void;
  /** Throws from the first call whose token is refused until one is answered and when the last three found nobody or a fault. */
  assertBeating(): void;
}

const fewest = 3;

/** `onTokenRefused` is told once, until the token is taken again. */
export function createPulse(onTokenRefused: () => void = () => {}): Pulse {
  let missed = 0;
  let isTokenRefused = false;
  return {
    note({ code }) {
      // A call that we broke off ourselves says nothing.
      if (code === 0) return;
      missed = isBeat(code) ? 0 : missed + 1;
      // A line that breaks meanwhile does not make the token good again: only an answer does.
      const wasRefused = isTokenRefused;
      isTokenRefused = code === 401 || (isTokenRefused && missed > 0);
      if (isTokenRefused && !wasRefused) onTokenRefused();
    },
    assertBeating() {
      if (isTokenRefused) throw new Error('Telegram refuses the token');
      if (missed >= fewest) throw new Error(`the last ${missed} calls to Telegram failed`);
    },
  };
}

/** Also a refusal is an answer; 401 and 404 refuse the token itself. */
function isBeat(code: CallReport['code']): boolean {
  return typeof code === 'number' && code < 500 && code !== 401 && code !== 404;
}

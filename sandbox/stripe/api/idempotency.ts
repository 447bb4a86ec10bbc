import type { Clock } from '../../kit/clock.ts';
import type { ApiAnswer, ApiRequest } from './http.ts';
import { StripeProblem } from './problem.ts';

interface Kept {
  fingerprint: string;
  answer: ApiAnswer;
  at: number;
}

export interface Idempotency {
  /** The first answer to this key, or that of `perform`; refuses the key with another request. */
  once(key: string, request: ApiRequest, perform: () => ApiAnswer): ApiAnswer;
  keep(key: string, request: ApiRequest, answer: ApiAnswer): void;
}

const keptMs = 24 * 3_600_000;

/** Answers are kept once something was carried out: a refusal of parameters or of the key itself leaves nothing. */
export function createIdempotency(clock: Clock): Idempotency {
  const answers = new Map<string, Kept>();
  const find = (key: string): Kept | undefined => {
    const kept = answers.get(key);
    return kept && clock.now().getTime() - kept.at < keptMs ? kept : undefined;
  };
  const keep: Idempotency['keep'] = (key, request, answer) => {
    if (find(key)) return;
    answers.set(key, { fingerprint: fingerprintOf(request), answer, at: clock.now().getTime() });
  };
  return {
    keep,
    once(key, request, perform) {
      if (key.length > 255)
        throw new StripeProblem({ message: 'Idempotency keys may be up to 255 characters.' });
      const kept = find(key);
      if (kept === undefined) {
        const answer = perform();
        if (answer.status === 200 || answer.status >= 500) keep(key, request, answer);
        return answer;
      }
      if (kept.fingerprint !== fingerprintOf(request))
        throw new StripeProblem({
          type: 'idempotency_error',
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}'.`,
        });
      return { ...kept.answer, headers: { ...kept.answer.headers, 'idempotent-replayed': 'true' } };
    },
  };
}

function fingerprintOf(request: ApiRequest): string {
  const params = new URLSearchParams(request.body);
  params.sort();
  return `${request.method} ${request.path} ${params.toString()}`;
}

import { classifyError, type ErrorParameters } from './error-kind.ts';
import type { ExchangeAnswer } from './exchange.ts';
import { TelegramError } from './telegram-error.ts';

/**
 * The `result` of a Bot API answer, or a `TelegramError`. What is not the Bot API's envelope (a proxy's page, a
 * captive portal, a cut body) is never quoted; with a 2xx or 5xx the call may have been carried out.
 */
export function readAnswer(
  method: string,
  answer: ExchangeAnswer,
  hideSecrets: (text: string) => string,
): unknown {
  const envelope = parseEnvelope(answer.body);
  if (!envelope) throw strangeAnswer(method, answer);
  if (envelope.ok) return envelope.result;
  const code = typeof envelope.error_code === 'number' ? envelope.error_code : answer.status;
  const description = hideSecrets(textOf(envelope.description)).slice(0, 500);
  const parameters = readParameters(envelope.parameters, answer, description);
  const kind = classifyError(code, description, parameters);
  throw new TelegramError({ method, kind, code, description, parameters, mayHaveHappened: code >= 500 });
}

interface Envelope {
  ok: boolean;
  result?: unknown;
  error_code?: unknown;
  description?: unknown;
  parameters?: unknown;
}

function parseEnvelope(body: Buffer): Envelope | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return isEnvelope(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isEnvelope(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function strangeAnswer(method: string, answer: ExchangeAnswer): TelegramError {
  const code = answer.status;
  const parameters = code === 429 ? readParameters(undefined, answer, '') : {};
  const kind = code >= 500 ? 'server' : code === 429 ? 'flood' : code === 413 ? 'too-big' : 'network';
  const mayHaveHappened = code >= 500 || code < 300;
  const description = 'the answer is not from the Bot API';
  return new TelegramError({ method, kind, code, description, parameters, mayHaveHappened });
}

function readParameters(given: unknown, answer: ExchangeAnswer, description: string): ErrorParameters {
  const object = typeof given === 'object' && given !== null ? given : {};
  const migrate = 'migrate_to_chat_id' in object ? Number(object.migrate_to_chat_id) : Number.NaN;
  const said = 'retry_after' in object ? object.retry_after : undefined;
  const retry = Number(said ?? /retry after (\d+)/.exec(description)?.[1] ?? answer.retryAfter);
  return {
    ...(Number.isSafeInteger(migrate) && { migrate_to_chat_id: migrate }),
    ...(Number.isFinite(retry) && retry >= 0 && { retry_after: retry }),
  };
}

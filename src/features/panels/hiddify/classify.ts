import type { PanelErrorClass } from './panel-error.ts';

/** An answer as it came: the status, and the body as text and, when it is JSON, as a value. */
export interface PanelAnswer {
  status: number;
  isJsonType: boolean;
  /** `undefined` when the body is not JSON. */
  body: unknown;
}

/**
 * Says which failure an answer is, or `undefined` when it is a success with a JSON body.
 * The texts are those of panels 10.80–12.3; v13 answers real 404 and 405 for unknown routes.
 */
export function classifyAnswer(answer: PanelAnswer): PanelErrorClass | undefined {
  const { status } = answer;
  if (status >= 300 && status < 400) return 'misconfigured';
  if (status === 408 || status === 429) return 'transient';
  if (answer.body === undefined) return classifyWithoutJson(answer);
  if (status < 300) return undefined;
  const message = messageOf(answer.body);
  if (status >= 500) return classifyServerError(message);
  return classifyRefusal(status, message);
}

/** The names of the fields a 422 complains about; values and texts are left behind. */
export function refusedFields(body: unknown): string[] {
  const json = asRecord(asRecord(body)?.['detail'])?.['json'];
  return Object.keys(asRecord(json) ?? {})
    .filter((name) => /^\w{1,40}$/.test(name))
    .slice(0, 10);
}

/** `message` or, in the other of the panel's two error shapes, `msg`. */
export function messageOf(body: unknown): string {
  const record = asRecord(body);
  const message = record?.['message'] ?? record?.['msg'];
  return typeof message === 'string' ? message : '';
}

/**
 * In front of the panel stands a proxy that shows any HTML page with any status when domain or secret path
 * are wrong, and its own error pages with 5xx. JSON that does not parse was cut on its way.
 */
function classifyWithoutJson(answer: PanelAnswer): PanelErrorClass {
  if (answer.status >= 500) return 'transient';
  return answer.isJsonType && answer.status < 300 ? 'transient' : 'misconfigured';
}

/** Legacy panels wrap everything unhandled in a 500, unknown routes and malformed JSON included. */
function classifyServerError(message: string): PanelErrorClass {
  if (/^(404 Not Found|405)/.test(message)) return 'route-missing';
  if (message.startsWith('400 ')) return 'invalid';
  if (message.includes('Duplicate entry')) return 'exists';
  return 'transient';
}

function classifyRefusal(status: number, message: string): PanelErrorClass {
  if (status === 401) return 'unauthorized';
  if (status === 403) return /permission/i.test(message) ? 'not-owned' : 'unauthorized';
  if (status === 404) return /\buser\b/i.test(message) ? 'not-found' : 'route-missing';
  if (status === 405) return 'route-missing';
  if (status !== 400) return 'invalid';
  if (/user exists/i.test(message)) return 'exists';
  if (/^invalid request/i.test(message)) return 'misconfigured';
  return /^invalid$/i.test(message) ? 'bot-user-agent' : 'invalid';
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return value as Record<string, unknown>;
}

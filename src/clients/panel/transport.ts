import { Pool } from 'undici';
import type { Clock } from '../../platform/clock.ts';
import { classifyAnswer, messageOf, refusedFields } from './classify.ts';
import type { PanelAnswer } from './classify.ts';
import { PanelError } from './panel-error.ts';
import type { PanelErrorClass } from './panel-error.ts';
import { createLane } from './lane.ts';

export interface PanelCall {
  operation: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Absolute path with its trailing slash: without one the panel redirects to plain http. */
  path: string;
  /** The uuid sent as `Hiddify-API-Key`. */
  key: string;
  body?: unknown;
}

export interface PanelTransportOptions {
  origin: string;
  timeoutMs: number;
  maxBytes: number;
  clock: Clock;
  onRequest?: ((request: { operation: string; outcome: string; seconds: number }) => void) | undefined;
}

export interface PanelTransport {
  /** Sends one call and gives the JSON of a success; everything else is a `PanelError`. */
  call(call: PanelCall): Promise<unknown>;
  close(): Promise<void>;
}

/** Panels refuse every User-Agent that looks like a crawler, and "bot" is enough for that. */
const userAgent = 'hiddify-shop/1.0';

/** Talks HTTP to one panel: one write and one read at a time, because the panel is a single thread. */
export function createPanelTransport(options: PanelTransportOptions): PanelTransport {
  const pool = new Pool(options.origin, {
    connections: 2,
    allowH2: false,
    connect: { timeout: options.timeoutMs },
  });
  const writes = createLane();
  const reads = createLane();

  async function call(call: PanelCall): Promise<unknown> {
    const lane = call.method === 'GET' ? reads : writes;
    return lane(() => measured(options, call, () => exchange(pool, options, call)));
  }

  return { call, close: () => pool.destroy() };
}

async function measured<T>(
  options: PanelTransportOptions,
  call: PanelCall,
  run: () => Promise<T>,
): Promise<T> {
  const startedAt = options.clock.now().getTime();
  const report = (outcome: string) => {
    const seconds = (options.clock.now().getTime() - startedAt) / 1000;
    options.onRequest?.({ operation: call.operation, outcome, seconds });
  };
  try {
    const result = await run();
    report('ok');
    return result;
  } catch (error) {
    report(error instanceof PanelError ? error.class : 'fault');
    throw error;
  }
}

async function exchange(pool: Pool, options: PanelTransportOptions, call: PanelCall): Promise<unknown> {
  const answer = await fetchAnswer(pool, options, call).catch((error: unknown) => {
    throw error instanceof PanelError ? error : networkError(call, error);
  });
  const failure = classifyAnswer(answer);
  if (failure === undefined) return answer.body;
  if (isEmptyList(call, answer)) return [];
  const { status } = answer;
  throw new PanelError({
    class: failure,
    operation: call.operation,
    status,
    reason: reasonFor(failure, answer),
  });
}

/** In our own words or in names of fields, because the panel's texts can hold SQL and values. */
function reasonFor(failure: PanelErrorClass, answer: PanelAnswer): string | undefined {
  if (answer.status >= 300 && answer.status < 400) return 'redirect';
  if (answer.body === undefined) return 'not JSON';
  const fields = failure === 'invalid' ? refusedFields(answer.body) : [];
  return fields.length > 0 ? `fields: ${fields.join(' ')}` : undefined;
}

async function fetchAnswer(
  pool: Pool,
  options: PanelTransportOptions,
  call: PanelCall,
): Promise<PanelAnswer> {
  const response = await pool.request({
    method: call.method,
    path: call.path,
    headers: headersFor(call),
    body: call.body === undefined ? null : JSON.stringify(call.body),
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  const text = await readText(response.body, options.maxBytes, call);
  const isJsonType = String(response.headers['content-type']).includes('json');
  return { status: response.statusCode, isJsonType, body: parseJson(text) };
}

function headersFor(call: PanelCall): Record<string, string> {
  const headers = { 'hiddify-api-key': call.key, accept: 'application/json', 'user-agent': userAgent };
  return call.body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number, call: PanelCall): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new PanelError({ class: 'misconfigured', operation: call.operation, reason: 'answer too large' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The panel answers 404 to a list without rows. */
function isEmptyList(call: PanelCall, answer: PanelAnswer): boolean {
  return call.operation === 'list users' && answer.status === 404 && /no user/i.test(messageOf(answer.body));
}

/** Only the code is kept: errors of the HTTP parser carry raw bytes of the answer, cookies included. */
function networkError(call: PanelCall, error: unknown): PanelError {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const known = typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'network';
  const reason = name === 'TimeoutError' ? 'timeout' : known;
  return new PanelError({ class: 'transient', operation: call.operation, reason });
}

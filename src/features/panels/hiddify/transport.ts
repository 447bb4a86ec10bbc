import { measured } from '../../../platform/measured.ts';
import { Pool } from 'undici';
import type { AnswerHearing } from '../../../platform/clock-watch.ts';
import type { Clock } from '../../../platform/clock.ts';
import { insideCode } from '../../../platform/outside.ts';
import { createArrayScanner, NotAnArrayError } from './array-scanner.ts';
import { type AddressRules, panelConnector } from './connector.ts';
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
  /** Where it may stand. */
  addressRules: AddressRules;
  timeoutMs: number;
  maxBytes: number;
  /** The same for a list, which is read while it arrives and may be of fifty thousand accounts. */
  list: { timeoutMs: number; maxBytes: number };
  clock: Clock;
  onRequest?: ((request: { operation: string; outcome: string; seconds: number }) => void) | undefined;
  hearing?: AnswerHearing | undefined;
}

export interface PanelTransport {
  /** Sends one call and gives the JSON of a success; everything else is a `PanelError`. */
  call(call: PanelCall): Promise<unknown>;
  /**
   * Sends one read that is answered by a JSON array and hands the elements over while they arrive. Whether they were
   * all of them is known only when the promise resolves: what came before a failure is to be thrown away.
   */
  stream(call: PanelCall, take: (element: unknown) => void): Promise<void>;
  close(): Promise<void>;
}

/** Panels refuse every User-Agent that looks like a crawler, and "bot" is enough for that. */
const userAgent = 'hiddify-shop/1.0';

/** Talks HTTP to one panel: one write and one read at a time, because the panel is a single thread. */
export function createPanelTransport(options: PanelTransportOptions): PanelTransport {
  const pool = new Pool(options.origin, {
    connections: 2,
    allowH2: false,
    connect: panelConnector(options.addressRules, options.timeoutMs),
  });
  const measuring = {
    ...options,
    classOf: (error: unknown) => (error instanceof PanelError ? error.class : 'fault'),
  };
  const writes = createLane();
  const reads = createLane();

  async function call(call: PanelCall): Promise<unknown> {
    const lane = call.method === 'GET' ? reads : writes;
    return lane(() => measured(measuring, call.operation, () => exchange(pool, options, call)));
  }

  async function stream(call: PanelCall, take: (element: unknown) => void): Promise<void> {
    await reads(() =>
      measured(measuring, call.operation, async () => {
        for await (const elements of arriving(pool, { ...options, ...options.list }, call))
          elements.forEach(take);
      }),
    );
  }

  return { call, stream, close: () => pool.destroy() };
}

async function exchange(pool: Pool, options: PanelTransportOptions, call: PanelCall): Promise<unknown> {
  return accepted(
    call,
    await online(call, async () => {
      const { chunks, ...head } = await send(pool, options, call);
      return { ...head, body: parseJson(await readText(chunks)) };
    }),
  );
}

/** The elements in the portions in which they come; an answer that is no array is judged as a whole. */
async function* arriving(
  pool: Pool,
  options: PanelTransportOptions,
  call: PanelCall,
): AsyncGenerator<unknown[]> {
  const { chunks, ...head } = await online(call, () => send(pool, options, call));
  const next = () => online(call, () => chunks.next());
  try {
    let step = await next();
    if (head.status >= 300 || step.done === true || !startsArray(step.value)) {
      const start: Buffer = step.value ?? Buffer.alloc(0);
      const body = parseJson(await online(call, () => readText(chunks, start)));
      yield elementsOf(call, accepted(call, { ...head, body }));
      return;
    }
    const scanner = createArrayScanner();
    for (; step.done !== true; step = await next()) {
      const { value } = step;
      yield scanned(call, head, () => scanner.push(value));
    }
    scanned(call, head, scanner.end);
  } finally {
    await chunks.return(undefined);
  }
}

/** What goes wrong on the way is told without the raw bytes that errors of the line carry. */
async function online<T>(call: PanelCall, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof PanelError ? error : networkError(call, error);
  }
}

/** The JSON of a success. */
function accepted(call: PanelCall, answer: PanelAnswer): unknown {
  const failure = classifyAnswer(answer);
  if (failure === undefined) return answer.body;
  if (isEmptyList(call, answer)) return [];
  const { operation } = call;
  throw new PanelError({
    class: failure,
    operation,
    status: answer.status,
    reason: reasonFor(failure, answer),
  });
}

function elementsOf({ operation }: PanelCall, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new PanelError({ class: 'misconfigured', operation, reason: 'answer not understood' });
}

function scanned<T>(call: PanelCall, head: Omit<PanelAnswer, 'body'>, scan: () => T): T {
  try {
    return scan();
  } catch (error) {
    if (!(error instanceof NotAnArrayError)) throw error;
    accepted(call, { ...head, body: undefined });
    throw error;
  }
}

/** In our own words or in names of fields, because the panel's texts can hold SQL and values. */
function reasonFor(failure: PanelErrorClass, answer: PanelAnswer): string | undefined {
  if (answer.status >= 300 && answer.status < 400) return 'redirect';
  if (answer.body === undefined) return 'not JSON';
  const fields = failure === 'invalid' ? refusedFields(answer.body) : [];
  return fields.length > 0 ? `fields: ${fields.join(' ')}` : undefined;
}

async function send(pool: Pool, options: PanelTransportOptions, call: PanelCall) {
  const hear = options.hearing?.();
  const response = await pool.request({
    method: call.method,
    path: call.path,
    headers: headersFor(call),
    body: call.body === undefined ? null : JSON.stringify(call.body),
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  hear?.(response.headers);
  const isJsonType = String(response.headers['content-type']).includes('json');
  return { status: response.statusCode, isJsonType, chunks: capped(response.body, options.maxBytes, call) };
}

function headersFor(call: PanelCall): Record<string, string> {
  const headers = { 'hiddify-api-key': call.key, accept: 'application/json', 'user-agent': userAgent };
  return call.body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
}

async function* capped(
  body: AsyncIterable<Buffer>,
  maxBytes: number,
  { operation }: PanelCall,
): AsyncGenerator<Buffer, undefined> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new PanelError({ class: 'misconfigured', operation, reason: 'answer too large' });
    yield chunk;
  }
  return undefined;
}

async function readText(chunks: AsyncIterable<Buffer>, start: Buffer = Buffer.alloc(0)): Promise<string> {
  const all: Buffer[] = [start];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
}

/** Whether it is worth reading piece by piece; an array behind a page of blanks is read whole. */
function startsArray(chunk: Buffer): boolean {
  return /^[ \t\r\n]*\[/.test(chunk.toString('latin1', 0, 100));
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
  const { operation } = call;
  if (code === insideCode) return new PanelError({ class: 'private-address', operation });
  return new PanelError({ class: 'transient', operation, reason });
}
